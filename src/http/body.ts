import { mistake } from "./callback";

/** How many decoded bytes of a body are read: of an error the beginning, of a success all of it or nothing. */
const errorLimit = 128 * 1024;
const successLimit = 16 * 1024 * 1024;

/** What a body is read from: a stream of the platform's, or one of Node.js, as node-fetch has it. */
interface Source {
  next(): Promise<IteratorResult<Uint8Array, unknown>>;
  /** Lets go of what has not been read. */
  cancel(): void;
}

type Streams = ReadableStream<Uint8Array> & AsyncIterable<Uint8Array> & { destroy(): void };

/** Whether a body can be read piece by piece. */
export function isStream(body: unknown): boolean {
  const stream = body as Partial<Streams> | null | undefined;
  return typeof (stream?.getReader ?? stream?.[Symbol.asyncIterator]) === "function";
}

/** `undefined` if there is no body, or a stand-in for `fetch` has no stream. */
function sourceOf(body: unknown): Source | undefined {
  const stream = body as Partial<Streams> | null | undefined;
  if (typeof stream?.getReader === "function") {
    const reader = stream.getReader();
    return { next: () => reader.read(), cancel: () => void reader.cancel().catch(() => undefined) };
  }
  const iterator = stream?.[Symbol.asyncIterator]?.();
  return iterator && { next: () => iterator.next(), cancel: () => stream?.destroy?.() };
}

interface Readable extends Pick<Response, "body" | "headers" | "type"> {
  readonly text?: (() => Promise<unknown>) | undefined;
}

/** The beginning of a body, and whether more would follow. */
interface BodyText {
  readonly text: string;
  readonly isCut: boolean;
}

/** Reads up to a limit in bytes, and lets go of the rest. Returns whether there was more. */
async function readUpTo(limit: number, source: Source, onBytes?: (bytes: Uint8Array) => void): Promise<boolean> {
  let left = limit;
  for (let chunk = await source.next(); !chunk.done; chunk = await source.next()) {
    if (!ArrayBuffer.isView(chunk.value)) throw mistake("fetch", "the body of the response must consist of bytes");
    onBytes?.(chunk.value.subarray(0, left));
    left -= chunk.value.length;
    if (left < 0) {
      source.cancel();
      return true;
    }
  }
  return false;
}

/**
 * Whether a response says that its body is within a limit. A compressed one says how long it is on the wire; of another origin, a browser
 * does not show whether it is one.
 */
function isWithin(limit: number, { headers, type }: Readable): boolean {
  const length = headers.get("Content-Length");
  return length !== null && Number(length) <= limit && headers.get("Content-Encoding") === null && type !== "cors";
}

/** Reads a body up to a limit: in bytes, or in characters if it cannot be read piece by piece. */
async function readBody(response: Readable, limit: number): Promise<BodyText> {
  // The platform reads a whole body in half the time.
  const isReadWhole = typeof TextDecoder === "undefined" || (response.text !== undefined && isWithin(limit, response));
  const source = isReadWhole ? undefined : sourceOf(response.body);
  if (source === undefined) {
    // A stand-in without a body needs no text().
    const text = response.text === undefined ? "" : await response.text();
    if (typeof text !== "string") throw mistake("fetch", "text() of the response must resolve to a string");
    return { text: text.slice(0, limit), isCut: text.length > limit };
  }
  const decoder = new TextDecoder();
  let text = "";
  const isCut = await readUpTo(limit, source, (bytes) => {
    text += decoder.decode(bytes, { stream: true });
  });
  return { text: isCut ? text : text + decoder.decode(), isCut };
}

/** Reads a success; one that is cut is of no use. */
export const readSuccess = (response: Readable): Promise<BodyText> => readBody(response, successLimit);

/** What is wrong with a success beyond its limit. */
export const tooLarge = "the body is too large; lower limit, or select less";

/**
 * Makes what openapi-fetch reads a response with, such as `text()`, read no more than the limits; callers of `http` use it, too. The text
 * of an error is its beginning, and empty if it breaks off, since its status is known.
 */
export function boundBody(response: Response): void {
  const original: Readable = {
    headers: response.headers,
    type: response.type,
    // Read late: a clone takes the place of the stream.
    get body() {
      return response.body;
    },
    text: (response as Partial<Response>).text?.bind(response),
  };
  const beginning = (): Promise<string> =>
    readBody(original, errorLimit).then(
      ({ text }) => text,
      () => "",
    );
  const whole = async (): Promise<string> => {
    const { text, isCut } = await readSuccess(original);
    if (isCut) throw new RangeError(tooLarge);
    return text;
  };
  replaceText(response, response.ok ? whole : beginning);
}

/** Makes a response's body one that nobody waits for. */
export function skipBody(response: Response): void {
  drain(response);
  replaceText(response, () => Promise.resolve(""));
}

function replaceText(response: Response, text: () => Promise<string>): void {
  const json = async (): Promise<unknown> => JSON.parse(await text());
  const blob = async (): Promise<Blob> =>
    new Blob([await text()], { type: response.headers.get("Content-Type") ?? "" });
  const arrayBuffer = async (): Promise<ArrayBuffer> => await (await blob()).arrayBuffer();
  for (const [name, value] of Object.entries({ text, json, blob, arrayBuffer }))
    Object.defineProperty(response, name, { value, configurable: true, writable: true });
}

/** What a body broke off with, if it did. Whoever reads a clone of it gets the same error. */
export async function breakOf({ body }: Partial<Response>): Promise<{ readonly reason: unknown } | undefined> {
  if (typeof body?.getReader !== "function" || body.locked) return undefined;
  const reader = body.getReader();
  let end = undefined as { readonly reason: unknown } | undefined;
  reader.closed.catch((reason: unknown) => {
    end = { reason };
  });
  // A body that is broken says so at once; another one may go on for ever.
  await Promise.resolve();
  reader.releaseLock();
  return end;
}

/** Lets go of a body that nobody reads. */
export function discard(response: Pick<Response, "body">): void {
  try {
    sourceOf(response.body)?.cancel();
  } catch {
    // Somebody else reads it.
  }
}

const drainLimit = 64 * 1024;
const drainTime = 1_000;

/** Reads a short body to its end in the background, so that its connection can be used again; a long or slow one is let go. */
export function drain(response: Pick<Response, "body">): void {
  void (async () => {
    const source = sourceOf(response.body);
    if (source === undefined) return;
    const timer = setTimeout(() => {
      source.cancel();
    }, drainTime);
    await readUpTo(drainLimit, source).finally(() => {
      clearTimeout(timer);
    });
  })().catch(() => undefined);
}
