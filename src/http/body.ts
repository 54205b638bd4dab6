import { Unfit } from "./unfit";

/** What of a successful answer is read at most: 20 MB, many times the largest page. */
const successLimit = 20 * 1024 * 1024;
/** What of an error's body is kept: 10 KB. */
export const bodyLimit = 10 * 1024;

const tooLong = (): Unfit => new Unfit(`its body is longer than ${successLimit / 2 ** 20} MB`);

/** The text of a successful answer. */
export async function readSuccess(response: Response): Promise<string> {
  const declared = Number(response.headers.get("Content-Length"));
  if (declared > successLimit) {
    cancel(response.body);
    throw tooLong();
  }
  const { bytes, end } = await readBytes(response, successLimit);
  if (end === "cut") throw tooLong();
  if (end !== "whole") throw end.error;
  try {
    return strict.decode(bytes);
  } catch {
    throw new Unfit("its body is not valid UTF-8");
  }
}

/** The text of an error's body, or of as much of it as came: an error is one whether or not its body arrives. */
export async function readError(response: Response): Promise<string> {
  const { bytes, end } = await readBytes(response, bodyLimit).catch(() => ({ bytes: undefined, end: "whole" }));
  return lenient.decode(bytes) + (end === "whole" ? "" : ellipsis);
}

/** Stands where a text was cut, which may have been in the middle of a secret. */
export const ellipsis = "…";

/** The beginning of a text. */
export const excerpt = (text: string, length: number): string =>
  text.length > length ? text.slice(0, length) + ellipsis : text;

/** Lets go of a body that nobody reads. */
export function cancel(body: ReadableStream | null | undefined): void {
  // Node-fetch gives another kind of stream.
  if (typeof body?.cancel === "function" && !body.locked) void body.cancel().catch(() => undefined);
}

const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder();

type End = "whole" | "cut" | { readonly error: unknown };

async function readBytes(response: Response, limit: number): Promise<{ bytes: Uint8Array; end: End }> {
  // A fetch without streams, such as React Native's, has only the prototype's text().
  if (typeof response.body?.getReader !== "function") {
    const text = (await (Object.getPrototypeOf(response) as Response).text.call(response)) || "";
    const bytes = new TextEncoder().encode(text);
    return { bytes: bytes.subarray(0, limit), end: bytes.length > limit ? "cut" : "whole" };
  }
  // A reader costs less than text(), and can stop.
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const chunks: Uint8Array[] = [];
  let size = 0;
  let end: End = "whole";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.byteLength;
      if (size > limit) {
        void reader.cancel().catch(() => undefined);
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

/** Decoded as one: piece by piece takes several times as long. */
function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0] as Uint8Array;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
