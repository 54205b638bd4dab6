/** Bodies of requests, and responses: what of them the contract lacks or has too much. */
import { asObject, isObject, same } from "../openapi/json";
import type { Matched } from "../openapi/matchOperations";
import { isSuccess, type Operation } from "../openapi/model";
import { valueAt, written, type ContractDocument, type Place } from "./contractDocument";
import type { ContractWriter } from "./contractWriter";
import { describedHere, requiredInBody } from "./inferences";
import type { Pairings } from "./pairing";
import type { Note } from "./schemaEdits";

export function pairBody(pairings: Pairings, { ours, their }: Matched): void {
  if (ours.body === undefined || their.body === undefined) return;
  const { shape } = their.body;
  const required = requiredInBody(ours).filter(
    (name) => shape.properties?.[name] !== undefined && !shape.required.includes(name),
  );
  const schema = [...written(pairings.json, bodyPlace(ours)), "content", "application/json", "schema"];
  const upstream = { ...shape, required: [...shape.required, ...required] };
  pairings.pair(schema, upstream, "request", `the body of ${their.operationId}`);
}

export function mergeBody(document: ContractDocument, writer: ContractWriter, { ours, their }: Matched): void {
  if (their.body === undefined) {
    if (ours.body !== undefined) document.remove(bodyPlace(ours));
  } else if (ours.body === undefined)
    document.set(bodyPlace(ours), writer.bodyNode(their.body), { after: "parameters" });
  else if (ours.body.required !== their.body.required)
    document.set([...written(document.json, bodyPlace(ours)), "required"], their.body.required);
}

export function pairReplies(pairings: Pairings, { ours, their }: Matched): void {
  for (const [status, { shape }] of Object.entries(their.responses)) {
    if (shape === undefined || ours.responses[status]?.shape === undefined) continue;
    const schema = [...written(pairings.json, replyPlace(ours, status)), "content", "application/json", "schema"];
    pairings.pair(schema, shape, isSuccess(status) ? "response" : "error", `${status} of ${their.operationId}`);
  }
}

/** Adds and removes statuses, bodies and headers. */
export function mergeReplies(
  document: ContractDocument,
  writer: ContractWriter,
  operations: readonly Matched[],
  note: Note,
): void {
  const kept = new Set<string>();
  for (const { their } of operations)
    for (const [status, { shape }] of Object.entries(their.responses)) if (shape !== undefined) kept.add(status);
  for (const { ours, their } of operations) {
    for (const status of Object.keys(ours.responses))
      if (their.responses[status] === undefined) document.remove(replyPlace(ours, status));
    for (const [status, reply] of Object.entries(their.responses)) {
      const own = ours.responses[status];
      const where = `${status} of ${their.operationId}`;
      if (own === undefined) {
        document.set(replyPlace(ours, status), writer.replyNode(status, reply), { sorted: true });
        continue;
      }
      const place = written(document.json, replyPlace(ours, status));
      if (reply.shape === undefined && reply.media.length > 0 && own.shape !== undefined) {
        if (isSuccess(status))
          note(`${where} is ${reply.media.join(" or ")} now: breaking, the client reads JSON; the contract keeps it`);
      } else if (own.shape === undefined && reply.shape !== undefined) {
        const content = [...place, "content"];
        if (!document.has(content)) document.set(content, writer.content(reply.shape, where));
      } else if (own.shape !== undefined && reply.shape === undefined && !describedHere.includes(status)) {
        if (!isSuccess(status) && kept.has(status)) note(`${where} has no body any more, the contract keeps it`);
        else if (document.has([...place, "content"])) document.remove([...place, "content"]);
      }
      mergeHeaders(document, writer, { place, ours, their }, status, note);
      document.tidy(place);
    }
  }
}

function mergeHeaders(
  document: ContractDocument,
  writer: ContractWriter,
  { place, ours, their }: Matched & { place: Place },
  status: string,
  note: Note,
): void {
  const [own, theirs] = [ours.responses[status]?.headers ?? {}, their.responses[status]?.headers ?? {}];
  for (const [name, shape] of Object.entries(theirs)) {
    const header = [...place, "headers", name];
    if (own[name] === undefined && !document.has(header)) {
      const node = writer.headerNode(shape);
      if (document.has([...place, "headers"])) document.set(header, node);
      else document.set([...place, "headers"], { [name]: node }, { after: "description" });
    }
    if (own[name] !== undefined && own[name].type !== shape.type)
      note(
        `header ${name} of ${status} of ${their.operationId} is ${shape.type ?? "untyped"}, the contract says ${own[name].type ?? "nothing"}`,
      );
  }
  for (const name of Object.keys(own)) {
    if (theirs[name] !== undefined || describedHere.includes(status) || !document.has([...place, "headers", name]))
      continue;
    document.remove([...place, "headers", name]);
    if (Object.keys(asObject(valueAt(document.json, [...place, "headers"]))).length === 0)
      document.remove([...place, "headers"]);
  }
}

/** What upstream says of an operation and is not written into the contract. */
export function noteUnread({ ours, their }: Matched, note: Note): void {
  const { operationId, body, responses } = their;
  noteMedia(ours.body?.media ?? [], body?.media ?? [], `the body of ${operationId}`, note);
  for (const [status, { shape, media }] of Object.entries(responses))
    if (shape !== undefined && isSuccess(status))
      noteMedia(ours.responses[status]?.media ?? [], media, `${status} of ${operationId}`, note);
  for (const [what, value] of Object.entries(their.unread))
    if (!same(value, ours.unread[what]))
      note(`${operationId}: ${what} is not in the contract, write it by hand if it matters`);
}

/** The client speaks JSON: what else upstream speaks is no loss, but worth knowing. */
function noteMedia(ours: readonly string[], theirs: readonly string[], where: string, note: Note): void {
  for (const type of theirs)
    if (!ours.includes(type)) note(`${where} can also be ${type}, which the contract does not say`);
}

/** Where the contract has a response that any of its operations refers to for a status. */
export function sharedReply(document: ContractDocument, status: string): string | undefined {
  for (const item of Object.values(asObject(document.json["paths"])))
    for (const operation of Object.values(asObject(item))) {
      const reply = asObject(asObject(operation)["responses"])[status];
      if (isObject(reply) && typeof reply["$ref"] === "string") return reply["$ref"];
    }
  return undefined;
}

export const operationPlace = ({ path, method }: Pick<Operation, "path" | "method">): Place => [
  "paths",
  path,
  method.toLowerCase(),
];

const bodyPlace = (operation: Operation): Place => [...operationPlace(operation), "requestBody"];

const replyPlace = (operation: Operation, status: string): Place => [...operationPlace(operation), "responses", status];
