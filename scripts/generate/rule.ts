import { mapValues, type JsonObject } from "../openapi/json";
import type { Shape } from "../openapi/shape";

/** The keywords that are checked before anything is sent. The type says what a bound is of: the value, its length or its items. */
export const checkedKeywords = {
  enum: ["enum"],
  min: ["minimum", "minLength", "minItems"],
  max: ["maximum", "maxLength", "maxItems"],
  default: ["default"],
};

/** What is checked of a value, with everything that its schema refers to. A schema within itself is not followed. */
export function rule({ type, nullable, keywords, items, required, properties }: Shape): JsonObject {
  return {
    ...(type !== undefined && { type }),
    ...(nullable && { nullable }),
    ...(keywords["format"] === "int32" && { min: -(2 ** 31), max: 2 ** 31 - 1 }),
    ...Object.fromEntries(
      Object.entries(checkedKeywords).flatMap(([name, of]) =>
        of.filter((keyword) => keywords[keyword] !== undefined).map((keyword) => [name, keywords[keyword]]),
      ),
    ),
    ...(items && { items: rule(items) }),
    ...(properties && { ...(required.length > 0 && { required }), properties: mapValues(properties, rule) }),
  };
}

export const literal = (value: unknown): string => JSON.stringify(value, null, 2);
