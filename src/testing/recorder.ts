import type { OperationId } from "./schema";

/** A request as it arrives, in process or over a socket. */
export interface Incoming {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` if there is none. */
  readonly body: string | undefined;
}

/** A request that the fake API received. */
export interface FakeRequest {
  /** In capitals. */
  readonly method: string;
  /** The absolute URL with its query. */
  readonly url: string;
  /** The operation of the contract, or `undefined` if the method and path belong to none. */
  readonly operation: OperationId | undefined;
  /** By lower-case name, without those that carry secrets: `authorization`, `proxy-authorization` and `cookie`. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the JSON stands for, the text if it is no JSON, or `undefined` if there was no body. */
  readonly body: unknown;
}

const secret = new Set(["authorization", "proxy-authorization", "cookie"]);

export const recordOf = (
  { method, url, headers, body }: Incoming,
  operation: OperationId | undefined,
): FakeRequest => ({
  method,
  url,
  operation,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !secret.has(name))),
  body: body === undefined ? undefined : parsed(body),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
