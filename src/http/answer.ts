/** A success that is not what the contract promises; the message says what is wrong with it. */
export class Unfit extends Error {}

/** How much of a success is read: 20 MB, many times the largest page. */
const successLimit = 20 * 1024 * 1024;
/** How much of an error is read: 100 KB, a thousand issues. */
const errorLimit = 100 * 1024;

const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder();

/** The text of a success. */
export async function readSuccess(response: Response): Promise<string> {
  const { bytes, end } = await readBytes(response, successLimit);
  if (end === "cut") throw new Unfit(`its body is longer than ${successLimit / 2 ** 20} MB`);
  if (end !== "whole") throw end.error;
  try {
    return strict.decode(bytes);
  } catch {
    throw new Unfit("its body is not valid UTF-8");
  }
}

/** The text of an error, or as much of it as arrived: an error is one whether or not its body arrives. */
export async function readError(response: Response): Promise<{ text: string; isCut: boolean }> {
  const { bytes, end } = await readBytes(response, errorLimit);
  return { text: lenient.decode(bytes), isCut: end !== "whole" };
}

/** The JSON object in a text. */
export function objectIn(text: string): object {
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

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A property that must be a text and not empty. */
export function textIn<K extends string>(object: Readonly<Record<K, unknown>>, name: K): string {
  const value = object[name];
  if (typeof value !== "string" || value === "") throw new Unfit(`it has no ${name}`);
  return value;
}

/** Keeps an API user's password out of JSON, spread and inspection. It can still be read by its name. */
export function concealPassword<U extends object>(user: U & { accessToken?: unknown }): U {
  if (!Object.hasOwn(user, "accessToken")) return user;
  const { accessToken, ...shown } = user;
  let password = accessToken;
  const set = (value: unknown): void => {
    password = value;
  };
  return Object.defineProperty(shown, "accessToken", { get: () => password, set, configurable: true }) as U;
}

/** Lets go of a body that nobody reads. */
export function discard(response: Response): void {
  const body = response.body as Partial<ReadableStream> | null;
  // Node-fetch gives another kind of stream.
  if (typeof body?.cancel === "function" && body.locked !== true) void body.cancel().catch(() => undefined);
}

type End = "whole" | "cut" | { readonly error: unknown };

async function readBytes({ body }: Response, limit: number): Promise<{ bytes: Uint8Array; end: End }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let end: End = "whole";
  try {
    for await (const chunk of chunksOf(body)) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > limit) {
        end = "cut";
        break;
      }
    }
  } catch (error) {
    end = { error };
  }
  const bytes = joined(chunks, size);
  return { bytes: size > limit ? bytes.subarray(0, limit) : bytes, end };
}

/** The chunks of a body: a stream of the platform, whose iterator browsers may lack, or one of Node.js, as node-fetch gives it. */
async function* chunksOf(
  body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null | undefined,
): AsyncGenerator<Uint8Array> {
  if (!body) return;
  if (!("getReader" in body)) {
    yield* body;
    return;
  }
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/** Decoding chunk by chunk takes several times as long. */
function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [first = new Uint8Array()] = chunks;
  if (chunks.length <= 1) return first;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
