import { asList, asObject, put, same, text, type Json, type JsonObject } from "../openapi/json";
import { matchOperations, type Matched } from "../openapi/matchOperations";
import { readModel, type Model, type Operation, type Parameter } from "../openapi/model";
import { follow } from "../openapi/shape";
import { SpecError } from "../openapi/SpecError";
import { facts, findParameter, OperationMerge } from "./mergeOperation";
import { moveOperations, namesIn } from "./moveOperations";
import { Schemas, type Note } from "./schemas";

/**
 * Edits the contract until it says what upstream says.
 *
 * @param ours what the contract says so far
 */
export function merge(contract: JsonObject, ours: Model, upstream: Model, note: Note): void {
  mergeService(contract, ours, upstream, note);

  const { matched, gone, added } = matchOperations(ours.operations, upstream.operations);
  for (const { item, method } of gone) put(item, method.toLowerCase(), undefined);
  moveOperations(asObject(contract["paths"]), matched);

  for (const operation of added) addOperation(contract, operation);
  const schemas = new Schemas(contract, note);
  const pairs = inContract(contract, [...matched.map(({ their }) => their), ...added]);
  removeParameters(contract, pairs);
  refuseDifferences(pairs);
  const merges = pairs.map((pair) => new OperationMerge(schemas, upstream, pair));
  for (const one of merges) one.pair();
  schemas.edit();
  for (const one of merges) one.edit();
  mergeSecurity(contract, upstream, pairs, note);
  prune(contract);
}

/** The operations of upstream beside those of the contract, with the contract's names of path parameters, which are not on the wire. */
function inContract(contract: JsonObject, upstream: readonly Operation[]): Matched[] {
  const { operations } = readModel(contract);
  return upstream.flatMap((their) => {
    const ours = operations.find(({ operationId }) => operationId === their.operationId);
    if (ours === undefined) return [];
    const [from, to] = [namesIn(their.path), namesIn(ours.path)];
    const parameters = their.parameters.map((parameter) => {
      const name = parameter.in === "path" ? to[from.indexOf(parameter.name)] : undefined;
      return name === undefined ? parameter : { ...parameter, name };
    });
    return [{ ours, their: { ...their, parameters } }];
  });
}

/** Removes the parameters that are gone; one of a path, when no operation there has it any more. */
function removeParameters(contract: JsonObject, pairs: readonly Matched[]): void {
  for (const { ours, their } of pairs)
    for (const own of ours.parameters) {
      const isGone = (one: Matched) => findParameter(one.their.parameters, own) === undefined;
      if (!isGone({ ours, their })) continue;
      const path = pairs.filter((one) => one.ours.item === ours.item);
      for (const holder of path.every(isGone) ? [ours.node, ours.item] : [ours.node]) {
        const left = asList(holder["parameters"]).filter((one) => follow(contract, one) !== own.node);
        put(holder, "parameters", left.length > 0 ? left : undefined);
      }
    }
}

/** Refuses parameters that operations share in the contract, and that are not the same upstream. */
function refuseDifferences(pairs: readonly Matched[]): void {
  const first = new Map<JsonObject, { their: Operation; parameter: Parameter }>();
  for (const { ours, their } of pairs)
    for (const own of ours.parameters) {
      const parameter = findParameter(their.parameters, own);
      const other = first.get(own.node);
      if (parameter !== undefined && other === undefined) first.set(own.node, { their, parameter });
      else if (parameter && other && !same(facts(parameter), facts(other.parameter)))
        throw new SpecError(
          `${own.name} of ${other.their.operationId} and of ${their.operationId} differ upstream, but are one parameter in the contract: split it there first`,
        );
    }
}

/** Writes an operation that the contract does not have, without what `OperationMerge` adds. */
function addOperation(contract: JsonObject, { operationId, method, path, deprecated, prose }: Operation): void {
  const paths = asObject(contract["paths"]);
  const unnamed = (one: string) => one.replaceAll(/\{[^}]*\}/g, "{}");
  const known = Object.keys(paths).find((one) => unnamed(one) === unnamed(path));
  const item = (paths[known ?? path] ??= {}) as JsonObject;
  const tags = asList(contract["tags"]).map((tag) => asObject(tag)["name"] ?? null);
  const ours = asList(prose["tags"]).filter((tag) => tags.includes(tag));
  const description = text(prose["description"]);
  item[method.toLowerCase()] = {
    operationId,
    tags: ours.length > 0 ? ours : tags.slice(0, 1),
    summary: text(prose["summary"]) ?? operationId,
    ...(deprecated && { deprecated }),
    ...(description !== undefined && { description }),
    responses: {},
  };
}

/** Removes the components that nothing else refers to. */
function prune(contract: JsonObject): void {
  const components = asObject(contract["components"]);
  const unused = ["schemas", "responses", "parameters"].flatMap((kind) => {
    const group = asObject(components[kind]);
    return Object.keys(group).filter((name) => {
      const others = { ...contract, components: { ...components, [kind]: { ...group, [name]: undefined } } };
      if (JSON.stringify(others).includes(`"#/components/${kind}/${name}"`)) return false;
      return Reflect.deleteProperty(group, name);
    });
  });
  if (unused.length > 0) prune(contract);
}

/** Takes over the URL of the service. The contract counts its own version: only numbers that contradict it are of interest. */
function mergeService(contract: JsonObject, ours: Model, theirs: Model, note: Note): void {
  const [url, ...others] = theirs.servers;
  for (const other of others) if (!ours.servers.includes(other)) note(`the API is also at ${other}`);
  if (url !== undefined && !/^https?:\/\//.test(url))
    note(`the API is at ${url} of an unnamed host, the contract says ${ours.servers.join(", ")}`);
  else if (url !== undefined && !ours.servers.includes(url)) asObject(asList(contract["servers"])[0])["url"] = url;
  if (theirs.version.some((number, index) => number !== (ours.version[index] ?? 0)))
    note(`the API's version is ${theirs.version.join(".")}, the contract says ${ours.version.join(".")}`);
}

/** Takes over how to authenticate: for all operations where it is the same for all. */
function mergeSecurity(contract: JsonObject, theirs: Model, matched: readonly Matched[], note: Note): void {
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
