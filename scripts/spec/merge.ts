import { asList, same } from "../openapi/json";
import { matchOperations, type Matched } from "../openapi/matchOperations";
import { pathKey, type Model, type Operation } from "../openapi/model";
import { SpecError } from "../openapi/SpecError";
import { mergeBody, mergeReplies, noteUnread, operationPlace, pairBody, pairReplies } from "./contentEdits";
import { valueAt, type ContractDocument, type Place } from "./contractDocument";
import { ContractWriter } from "./contractWriter";
import { NewSchemas } from "./newSchemas";
import { Pairings } from "./pairing";
import { mergeParameters, pairParameters } from "./parameterEdits";
import { pruneComponents } from "./pruneComponents";
import { editSchema, editUse, type Note } from "./schemaEdits";
import { mergeSecurity, mergeServers, noteVersion } from "./serviceEdits";

/** Brings the contract up to what upstream says. */
export function merge(document: ContractDocument, upstream: Model, note: Note): void {
  const ours = document.model;
  mergeServers(document, ours, upstream, note);
  noteVersion(ours, upstream, note);

  const { matched, gone, added } = matchOperations(ours.operations, upstream.operations);
  for (const operation of gone) removeOperation(document, operation);
  for (const one of movedTogether(matched, ours.operations)) moveOperations(document, one);
  mergeParameters(document, againIn(document, matched), note);

  const pairings = new Pairings(document.json);
  const current = againIn(document, matched);
  for (const one of current) {
    pairParameters(pairings, one.ours, one.their);
    pairBody(pairings, one);
    pairReplies(pairings, one);
  }
  const schemas = new NewSchemas(document, pairings.names);
  for (const pairing of pairings) editSchema(document, schemas, pairing, note);
  for (const use of pairings.uses) editUse(document, use, note);

  const writer = new ContractWriter(document, schemas);
  for (const one of againIn(document, matched)) {
    const { ours: own, their } = one;
    if (own.deprecated !== their.deprecated) {
      const place = [...operationPlace(own), "deprecated"];
      if (their.deprecated) document.set(place, true);
      else document.remove(place);
    }
    writer.addParameters(own, their);
    mergeBody(document, writer, one);
  }
  mergeReplies(document, writer, againIn(document, matched), note);
  for (const operation of added) writer.addOperation(operation);
  const all = againIn(document, [...matched, ...added.map((their) => ({ ours: their, their }))]);
  mergeSecurity(document, upstream, all, note);
  for (const one of all) noteUnread(one, note);
  pruneComponents(document);
}

/** The pairs as the contract is now, with the contract's names of path parameters, which are not on the wire. */
function againIn(document: ContractDocument, matched: readonly Matched[]): Matched[] {
  const { operations } = document.model;
  return matched.flatMap(({ their }) => {
    const ours = operations.find(({ operationId }) => operationId === their.operationId);
    return ours === undefined ? [] : [{ ours, their: withOurNames(ours, their) }];
  });
}

const namesIn = (path: string) => [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? "");

function withOurNames(ours: Operation, their: Operation): Operation {
  const [from, to] = [namesIn(their.path), namesIn(ours.path)];
  return {
    ...their,
    parameters: their.parameters.map((parameter) => {
      const name = parameter.in === "path" ? to[from.indexOf(parameter.name)] : undefined;
      return name === undefined ? parameter : { ...parameter, name };
    }),
  };
}

function removeOperation(document: ContractDocument, operation: Operation): void {
  document.remove(operationPlace(operation));
  const left = document.model.operations;
  if (!left.some(({ path }) => path === operation.path)) document.remove(["paths", operation.path]);
}

interface Move {
  readonly from: string;
  readonly to: string;
  readonly pairs: readonly Matched[];
  /** Whether every operation of the path goes with it. */
  readonly isWhole: boolean;
}

/** What moves from one path to another. A path that differs in nothing but its names of parameters stays. */
function movedTogether(matched: readonly Matched[], all: readonly Operation[]): Move[] {
  const moves = new Map<string, Move>();
  for (const pair of matched) {
    const { ours, their } = pair;
    const slash = (path: string) => path.endsWith("/");
    const isSame = pathKey(ours.path) === pathKey(their.path) && slash(ours.path) === slash(their.path);
    const names = namesIn(ours.path);
    let at = 0;
    const to = isSame
      ? ours.path
      : their.path.replace(/\{([^}]*)\}/g, (one) => (names[at] === undefined ? one : `{${names[at++] ?? ""}}`));
    const key = `${ours.path} ${to}`;
    const pairs = [...(moves.get(key)?.pairs ?? []), pair];
    const isWhole = all.filter(({ path }) => path === ours.path).length === pairs.length;
    moves.set(key, { from: ours.path, to, pairs, isWhole });
  }
  return [...moves.values()];
}

const methodOrder = ["parameters", "get", "post", "put", "patch", "delete"];

/** Renames operations and paths and moves what is written to its new place. */
function moveOperations(document: ContractDocument, { from, to, pairs, isWhole }: Move): void {
  const renamed = from !== to && isWhole && !document.has(["paths", to]);
  if (renamed) document.renameKey(["paths", from], to);
  const start = renamed ? to : from;
  for (const { ours, their } of pairs) {
    const place = operationPlace({ path: start, method: ours.method });
    const target = operationPlace({ path: to, method: their.method });
    if (ours.operationId !== their.operationId) document.set([...place, "operationId"], their.operationId);
    if (same(place, target)) continue;
    if (document.has(target))
      throw new SpecError(
        `${their.operationId} takes the place of another operation: write that by hand, then import again`,
      );
    document.move(place, target, start === to ? { order: methodOrder } : { after: start, order: methodOrder });
    dropRepeated(document, [...target, "parameters"], ["paths", to, "parameters"]);
  }
  if (start !== to && !document.model.operations.some(({ path }) => path === start)) document.remove(["paths", start]);
}

/** Parameters that an operation needs no longer for itself, since its path has them. */
function dropRepeated(document: ContractDocument, place: Place, shared: Place): void {
  const all = asList(valueAt(document.json, shared));
  const own = asList(valueAt(document.json, place));
  for (const [index, parameter] of [...own.entries()].reverse())
    if (all.some((one) => same(one, parameter))) document.remove([...place, index]);
  if (own.length > 0 && own.every((parameter) => all.some((one) => same(one, parameter)))) document.remove(place);
}
