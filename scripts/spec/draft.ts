/** The same data, open to changes. */
export type Draft<T> = T extends readonly (infer I)[]
  ? Draft<I>[]
  : T extends object
    ? { -readonly [K in keyof T]: Draft<T[K]> }
    : T;

export const draft = <T>(value: T): Draft<T> => structuredClone(value) as Draft<T>;
