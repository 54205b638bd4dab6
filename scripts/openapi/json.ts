export type Json = string | number | boolean | null | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is Json[] => Array.isArray(value);

export const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined;

/** What the contract says of something in words. */
export const proseOf = (node: JsonObject, key = "description"): string => (text(node[key]) ?? "").trim();

/** A text as it stands, anything else as JSON. */
export const worded = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value ?? null));

/** The object, or an empty one in the place of anything else. */
export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The list, or an empty one in the place of anything else. */
export const asList = (value: unknown): Json[] => (isList(value) ? value : []);

/** The same names with other values. */
export const mapValues = <T, U>(
  object: Readonly<Record<string, T>>,
  change: (value: T, name: string) => U,
): Record<string, U> => Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));

/** The values of each key, in their order. */
export function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
  return groups;
}
