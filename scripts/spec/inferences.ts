/** What the contract says on its own account, where upstream says nothing: an import keeps it. */
import type { JsonObject } from "./json";

/** Identifiers, lists and `fields` are not empty: an empty one would turn into another path or an unfiltered query. */
const notEmpty: JsonObject = { minLength: 1, minItems: 1 };

/** `fields` is free text to a program: the blocks that upstream lists can be combined and cut down. */
export const parameterKeywords: JsonObject = { minLength: 1 };

/** Whether a keyword of the contract stays although upstream does not have it. */
export const isOurs = (keyword: string, value: unknown): boolean =>
  keyword === "additionalProperties" || keyword === "x-fields" || notEmpty[keyword] === value;

/** Properties that a body needs although upstream does not say so: without it there is nothing to add. */
export const requiredInBody: Readonly<Record<string, readonly string[]>> = {
  "PUT /api-users/{}/profiles": ["profileIds"],
};
