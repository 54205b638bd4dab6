import { ApiUsersClient, type ApiUsersClientOptions } from "../../src/index";
import { decodeBasic } from "../support/basic";
import { answers } from "../support/behaviours";
import { calls, operations } from "../support/eachOperation";
import { serve } from "../support/rawServer";
import { rejection } from "../support/rejection";
import { auth, json, status, stubClient, user } from "../support/stubFetch";

type Fetch = NonNullable<ApiUsersClientOptions["fetch"]>;

const refusing = (message: string, cause?: object): Fetch => {
  return () => Promise.reject(new TypeError(message, { cause }));
};
const causeOf = (message: string, more: object = {}) => Object.assign(new Error(message), more);

/** What the `fetch` of each runtime says when it refuses to send a request. */
const refusals: readonly (readonly [string, Fetch])[] = [
  ["a port that is blocked, in Node.js", refusing("fetch failed", causeOf("bad port"))],
  ["a port that is blocked, in Deno", refusing("Fetch failed: Requests to port 6000 are blocked")],
  [
    "a dispatcher of a newer undici",
    refusing("fetch failed", causeOf("invalid onRequestStart method", { code: "UND_ERR_INVALID_ARG" })),
  ],
  [
    "a dispatcher of an older undici",
    refusing("fetch failed", causeOf("invalid onError method", { code: "UND_ERR_INVALID_ARG" })),
  ],
  [
    "a signal of another realm, in Node.js",
    refusing('RequestInit: Expected signal ("AbortSignal {}") to be an instance of AbortSignal.'),
  ],
];

/** Calls the operation, tells how it ended, and how many requests `fetch` was asked for. */
async function end(operation: (typeof operations)[number], fetch: Fetch, options: ApiUsersClientOptions = {}) {
  let asked = 0;
  const counted: Fetch = (...given) => {
    asked += 1;
    return fetch(...given);
  };
  const apiUsers = new ApiUsersClient({ auth, retryDelay: () => 0, retries: 2, ...options, fetch: counted });
  return { error: await rejection(calls[operation](apiUsers)), asked };
}

describe.each(refusals)("a request that fetch refuses to send because of %s", (_, fetch) => {
  it.each(operations)("ends %s at once, and was not applied", async (operation) => {
    const { error, asked } = await end(operation, fetch);
    expect(error).toMatchObject({ kind: "connection", attempts: 1, mayHaveBeenApplied: false });
    expect(asked).toBe(1);
  });

  it("is the same where a middleware has looked at it", async () => {
    const { error, asked } = await end("createApiUser", fetch, { middleware: [{ onRequest: () => undefined }] });
    expect(error).toMatchObject({ kind: "connection", attempts: 1, mayHaveBeenApplied: false });
    expect(asked).toBe(1);
  });
});

describe("the platform's own fetch refuses", () => {
  it.each(operations)("a port that is blocked, and ends %s at once", async (operation) => {
    const { error, asked } = await end(operation, (url, init) => globalThis.fetch(url, init), {
      baseUrl: "http://127.0.0.1:6000",
    });
    expect(error).toMatchObject({ kind: "connection", attempts: 1, mayHaveBeenApplied: false });
    expect(error.message).toContain("bad port");
    expect(asked).toBe(1);
  });

  it("a dispatcher that it cannot talk to", async () => {
    const { url, requests } = await serve(answers(204));
    const dispatcher = {
      // As every dispatcher of undici begins: by looking at whether the handler is one of its own version.
      dispatch: () => {
        throw causeOf("invalid onRequestStart method", { code: "UND_ERR_INVALID_ARG", name: "InvalidArgumentError" });
      },
    };
    const fetch: Fetch = (url, init) => globalThis.fetch(url, { ...init, dispatcher } as RequestInit);
    const { error, asked } = await end("deleteApiUser", fetch, { baseUrl: url });
    expect(error).toMatchObject({ kind: "connection", attempts: 1, mayHaveBeenApplied: false });
    expect(asked).toBe(1);
    expect(requests).toHaveLength(0);
  });
});

/** Runs something where the platform lacks a global, as some test environments and old browsers do. */
async function without<T>(owner: object, name: string, run: () => T | Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(owner, name);
  Object.defineProperty(owner, name, { value: undefined, configurable: true, writable: true });
  try {
    return await run();
  } finally {
    if (before === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, before);
  }
}

describe("where the platform lacks", () => {
  it.each(operations)("fetch, %s ends at once and says so", async (operation) => {
    const apiUsers = new ApiUsersClient({ auth, retryDelay: () => 0 });
    const error = await without(globalThis, "fetch", () => rejection(calls[operation](apiUsers)));
    expect(error).toMatchObject({ kind: "connection", attempts: 1, mayHaveBeenApplied: false });
    expect(error.message).toMatch(/\bfetch\b/);
    expect(error.message).not.toMatch(/is not a function|undefined/);
  });

  it.each([
    ["TextEncoder", globalThis, "TextEncoder"],
    ["URL.canParse", URL, "canParse"],
  ] as const)("%s, which it can do without, the client works", async (_, owner, name) => {
    const { apiUsers, requests } = stubClient(
      [json(user), status(302, null, { location: "https://elsewhere.test/a" })],
      {
        auth: { username: "Zoë", password: "pässword 😀" },
        baseUrl: "https://gateway.test/v2",
      },
    );
    const redirected = await without(owner, name, async () => {
      await apiUsers.get("u1");
      return await rejection(apiUsers.get("u1"));
    });
    expect(decodeBasic(requests[0]?.headers.get("Authorization"))).toEqual({
      username: "Zoë",
      password: "pässword 😀",
    });
    expect(redirected.message).toContain("elsewhere.test");
  });

  it.each([
    ["TextEncoder", globalThis, "TextEncoder"],
    ["URL.canParse", URL, "canParse"],
  ] as const)("%s, a client can be made, and a wrong base URL is refused as such", async (_, owner, name) => {
    await without(owner, name, () => {
      expect(new ApiUsersClient({ auth })).toBeDefined();
      expect(() => new ApiUsersClient({ baseUrl: "no URL" })).toThrow(/^ApiUsersClient: baseUrl: /);
    });
  });
});
