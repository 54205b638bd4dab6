import { contract, type ApiUserCreation, type Rule } from "../../src/schema";

/** Values that read well; whatever else the contract requires gets one that it admits. */
const known = { groupId: "g1", name: "User 1", timezone: "Europe/Paris", profileIds: ["p1"] };

/**
 * A body of `create` that the contract admits, with everything that it requires.
 *
 * A test that needs some good input takes it from here, so that a new required property or a list of allowed values changes one file.
 */
export function validCreation(own: Partial<ApiUserCreation> = {}): ApiUserCreation {
  const { body = {} } = contract.createApiUser.input;
  return { ...(validValue(body, known) as ApiUserCreation), ...own };
}

/** A value that a rule admits: the wanted one if it does, otherwise the smallest. */
export function validValue(rule: Rule, wanted?: unknown): unknown {
  const { type, enum: values, min = 0, items = {}, required = [], properties = {} } = rule;
  if (values !== undefined) return values.includes(wanted) ? wanted : values[0];
  switch (type) {
    case "object": {
      const has = (wanted ?? {}) as Readonly<Record<string, unknown>>;
      return Object.fromEntries(required.map((name) => [name, validValue(properties[name] ?? {}, has[name])]));
    }
    case "array": {
      const list = Array.isArray(wanted) ? wanted : [];
      return Array.from({ length: Math.max(min, list.length) }, (_, index) => validValue(items, list[index]));
    }
    case "integer":
    case "number":
      return typeof wanted === "number" ? wanted : Math.max(min, 0);
    case "boolean":
      return wanted === true;
    default:
      return typeof wanted === "string" && wanted.length >= min ? wanted : "x".repeat(min);
  }
}

/** The highest value of a query parameter of `list`, for tests of what lies beyond it. */
export const highest = (parameter: string): number =>
  contract.listApiUsers.input.query?.properties?.[parameter]?.max ?? Number.NaN;
