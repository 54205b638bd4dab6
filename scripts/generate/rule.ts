import { mapValues, pick, type JsonObject } from "../openapi/json";
import type { Shape } from "../openapi/shape";

/** The keywords that are checked before anything is sent. */
const checkedKeywords = ["enum", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "default"];

/** What is checked of a value, with everything that its schema refers to. A schema within itself is not followed. */
export function rule({ type, nullable, keywords, items, required, properties }: Shape): JsonObject {
  return {
    ...(type !== undefined && { type }),
    ...(nullable && { nullable }),
    ...pick(keywords, ...checkedKeywords),
    ...(items && { items: rule(items) }),
    ...(properties && { ...(required.length > 0 && { required }), properties: mapValues(properties, rule) }),
  };
}

export const literal = (value: unknown): string => JSON.stringify(value, null, 2);
