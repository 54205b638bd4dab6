/** A success that is not what the contract promises; the message says what is wrong with it. */
export class Unfit extends Error {}

/** How much of a success is read: 20 MB, many times the largest page. */
const successLimit = 20 * 2 ** 20;
/** How much of an error is read: 100 KB, a thousand issues. */
const errorLimit = 100 * 2 ** 10;

/** The text of a success. */
export async function readSuccess(response: Response): Promise<string> {
  const { chunks, isCut, failure } = await read(response, successLimit);
  if (isCut) throw new Unfit("its body is longer than 20 MB");
  if (failure !== undefined) throw failure.error;
  try {
    return decode(chunks, new TextDecoder("utf-8", { fatal: true }));
  } catch {
    throw new Unfit("its body is not valid UTF-8");
  }
}

/** The text of an error, or as much of it as arrived: an error is one whether or not its body arrives. */
export async function readError(response: Response): Promise<{ text: string; isCut: boolean }> {
  const { chunks, isCut, failure } = await read(response, errorLimit);
  return { text: decode(chunks, new TextDecoder()), isCut: isCut || failure !== undefined };
}

const decode = (chunks: readonly Uint8Array[], decoder: TextDecoder): string =>
  chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();

interface Chunks {
  readonly chunks: readonly Uint8Array[];
  readonly isCut: boolean;
  readonly failure?: { readonly error: unknown };
}

async function read({ body }: Response, limit: number): Promise<Chunks> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunksOf(body)) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > limit) return { chunks, isCut: true };
    }
  } catch (error) {
    return { chunks, isCut: false, failure: { error } };
  }
  return { chunks, isCut: false };
}

/** The stream of the platform, whose iterator browsers may lack, or one of Node.js, as node-fetch gives it. */
async function* chunksOf(body: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null | undefined) {
  if (!body) return;
  if (!("getReader" in body)) {
    yield* body;
    return;
  }
  const reader = body.getReader();
  try {
    for (let end = await reader.read(); !end.done; end = await reader.read()) yield end.value;
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/** Lets go of a body that nobody reads. */
export function discard({ body }: { readonly body?: Partial<ReadableStream> | null }): void {
  // Node-fetch gives another kind of stream.
  if (typeof body?.cancel === "function" && body.locked !== true) void body.cancel().catch(() => undefined);
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
