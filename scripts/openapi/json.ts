export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** The same data, open to changes. */
export type Draft<T> = T extends readonly (infer I)[]
  ? Draft<I>[]
  : T extends object
    ? { -readonly [K in keyof T]: Draft<T[K]> }
    : T;

export const draft = <T>(value: T): Draft<T> => structuredClone(value) as Draft<T>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);

export const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined;

/** The object, or an empty one in the place of anything else. */
export const asObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The list, or an empty one in the place of anything else. */
export const asList = (value: unknown): readonly Json[] => (isList(value) ? value : []);

/** One text for values that mean the same: keys sorted, absent keys left out. */
export function canonical(value: unknown): string {
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
    .join(",")}}`;
}

export const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);
