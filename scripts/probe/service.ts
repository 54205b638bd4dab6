import type { Credentials } from "../../src/index";

/** The service that is asked, and as whom. */
export interface Service {
  readonly baseUrl: string;
  readonly auth: Credentials;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Ends the questions, not the cleaning up after them. */
  readonly signal: AbortSignal;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** The `Retry-After` of each 429 so far; `null` for one without. */
  readonly refusals: (string | null)[];
  /** The ids of the users that were created, as far as the service has told. */
  readonly created: string[];
}

/** What the service replied to one request, whatever the status. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; `undefined` if it is not JSON. */
  readonly json: unknown;
}

export interface Sent {
  readonly method?: string;
  readonly body?: unknown;
  readonly auth?: Credentials;
}

const longestPause = 60_000;

/** Sends a request as it is, unchecked. Only a 429 is waited for, a few times. */
export async function send(service: Service, path: string, sent: Sent = {}): Promise<Reply> {
  for (let refusals = 0; ; refusals += 1) {
    const reply = await sendOnce(service, path, sent);
    if (reply.status !== 429 || refusals === 3) return reply;
    const seconds = Number(reply.headers.get("retry-after") ?? NaN);
    await service.pause(seconds >= 0 ? Math.min(seconds * 1_000, longestPause) : 5_000);
  }
}

/** Sends a request once; a 429 is noted. */
export async function sendOnce(service: Service, path: string, sent: Sent = {}): Promise<Reply> {
  const { method = "GET", body, auth = service.auth } = sent;
  const deadline = AbortSignal.timeout(30_000);
  const response = await service.fetch(service.baseUrl + path, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString("base64")}`,
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: "manual",
    // A change that was sent is waited for, so that cleaning up finds it.
    signal: method === "GET" ? AbortSignal.any([service.signal, deadline]) : deadline,
  });
  const { status, headers } = response;
  if (status === 429) service.refusals.push(headers.get("retry-after"));
  const text = await response.text();
  return { status, headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isSuccess = ({ status }: Reply): boolean => status >= 200 && status < 300;

/** How an answer begins that depends on a success. */
export const refusedWith = ({ status }: Reply): string => `refused with ${status}`;

/** A property of JSON, however it is shaped. */
export function property(value: unknown, ...names: readonly (string | number)[]): unknown {
  let found = value;
  for (const name of names) {
    if (typeof found !== "object" || found === null) return undefined;
    found = (found as Record<string | number, unknown>)[name];
  }
  return found;
}

/** A list in JSON; an empty one if it is none. */
export const listIn = (value: unknown, ...names: readonly (string | number)[]): unknown[] => {
  const found = property(value, ...names);
  return Array.isArray(found) ? found : [];
};

/** A text in JSON, if it is one. */
export const textIn = (value: unknown, ...names: readonly (string | number)[]): string | undefined => {
  const found = property(value, ...names);
  return typeof found === "string" && found !== "" ? found : undefined;
};
