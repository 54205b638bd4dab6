import { expectTypeOf } from "expect-type";
import {
  ApiUsersClient,
  SigfoxValidationError,
  type ApiUsersClientOptions,
  type Auth,
  type CallOptions,
  type Credentials,
  type ListOptions,
} from "../src/index";
import { rejectionOf } from "./support/rejection";
import { json, status, stubClient, stubFetch, user } from "./support/stubFetch";

const badNumbers: [string, unknown][] = [
  ...["timeout", "totalTimeout"].flatMap((name) =>
    [0, -1, 0.5, NaN, Infinity, 2 ** 31, "30", null, 5n, {}].map((value): [string, unknown] => [name, value]),
  ),
  ...[-1, 0.5, NaN, Infinity, "2", null, 2 ** 53].map((value): [string, unknown] => ["retries", value]),
];

describe("the client's options", () => {
  const refusal = (options: unknown): Promise<SigfoxValidationError> =>
    rejectionOf(SigfoxValidationError, (async () => new ApiUsersClient(options as ApiUsersClientOptions))());

  it.each<[string, unknown]>([
    ...badNumbers,
    ["fetch", "fetch"],
    ["fetch", null],
    ["retryDelay", 500],
    ["retryDelay", null],
    ["middleware", { onRequest: () => undefined }],
    ["middleware", null],
  ])("are refused for %s: %p", async (name, value) => {
    const error = await refusal({ [name]: value });
    expect(error.issues).toMatchObject([{ type: "option", field: name }]);
    expect(error).toMatchObject({ operation: undefined, attempts: 0, mayHaveBeenApplied: false });
    expect(error.message).toMatch(new RegExp(`^ApiUsersClient: ${name}: must be .*; nothing was sent$`));
  });

  it.each([
    ["baseURL", "is unknown; did you mean baseUrl?"],
    ["retrys", "is unknown; did you mean retries?"],
    ["username", "belongs in auth"],
    ["signal", "belongs in the options of a call"],
    ["concurrency", "belongs in the options of list"],
    ["constructor", expect.stringMatching(/^is unknown; expected one of onAttempt, timeout, /) as string],
  ])("are refused for the name %s, which %s", async (name, message) => {
    const error = await refusal({ [name]: undefined });
    expect(error.issues).toEqual([{ type: "option", field: name, message }]);
  });

  it.each([null, 5, "https://api.sigfox.com", [], new Map()])("are refused as %p", async (options) => {
    await refusal(options);
  });

  it("may all be undefined, or left out", async () => {
    const names = [
      "auth",
      "baseUrl",
      "fetch",
      "timeout",
      "totalTimeout",
      "retries",
      "retryDelay",
      "headers",
      "middleware",
    ];
    const options: object = Object.fromEntries(names.map((name) => [name, undefined]));
    const { apiUsers } = stubClient(json(user), options);
    expect(await apiUsers.get("u1")).toEqual(user);
    expect(() => new ApiUsersClient()).not.toThrow();
  });

  it("may be at the ends of their ranges", async () => {
    const { apiUsers } = stubClient(json(user), { timeout: 2 ** 31 - 1, totalTimeout: 2 ** 31 - 1, retries: 0 });
    expect(await apiUsers.get("u1")).toEqual(user);
    expect(() => new ApiUsersClient({ timeout: 1, totalTimeout: 1.5 })).not.toThrow();
  });

  it("may be frozen, and are not changed", async () => {
    const auth = Object.freeze({ username: "u", password: "p" });
    const headers = Object.freeze({ "X-A": "1" });
    const options = Object.freeze({ auth, headers, middleware: Object.freeze([]), retries: 1 });
    const { apiUsers } = stubClient([status(503), json(user)], options);
    expect(await apiUsers.get("u1")).toEqual(user);
  });

  it("are taken as they are when the client is made", async () => {
    const options = { retries: 0, timeout: 1000 };
    const { apiUsers, requests } = stubClient(status(503), options);
    options.retries = 5;
    await apiUsers.get("u1").catch(() => undefined);
    expect(requests).toHaveLength(1);
  });
});

