import { written, type ContractDocument, type Place } from "./contractDocument";
import { isObject } from "./json";
import type { Operation } from "./model";
import type { OperationWriter } from "./operationWriter";
import type { Pairings } from "./pairing";

const isSuccess = (status: string) => status.startsWith("2");

export function pairReplies(pairings: Pairings, ours: Operation, their: Operation): void {
  for (const [status, { shape }] of Object.entries(their.responses)) {
    if (shape === undefined || ours.responses[status]?.shape === undefined) continue;
    const schema = [...written(pairings.json, place(ours, status)), "content", "application/json", "schema"];
    pairings.pair(schema, shape, isSuccess(status) ? "response" : "error", `${status} of ${their.operationId}`);
  }
}

/** Adds and removes statuses and bodies. What errors look like is the contract's own: their bodies are never removed. */
export function mergeReplies(
  document: ContractDocument,
  writer: OperationWriter,
  ours: Operation,
  their: Operation,
): void {
  for (const status of Object.keys(ours.responses))
    if (their.responses[status] === undefined) document.remove(place(ours, status));
  for (const [status, reply] of Object.entries(their.responses)) {
    const own = ours.responses[status];
    if (own === undefined) document.set(place(ours, status), writer.replyNode(status, reply), { sorted: true });
    else if (own.shape === undefined && reply.shape !== undefined) {
      const content = [...written(document.json, place(ours, status)), "content"];
      if (!document.has(content)) document.set(content, writer.content(reply.shape));
    } else if (own.shape !== undefined && reply.shape === undefined && isSuccess(status))
      document.remove([...written(document.json, place(ours, status)), "content"]);
  }
}

/** Where the contract has a response that any of its operations refers to for a status. */
export function sharedReply(document: ContractDocument, status: string): string | undefined {
  const paths = document.json["paths"];
  for (const item of Object.values(isObject(paths) ? paths : {}))
    for (const operation of Object.values(isObject(item) ? item : {})) {
      const responses = isObject(operation) ? operation["responses"] : undefined;
      const reply = isObject(responses) ? responses[status] : undefined;
      if (isObject(reply) && typeof reply["$ref"] === "string") return reply["$ref"];
    }
  return undefined;
}

const place = ({ path, method }: Operation, status: string): Place => [
  "paths",
  path,
  method.toLowerCase(),
  "responses",
  status,
];
