import { isObject } from "../contract/check";
import type { Failure } from "../errors/toError";

/** A success that is not what the contract promises; the message says what is wrong with it. */
export class Unfit extends Error {}

/** How to read a success. */
export interface Reading<D, T> {
  /** Makes the result of its JSON; without it the body is not read. It throws an {@link Unfit} if that is impossible. */
  readonly take?: (data: D) => T;
  /** Whether it may hold a new password, so that no error may show it. */
  readonly isSecret?: boolean;
}

/** What becomes of an attempt. */
export type Outcome<T> = { readonly kind: "ok"; readonly value: T } | Failure;

/** Reads a success, and takes the result from the JSON object in it. */
export async function readResult<D, T>(response: Response, reading: Reading<D, T>): Promise<Outcome<T>> {
  const { take, isSecret = false } = reading;
  if (take === undefined) {
    discard(response);
    return { kind: "ok", value: undefined as T };
  }
  const body = await response.text();
  try {
    return { kind: "ok", value: take(objectIn(body) as D) };
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    return { kind: "parse", status: response.status, reason: error.message, body: isSecret ? "" : body };
  }
}

/** Lets go of a body that nobody reads. */
export function discard({ body }: { readonly body?: Partial<ReadableStream> | null }): void {
  // Node-fetch gives another kind of stream.
  if (typeof body?.cancel === "function" && body.locked !== true) void body.cancel().catch(() => undefined);
}

/** The JSON object in a text. */
function objectIn(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return parsed;
  } catch {
    // The SyntaxError repeats the text, which may hold a secret.
  }
  throw new Unfit(text === "" ? "the body is empty" : "the body is not a JSON object");
}

/** A property that must be a text and not empty. */
export function textIn<K extends string>(object: Readonly<Record<K, unknown>>, name: K): string {
  const value = object[name];
  if (typeof value !== "string" || value === "") throw new Unfit(`the body has no ${name}`);
  return value;
}
