import { cancel, excerpt, readSuccess } from "./body";
import type { Failure } from "../errors/normalize";
import { Unfit } from "./unfit";

/** What becomes of an attempt. */
export type Outcome<T> = { readonly kind: "ok"; readonly value: T } | Failure;

/** What a successful answer comes to: its value, or the failure to be what the contract promises. */
export type Reading<T> = (response: Response) => Promise<Outcome<T>>;

/** Operations without a result succeed whatever the body. */
export const readNothing: Reading<void> = (response) => {
  cancel(response.body);
  return Promise.resolve({ kind: "ok", value: undefined });
};

/** One JSON object, made into the result by `take`, which throws an {@link Unfit} if it cannot be. */
export function readObject<T>(take: (object: Record<string, unknown>) => T, isSecret = false): Reading<T> {
  return async (response) => {
    let text = "";
    try {
      text = await readSuccess(response);
      return { kind: "ok", value: take(objectIn(text)) };
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      const body = isSecret ? "" : excerpt(text, 500);
      return { kind: "parse", status: response.status, reason: error.message, body };
    }
  };
}

function objectIn(text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The SyntaxError repeats the text, which may hold a secret.
    throw new Unfit(text === "" ? "its body is empty" : "its body is not JSON");
  }
  if (!isObject(parsed)) throw new Unfit("its body is not a JSON object");
  return parsed;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
