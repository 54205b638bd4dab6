import { cancel, excerpt, readSuccess, Unreadable } from "./body";
import type { Failure } from "./normalize";

/** What becomes of an attempt. */
export type Outcome<T> = { readonly kind: "ok"; readonly value: T } | Failure;

/** What a successful answer comes to: its value, or the failure to be what the contract promises. */
export type Reading<T> = (response: Response) => Promise<Outcome<T>>;

/** Operations without a result succeed whatever the body. */
export const readNothing: Reading<void> = (response) => {
  cancel(response.body);
  return Promise.resolve({ kind: "ok", value: undefined });
};

/** One JSON object, made into the result by `take`, which says what is wrong with it if it cannot be. */
export function readObject<T>(take: (object: Record<string, unknown>) => T | Unfit, isSecret = false): Reading<T> {
  return async (response) => {
    let text = "";
    const failure = (reason: string): Failure => ({
      kind: "parse",
      status: response.status,
      reason,
      body: isSecret ? "" : excerpt(text, 500),
    });
    try {
      text = await readSuccess(response);
    } catch (error) {
      if (error instanceof Unreadable) return failure(error.message);
      throw error;
    }
    const parsed = parse(text);
    if (parsed === undefined) return failure(text === "" ? "its body is empty" : "its body is not JSON");
    if (!isObject(parsed)) return failure("its body is not a JSON object");
    const value = take(parsed);
    return value instanceof Unfit ? failure(value.reason) : { kind: "ok", value };
  };
}

/** What is wrong with an answer that is JSON, but not what the contract promises. */
export class Unfit {
  constructor(readonly reason: string) {}
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The SyntaxError repeats the text, which may hold a secret.
    return undefined;
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
