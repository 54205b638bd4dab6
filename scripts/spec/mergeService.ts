/** What holds for all operations: where the service is, its version, and how to authenticate. */
import { asList, asObject, put, same, type Json, type JsonObject } from "../openapi/json";
import type { Matched } from "../openapi/matchOperations";
import type { Model } from "../openapi/model";
import type { Note } from "./schemas";

/** Takes over the URL of the service. The contract counts its own version: only numbers that contradict it are of interest. */
export function mergeService(contract: JsonObject, ours: Model, theirs: Model, note: Note): void {
  const [url, ...others] = theirs.servers;
  for (const other of others) if (!ours.servers.includes(other)) note(`the API is also at ${other}`);
  if (url !== undefined && !/^https?:\/\//.test(url))
    note(`the API is at ${url} of an unnamed host, the contract says ${ours.servers.join(", ")}`);
  else if (url !== undefined && !ours.servers.includes(url)) asObject(asList(contract["servers"])[0])["url"] = url;
  if (theirs.version.some((number, index) => number !== (ours.version[index] ?? 0)))
    note(`the API's version is ${theirs.version.join(".")}, the contract says ${ours.version.join(".")}`);
}

/** Takes over how to authenticate: for all operations where it is the same for all. */
export function mergeSecurity(contract: JsonObject, theirs: Model, matched: readonly Matched[], note: Note): void {
  const said = matched.flatMap(({ ours, their }) =>
    their.security === undefined ? [] : [{ ours, ways: their.security }],
  );
  if (said.length < matched.length)
    note("upstream no longer says how to authenticate, the contract keeps what it says");
  const [first] = said;
  if (first === undefined || said.every(({ ours, ways }) => same(ours.security, ways))) return;
  const schemes = (asObject(contract["components"])["securitySchemes"] ??= {}) as JsonObject;
  const nodes = (ways: readonly string[]) => ways.map((way) => securityNode(schemes, theirs, way));
  if (said.length === matched.length && said.every(({ ways }) => same(ways, first.ways)))
    contract["security"] = nodes(first.ways);
  for (const { ours, ways } of said) {
    const node = nodes(ways);
    put(ours.node, "security", same(node, contract["security"]) ? undefined : node);
  }
  // Schemes that an import has added and nothing names any more; the contract's own have descriptions.
  const named = JSON.stringify([contract["security"], contract["paths"]]);
  for (const [name, scheme] of Object.entries(schemes))
    if (!named.includes(`"${name}":[`) && asObject(scheme)["description"] === undefined) put(schemes, name, undefined);
}

/** One way to authenticate, with the contract's names for its schemes, which are added if they are new. */
function securityNode(schemes: JsonObject, theirs: Model, way: string): Json {
  if (way === "no credentials") return {};
  const names = way.split(" with ").map((words) => {
    const scheme = theirs.schemes[words] ?? {};
    const known = Object.keys(schemes).find((key) =>
      same({ ...asObject(schemes[key]), description: undefined }, scheme),
    );
    if (known !== undefined) return known;
    const name = words.replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase()).replaceAll(/\W/g, "");
    schemes[name] = scheme;
    return name;
  });
  return Object.fromEntries(names.map((name) => [name, []]));
}
