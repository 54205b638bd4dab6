/** What holds for all operations: where the service is, its version, and how to authenticate. */
import { asObject, same, type Json } from "../openapi/json";
import type { Matched } from "../openapi/matchOperations";
import type { Model } from "../openapi/model";
import { operationPlace } from "./contentEdits";
import type { ContractDocument, Place } from "./contractDocument";
import type { Note } from "./schemaEdits";

/** Takes over the URL of the service. */
export function mergeServers(document: ContractDocument, ours: Model, theirs: Model, note: Note): void {
  const [url, ...others] = theirs.servers;
  if (url === undefined) return;
  for (const other of others) if (!ours.servers.includes(other)) note(`the API is also at ${other}`);
  if (!/^https?:\/\//.test(url)) {
    note(`the API is at ${url} of an unnamed host, the contract says ${ours.servers.join(", ")}`);
  } else if (!ours.servers.includes(url)) document.set(["servers", 0, "url"], url);
}

/** The contract counts its own version: only numbers that contradict it are of interest. */
export function noteVersion(ours: Model, theirs: Model, note: Note): void {
  const differs = theirs.version.some((number, index) => number !== (ours.version[index] ?? 0));
  if (differs) note(`the API's version is ${theirs.version.join(".")}, the contract says ${ours.version.join(".")}`);
}

/** Takes over how to authenticate: for all operations where it is the same for all. */
export function mergeSecurity(
  document: ContractDocument,
  theirs: Model,
  matched: readonly Matched[],
  note: Note,
): void {
  const said = matched.flatMap(({ ours, their }) =>
    their.security === undefined ? [] : [{ ours, ways: their.security }],
  );
  if (said.length < matched.length)
    note("upstream no longer says how to authenticate, the contract keeps what it says");
  const [first] = said;
  if (first === undefined || said.every(({ ours, ways }) => same(ours.security, ways))) return;
  const isShared = said.length === matched.length && said.every(({ ways }) => same(ways, first.ways));
  if (isShared) {
    for (const { ours } of said) if (document.has(own(ours))) document.remove(own(ours));
    const shared = nodes(document, theirs, first.ways);
    if (!same(shared, document.json["security"])) document.set(["security"], shared);
    document.spread(["security"]);
  } else
    for (const { ours, ways } of said) {
      if (same(ours.security, ways)) continue;
      const node = nodes(document, theirs, ways);
      if (same(node, document.json["security"])) document.remove(own(ours));
      else document.set(own(ours), node);
    }
  removeUnused(document);
}

const own = (operation: Matched["ours"]): Place => [...operationPlace(operation), "security"];

const schemesOf = (document: ContractDocument) =>
  Object.entries(asObject(asObject(document.json["components"])["securitySchemes"]));

function nodes(document: ContractDocument, theirs: Model, ways: readonly string[]): Json {
  return ways.map((way) => {
    if (way === "no credentials") return {};
    return Object.fromEntries(way.split(" with ").map((words) => [schemeName(document, theirs, words), []]));
  });
}

/** The contract's name for a scheme, which is added if it is new. */
function schemeName(document: ContractDocument, theirs: Model, words: string): string {
  const scheme = theirs.schemes[words] ?? {};
  const known = schemesOf(document).find(([, one]) => same({ ...asObject(one), description: undefined }, scheme));
  if (known !== undefined) return known[0];
  const name = words.replaceAll(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase()).replaceAll(/\W/g, "");
  document.set(["components", "securitySchemes", name], scheme);
  return name;
}

/** Schemes that an import has added and that nothing names any more; the contract's own keeps its description. */
function removeUnused(document: ContractDocument): void {
  const named = JSON.stringify([document.json["security"], document.json["paths"]]);
  for (const [name, scheme] of schemesOf(document))
    if (!named.includes(`"${name}":[`) && asObject(scheme)["description"] === undefined)
      document.remove(["components", "securitySchemes", name]);
}
