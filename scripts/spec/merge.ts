import { ContractDocument } from "./contractDocument";
import { mergeBody, pairBody } from "./bodyEdits";
import { requiredInBody } from "./inferences";
import { operationKey, readModel, type Model, type Operation } from "./model";
import { NewSchemas } from "./newSchemas";
import { OperationWriter } from "./operationWriter";
import { Pairings } from "./pairing";
import { mergeParameters, pairParameters } from "./parameterEdits";
import { pruneComponents } from "./pruneComponents";
import { mergeReplies, pairReplies } from "./replyEdits";
import { editSchema } from "./schemaEdits";

/** An operation of the contract and what upstream says of it. */
export interface Matched {
  readonly ours: Operation;
  readonly their: Operation;
}

/** The contract with everything in it that upstream says differently. Unchanged, byte for byte, if there is nothing. */
export function merge(contract: string, upstream: Model): string {
  const document = new ContractDocument(contract);
  const before = JSON.stringify(document.json);
  const theirs = new Map(upstream.operations.map((operation) => [operationKey(operation), operation]));

  for (const ours of operationsOf(document)) {
    const their = theirs.get(operationKey(ours));
    if (their === undefined) removeOperation(document, ours);
    else renameOperation(document, ours, their);
  }
  mergeParameters(document, matched(document, theirs));

  const pairings = new Pairings(document.json);
  for (const { ours, their } of matched(document, theirs)) {
    pairParameters(pairings, ours, their);
    pairBody(pairings, ours, their, requiredInBody[operationKey(ours)]);
    pairReplies(pairings, ours, their);
  }
  const schemas = new NewSchemas(document, pairings.names);
  for (const pairing of pairings) editSchema(document, schemas, pairing);

  const writer = new OperationWriter(document, schemas);
  for (const { ours, their } of matched(document, theirs)) {
    writer.addParameters(ours, their);
    mergeBody(document, schemas, ours, their);
    mergeReplies(document, writer, ours, their);
  }
  const have = new Set(operationsOf(document).map(operationKey));
  for (const [key, operation] of theirs) if (!have.has(key)) writer.addOperation(operation);
  pruneComponents(document);

  return JSON.stringify(document.json) === before ? contract : document.toString();
}

const operationsOf = (document: ContractDocument): readonly Operation[] => readModel(document.json).operations;

function matched(document: ContractDocument, theirs: ReadonlyMap<string, Operation>): Matched[] {
  return operationsOf(document).flatMap((ours) => {
    const their = theirs.get(operationKey(ours));
    return their === undefined ? [] : [{ ours, their: withOurNames(ours, their) }];
  });
}

/** The names of path parameters are not on the wire: the contract's own stay. */
function withOurNames(ours: Operation, their: Operation): Operation {
  const names = (path: string) => [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? "");
  const [from, to] = [names(their.path), names(ours.path)];
  return {
    ...their,
    parameters: their.parameters.map((parameter) => {
      const name = parameter.in === "path" ? to[from.indexOf(parameter.name)] : undefined;
      return name === undefined ? parameter : { ...parameter, name };
    }),
  };
}

function removeOperation(document: ContractDocument, { path, method }: Operation): void {
  document.remove(["paths", path, method.toLowerCase()]);
  if (!operationsOf(document).some((other) => other.path === path)) document.remove(["paths", path]);
}

function renameOperation(document: ContractDocument, ours: Operation, their: Operation): void {
  if (their.operationId !== ours.operationId)
    document.set(["paths", ours.path, ours.method.toLowerCase(), "operationId"], their.operationId);
  if (their.path.endsWith("/") === ours.path.endsWith("/")) return;
  const path = ours.path.endsWith("/") ? ours.path.slice(0, -1) : `${ours.path}/`;
  document.renameKey(["paths", ours.path], path);
}
