/** Refuses an object with an unknown key, because a misspelt option would do nothing. */
export function checkKeys(what: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw new TypeError(`${what} has no "${unknown}"; it takes ${known.join(", ")}`);
}

/** Refuses a value that is not `undefined` and does not pass. */
export function check<T>(name: string, value: T | undefined, passes: (value: T) => boolean, what: string): void {
  if (value !== undefined && !passes(value)) throw new TypeError(`${name} must be ${what}`);
}

export const isWhole = (value: unknown): boolean => Number.isInteger(value);
