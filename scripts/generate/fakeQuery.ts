import type { Operation } from "../openapi/model";

/** The query parameters that the fake API carries out, by operation. The handlers that read them are in src/testing/handlers.ts. */
export const fakeQuery: Readonly<Record<string, readonly string[]>> = {
  listApiUsers: ["fields", "profileId", "groupIds", "limit", "offset", "authorizations"],
  getApiUser: ["fields", "authorizations"],
};

/** The query parameters of an operation that the fake API cannot carry out: it refuses them. */
export const unfilteredBy = ({ operationId, parameters }: Operation): string[] =>
  parameters
    .filter(({ in: where, name }) => where === "query" && fakeQuery[operationId]?.includes(name) !== true)
    .map(({ name }) => name);
