import type { FakeApi } from "../../../src/testing";
import { validCreation } from "../../support/validInput";

export const base = "https://api.sigfox.com/v2";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What the body stands for; `undefined` if there is none or it is no JSON. */
  readonly json: unknown;
}

interface CallOptions {
  readonly auth?: { readonly username: string; readonly password: string } | undefined;
  readonly headers?: Record<string, string>;
  readonly base?: string;
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  readonly signal?: AbortSignal;
}

export const basic = ({ username, password }: { username: string; password: string }) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

/** One request to the fake as its caller, or as somebody else. */
export async function call(
  fake: FakeApi,
  method: string,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Reply> {
  const { auth = fake.auth, headers, fetch = fake.fetch, signal } = options;
  const response = await fetch(`${options.base ?? base}${path}`, {
    method,
    headers: {
      authorization: basic(auth),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Waits until so many requests have arrived. */
export async function arrival(fake: FakeApi, count = 1): Promise<void> {
  while (fake.requests.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** An element that the test knows to be there. */
export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`there is no element ${index}`);
  return item;
}

/** What creates a user in the default data of a fake. */
export const creationIn = (fake: FakeApi) =>
  validCreation({ groupId: at(fake.groups, 0).id, profileIds: [at(fake.profiles, 0).id] });

interface Page {
  readonly data: readonly Record<string, unknown>[];
  readonly paging: { readonly next?: string };
}

export const pageOf = (reply: Reply) => reply.json as Page;