describe("a call's options", () => {
  it.each<[string, unknown]>([
    ...badNumbers,
    ["signal", {}],
    ["signal", null],
    ["signal", "abort"],
    ["signal", new AbortController()],
  ])("are refused for %s: %p", async (name, value) => {
    const { apiUsers, requests } = stubClient(status(204));
    const error = await rejectionOf(SigfoxValidationError, apiUsers.delete("u1", { [name]: value }));
    expect(error).toMatchObject({ operation: "deleteApiUser", issues: [{ type: "option", field: name }] });
    expect(requests).toHaveLength(0);
  });

  it.each([null, 5, "x", []])("are refused as %p", async (options) => {
    const { apiUsers, requests } = stubClient(json({ data: [] }));
    await rejectionOf(SigfoxValidationError, apiUsers.delete("u1", options as CallOptions));
    await rejectionOf(SigfoxValidationError, apiUsers.list({}, options as ListOptions));
    expect(requests).toHaveLength(0);
  });

  it("of a list are checked like those of a call", async () => {
    const { apiUsers, requests } = stubClient(json({ data: [] }));
    for (const [name, value] of badNumbers) {
      const error = await rejectionOf(SigfoxValidationError, apiUsers.list({}, { [name]: value }));
      expect(error.issues).toMatchObject([{ type: "option", field: name }]);
    }
    expect(requests).toHaveLength(0);
  });

  it("that are undefined leave the client's in force", async () => {
    const { apiUsers, requests } = stubClient(status(503), { retries: 1 });
    const options: CallOptions = { retries: undefined, timeout: undefined, signal: undefined, headers: undefined };
    await apiUsers.delete("u1", { ...options, totalTimeout: undefined }).catch(() => undefined);
    expect(requests).toHaveLength(2);
  });

  it("of page.next() that are undefined leave the list's in force", async () => {
    const { apiUsers, requests } = stubClient([json({ data: [user], paging: { next: "?offset=1" } }), status(503)]);
    const page = await apiUsers.list({}, { retries: 0 });
    await page.next({ retries: undefined }).catch(() => undefined);
    expect(requests).toHaveLength(2);
  });
});

it("are declared so that undefined may be given", () => {
  expectTypeOf<{ signal: undefined; timeout: undefined; retries: undefined }>().toExtend<CallOptions>();
  expectTypeOf<{ auth: undefined; fetch: undefined; middleware: undefined }>().toExtend<ApiUsersClientOptions>();
  expectTypeOf<typeof globalThis.fetch>().toExtend<NonNullable<ApiUsersClientOptions["fetch"]>>();
  expectTypeOf<Auth>().toEqualTypeOf<Credentials | (() => Credentials | Promise<Credentials>)>();
  expectTypeOf<keyof ListOptions>().toEqualTypeOf<keyof CallOptions | "concurrency">();
  // @ts-expect-error a list's option
  const options: CallOptions = { concurrency: 2 };
  expect(options).toBeDefined();
});

it("the client's options are refused where they are getters of a class, and read once where they are getters of their own", async () => {
  const { fetch, requests } = stubFetch(json(user));
  class Config {
    get baseUrl() {
      return "http://localhost:9/v2";
    }
  }
  expect(() => new ApiUsersClient(new Config())).toThrow("baseUrl: must be an own property");
  let read = 0;
  const config = {
    fetch,
    get auth() {
      read += 1;
      return { username: "u", password: "p" };
    },
  };
  await new ApiUsersClient(config).get("u1");
  expect(requests).toHaveLength(1);
  expect(read).toBe(1);
});

it("takes no option from Object.prototype", async () => {
  const { fetch, requests } = stubFetch(json(user));
  Object.defineProperty(Object.prototype, "baseUrl", { value: "http://localhost:9/elsewhere", configurable: true });
  try {
    await new ApiUsersClient({ fetch }).get("u1");
  } finally {
    Reflect.deleteProperty(Object.prototype, "baseUrl");
  }
  expect(requests.map(({ url }) => url)).toEqual(["https://api.sigfox.com/v2/api-users/u1"]);
});

it("a signal that cannot be listened to is refused", async () => {
  const { apiUsers, requests } = stubClient(json(user));
  const signal = { aborted: false } as AbortSignal;
  const error = await rejectionOf(SigfoxValidationError, apiUsers.get("u1", {}, { signal }));
  expect(error.issues).toEqual([{ type: "option", field: "signal", message: "must be an AbortSignal, not an Object" }]);
  expect(requests).toHaveLength(0);
});
