import { isObject } from "../contract/check";
import type { Failure } from "../errors/toError";

/** A success that is not what the contract promises; the message says what is wrong with it. */
export class Unfit extends Error {}

/** How much of a success is read: 20 MB, many times the largest page. */
const successLimit = 20 * 2 ** 20;
/** How much of an error is read: 100 KB, a thousand issues. */
const errorLimit = 100 * 2 ** 10;

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
  let body = "";
  try {
    body = await readSuccess(response);
    return { kind: "ok", value: take(objectIn(body) as D) };
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    return { kind: "parse", status: response.status, reason: error.message, body: isSecret ? "" : body };
  }
}

const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder();

async function readSuccess(response: Response): Promise<string> {
  const { bytes, isCut, failure } = await readBytes(response, successLimit);
  if (isCut) throw new Unfit("its body is longer than 20 MB");
  if (failure !== undefined) throw failure.error;
  try {
    return strict.decode(bytes);
  } catch {
    throw new Unfit("its body is not valid UTF-8");
  }
}

/** The text of an error, or as much of it as arrived: an error is one whether or not its body arrives. */
export async function readError(response: Response): Promise<{ text: string; isCut: boolean }> {
  const { bytes, isCut, failure } = await readBytes(response, errorLimit);
  return { text: lenient.decode(bytes), isCut: isCut || failure !== undefined };
}

async function readBytes({ body }: Response, limit: number) {
  const chunks: Chunk[] = [];
  const reader = body ? readerOf(body) : undefined;
  let size = 0;
  let failure: { readonly error: unknown } | undefined;
  try {
    while (size <= limit) {
      const chunk = (await reader?.next())?.value;
      if (chunk === undefined) break;
      chunks.push(chunk);
      size += chunk.byteLength;
    }
  } catch (error) {
    failure = { error };
  }
  const isCut = size > limit;
  if (isCut) void reader?.stop().catch(() => undefined);
  const [first = new Uint8Array(), second] = chunks;
  return { bytes: second === undefined ? first : await new Blob(chunks).arrayBuffer(), isCut, failure };
}

type Chunk = Uint8Array<ArrayBuffer>;

/** Of the stream of the platform, whose iterator browsers may lack, or of one of Node.js, as node-fetch gives it. */
function readerOf(body: ReadableStream<Chunk> | AsyncIterable<Chunk, undefined>) {
  if ("getReader" in body) {
    const reader = body.getReader();
    return { next: () => reader.read(), stop: (): Promise<unknown> => reader.cancel() };
  }
  const iterator = body[Symbol.asyncIterator]();
  return { next: () => iterator.next(), stop: async (): Promise<unknown> => await iterator.return?.() };
}

/** Lets go of a body that nobody reads. */
export function discard({ body }: { readonly body?: Partial<ReadableStream> | null }): void {
  // Node-fetch gives another kind of stream.
  if (typeof body?.cancel === "function" && body.locked !== true) void body.cancel().catch(() => undefined);
}

/** The JSON object in a text. */
function objectIn(text: string): object {
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

/** A property that must be a text and not empty. */
export function textIn<K extends string>(object: Readonly<Record<K, unknown>>, name: K): string {
  const value = object[name];
  if (typeof value !== "string" || value === "") throw new Unfit(`it has no ${name}`);
  return value;
}

const password = Symbol("password");

/** Shared by all users: a getter of its own would cost each of them four times as much. */
const accessTokenProperty: PropertyDescriptor & ThisType<{ [password]: () => unknown }> = {
  get() {
    return this[password]();
  },
  set(value: unknown) {
    this[password] = () => value;
  },
  configurable: true,
};

/** Keeps an API user's password out of JSON, spread and inspection. It can still be read by its name. */
export function concealPassword<U extends object>(user: U & { accessToken?: unknown }): U {
  if (!Object.hasOwn(user, "accessToken")) return user;
  const { accessToken, ...shown } = user;
  Object.defineProperty(shown, password, { value: () => accessToken, writable: true });
  return Object.defineProperty(shown, "accessToken", accessTokenProperty) as U;
}
