import { readFileSync } from "node:fs";
import { join } from "node:path";
import { OpenAPIBackend, SetMatchType, type Document } from "openapi-backend";
import { parse } from "yaml";
import type { OperationId } from "../../../src/testing";
import type { Reply } from "./call";

/** The contract as it is written, not what is generated from it. */
export const contract = parse(readFileSync(join(__dirname, "../../../openapi/api-users.yaml"), "utf8")) as Document;

// Undeclared properties would pass a schema that leaves additionalProperties open: close them all.
const closed = JSON.parse(JSON.stringify(contract), (_, value: unknown) =>
  typeof value === "object" && value !== null && "properties" in value && "type" in value
    ? { additionalProperties: false, ...value }
    : value,
) as Document;

// The library's check of the definition is for OpenAPI 3.0; the contract is 3.1.
const options = { quick: true, strict: true, ignoreTrailingSlashes: false, coerceTypes: true };
const judge = new OpenAPIBackend({ definition: closed, ...options, ajvOpts: { allErrors: true } });
beforeAll(() => judge.init());

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  /** From the resource on, encoded. */
  readonly path: string;
  /** By name, decoded; in the order sent. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}

/** Whether the contract allows a request, in the opinion of a validator that shares no code with the fake. */
export function isAllowed({ method, path, query, body }: WireRequest): boolean {
  const values = Object.fromEntries(
    query.map(([name]) => {
      const all = query.filter(([other]) => other === name).map(([, value]) => value);
      return [name, all.length > 1 ? all : all.join()];
    }),
  );
  const operation = judge.matchOperation({ method, path, headers: {} });
  const repeated = (operation?.parameters ?? []).some(
    // It takes a list in a repeated parameter where the contract wants it in a single one.
    (parameter) => "name" in parameter && parameter.explode === false && Array.isArray(values[parameter.name]),
  );
  const request = { method, path, query: values, headers: {}, ...(body !== undefined && { body }) };
  return !repeated && judge.validateRequest(request, operation).valid;
}

/** The response keeps to the contract: a declared status, its body, its headers. */
export function expectConforming(reply: Reply, operation: OperationId): void {
  const declared = judge.getOperation(operation)?.responses?.[reply.status];
  expect(declared).toBeDefined();
  const hasBody = declared !== undefined && "content" in declared;
  expect(reply.text === "").toBe(!hasBody);
  if (hasBody) expect(reply.headers.get("content-type")).toBe("application/json");
  const body = hasBody ? reply.json : null;
  expect(judge.validateResponse(body, operation, reply.status).errors).toBeNull();
  const headers = Object.fromEntries(reply.headers);
  const match = {
    statusCode: reply.status,
    setMatchType: reply.status === 201 ? SetMatchType.Superset : SetMatchType.Any,
  };
  expect(judge.validateResponseHeaders(headers, operation, match).errors).toBeNull();
}
