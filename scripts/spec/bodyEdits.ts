import { written, type ContractDocument, type Place } from "./contractDocument";
import type { JsonObject } from "./json";
import type { Operation } from "./model";
import type { NewSchemas } from "./newSchemas";
import type { Pairings } from "./pairing";

/** @param requiredAnyway properties that the contract requires on its own account */
export function pairBody(
  pairings: Pairings,
  ours: Operation,
  their: Operation,
  requiredAnyway: readonly string[] = [],
): void {
  if (ours.body === undefined || their.body === undefined) return;
  const { shape } = their.body;
  const required = requiredAnyway.filter(
    (name) => shape.properties?.[name] !== undefined && !shape.required.includes(name),
  );
  const schema = [...written(pairings.json, place(ours)), "content", "application/json", "schema"];
  pairings.pair(
    schema,
    { ...shape, required: [...shape.required, ...required] },
    "request",
    `the body of ${their.operationId}`,
  );
}

export function mergeBody(document: ContractDocument, schemas: NewSchemas, ours: Operation, their: Operation): void {
  if (their.body === undefined) {
    if (ours.body !== undefined) document.remove(place(ours));
  } else if (ours.body === undefined) document.set(place(ours), bodyNode(schemas, their.body));
  else if (ours.body.required !== their.body.required)
    document.set([...written(document.json, place(ours)), "required"], their.body.required);
}

export const bodyNode = (schemas: NewSchemas, { required, shape }: NonNullable<Operation["body"]>): JsonObject => ({
  required,
  content: { "application/json": { schema: schemas.node(shape) } },
});

const place = ({ path, method }: Operation): Place => ["paths", path, method.toLowerCase(), "requestBody"];
