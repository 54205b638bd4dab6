/** What the contract says on its own account, where upstream says nothing: an import keeps it. */
import type { JsonObject } from "../openapi/json";
import { operationKey, type Operation } from "../openapi/model";

/** An operation by either of its names: one of them may change upstream. */
export interface Known {
  readonly operationId: string;
  readonly key: string;
}

export const known = {
  list: { operationId: "listApiUsers", key: "GET /api-users" },
  create: { operationId: "createApiUser", key: "POST /api-users" },
  get: { operationId: "getApiUser", key: "GET /api-users/{}" },
  update: { operationId: "updateApiUser", key: "PUT /api-users/{}" },
  addProfiles: { operationId: "addProfileToApiUser", key: "PUT /api-users/{}/profiles" },
  renew: { operationId: "renewCredential", key: "PUT /api-users/{}/renew-credential" },
} as const satisfies Record<string, Known>;

export const isOne = (operation: Operation, ...ones: readonly Known[]): boolean =>
  ones.some(({ operationId, key }) => operation.operationId === operationId || operationKey(operation) === key);

/** Identifiers, lists and `fields` are not empty: an empty one would turn into another path or an unfiltered query. */
const notEmpty: JsonObject = { minLength: 1, minItems: 1 };

/** `fields` is free text to a program: the blocks that upstream lists can be combined and cut down. */
export const parameterKeywords: JsonObject = { minLength: 1 };

/** Whether a keyword of the contract stays although upstream does not have it. */
export const isOurs = (keyword: string, value: unknown): boolean =>
  keyword === "additionalProperties" || keyword === "x-fields" || notEmpty[keyword] === value;

/** Not every edition bounds `offset`; past the highest one known, paging is not safe. */
export const isBoundOfOffset = (where: string, keyword: string): boolean =>
  where.startsWith("offset of ") && (keyword === "minimum" || keyword === "maximum");

/** Properties that a body needs although upstream does not say so: without it there is nothing to add. */
export const requiredInBody = (operation: Operation): readonly string[] =>
  isOne(operation, known.addProfiles) ? ["profileIds"] : [];

/** Properties that a result always has although upstream does not say so. */
const requiredInResult: Readonly<Record<string, readonly string[]>> = {
  ApiUser: ["id", "name", "timezone"],
  ApiUserList: ["data"],
  Issue: ["type", "field", "message"],
  RenewedCredential: ["accessToken"],
};

export const alwaysThere = (component: string | undefined): readonly string[] =>
  requiredInResult[component ?? ""] ?? ["id"];

/** Statuses whose bodies upstream does not describe, but the service sends. */
export const describedHere: readonly string[] = ["401", "429"];
