import { isObject } from "../contract/check";
import type { Failure } from "../errors/toError";
import { drain, readSuccess, tooLarge } from "./body";

/** A success that does not match the contract; the message says what is wrong with it. */
export class Unfit extends Error {}

/** How to read a success. */
export interface Reading<D, T> {
  /** Makes the result of its JSON; without it there is none. It throws an {@link Unfit} if that is impossible. */
  readonly take?: (data: D) => T;
  /** Whether it may hold a new password, so that no error may show it. */
  readonly isSecret?: boolean;
}

/** What becomes of an attempt. */
export type Outcome<T> = { readonly kind: "ok"; readonly value: T } | Failure;

/**
 * Whether the body of a success has to be read. Without a result, a success is done with its headers if they announce JSON, or no body.
 * Otherwise a text may come, such as the sign-in page of a gateway, and then the request has not reached the service.
 */
export function needsBody({ status, body, headers }: Response, { take }: Reading<never, unknown>): boolean {
  if (take !== undefined) return true;
  const isJson = /^[^;]*[/+]json\s*(?:;|$)/i.test(headers.get("Content-Type") ?? "");
  return status !== 204 && body !== null && !isJson;
}

/** Reads a success: its result, or that it has none. It rejects if the body of a result breaks off. */
export async function readResult<D, T>(response: Response, reading: Reading<D, T>): Promise<Outcome<T>> {
  const { take, isSecret = false } = reading;
  if (take === undefined) return await readNothing(response, reading);
  const { text: body, isCut } = await readSuccess(response);
  if (isCut) return unfit(response, tooLarge);
  const shown = isSecret ? "" : body;
  const data = parsed(body);
  if (!isObject(data)) {
    const reason = body === "" ? "the body is empty" : "the body is not a JSON object";
    return unfit(response, reason, shown, data === undefined && isBeginning(body) && response.body !== null);
  }
  try {
    return { kind: "ok", value: take(data as D) };
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    return unfit(response, error.message, shown);
  }
}

/** Whether a text may be what is left of a JSON object or array. */
const isBeginning = (text: string): boolean => /^\s*(?:[[{]|$)/.test(text);

async function readNothing(response: Response, reading: Reading<never, unknown>): Promise<Outcome<never>> {
  const done = { kind: "ok", value: undefined as never } as const;
  if (!needsBody(response, reading)) {
    drain(response);
    return done;
  }
  try {
    const { text, isCut } = await readSuccess(response);
    const isDone = !isCut && (text.trim() === "" || isObject(parsed(text)));
    return isDone ? done : unfit(response, "the body is neither empty nor a JSON object", text);
  } catch {
    return unfit(response, "the body broke off");
  }
}

/**
 * The failure of a success that does not match the contract.
 *
 * @param isCut - whether the body is empty, or begins like JSON and is none: over HTTP/2, `fetch` ends a cut body as if it were whole
 */
export function unfit({ status }: Response, reason: string, body = "", isCut = false): Failure {
  return { kind: "parse", status, reason, body: body.slice(0, shownLength), isCut };
}

/** No error shows more of a body than this. */
const shownLength = 20_000;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The SyntaxError repeats the text, which may hold a secret.
    return undefined;
  }
}

/** A property that must be a text and not empty; `place` is where its object stands in the body. */
export function textIn<K extends string>(object: Readonly<Record<K, unknown>>, name: K, place = ""): string {
  const value = object[name];
  if (typeof value !== "string" || value === "") throw new Unfit(`the body has no ${place}${name}`);
  return value;
}
