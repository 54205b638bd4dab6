import {
  ApiUsersClient,
  isSigfoxError,
  SigfoxApiError,
  SigfoxValidationError,
  type ApiUsersClientOptions,
  type SigfoxIssue,
} from "../../src/index";
import { rejection, rejectionOf } from "../support/rejection";
import { json, status, stubClient, user, type Reply } from "../support/stubFetch";
import { validCreation } from "../support/validInput";

const auth = { username: "my-login", password: "correct-horse-battery" };
const oneLine = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/;
const create = (apiUsers: ApiUsersClient) => apiUsers.create(validCreation());

describe("a 400 with more than 10 KB of issues", () => {
  const issues = Array.from({ length: 150 }, (_, index): SigfoxIssue => ({
    type: "body",
    field: `profileIds[${index}]`,
    message: `the profile does not exist, or it is not one of the caller's own group (${index})`,
  }));
  const body = { message: "150 profiles cannot be used", errors: issues };

  it("keeps its message and every issue", async () => {
    expect(JSON.stringify(body).length).toBeGreaterThan(15_000);
    const error = await rejectionOf(SigfoxApiError, create(stubClient(json(body, 400)).apiUsers));
    expect(error.kind).toBe("badRequest");
    expect(error.issues).toEqual(issues);
    expect(error.message).toContain("400 (150 profiles cannot be used; profileIds[0]: the profile does not exist");
    expect(error.message.length).toBeLessThan(500);
  });

  it("hides a password in each of them, and in the body", async () => {
    const echoing = { ...body, errors: issues.map((issue) => ({ ...issue, message: `not ${auth.password}` })) };
    const error = await rejectionOf(SigfoxApiError, create(stubClient(json(echoing, 400), { auth }).apiUsers));
    expect(error.issues).toHaveLength(150);
    expect(error.issues.every(({ message }) => message === "not [redacted]")).toBe(true);
    expect(JSON.stringify(error)).not.toContain(auth.password);
  });
});

describe("the message is one line without control characters", () => {
  const nasty =
    "first\r\nsecond\tthird\u0000\u001b[31mred\u001b[0m\u0007\u001b]0;title\u0007\u2028\u2029\u0085\u009b31mend\u007f";
  const reasonPhrase =
    (text: string): Reply =>
    () =>
      Object.defineProperty(new Response(null, { status: 500 }), "statusText", { value: text });

  it.each<[string, Reply]>([
    ["where the server's message has some", json({ message: nasty }, 400)],
    ["where an issue has some", json({ message: "m", errors: [{ type: "body", field: nasty, message: nasty }] }, 400)],
    ["where the status text has some", reasonPhrase(nasty)],
    [
      "where the error of fetch has some",
      () => Promise.reject(new TypeError("fetch failed", { cause: new Error(nasty) })),
    ],
    [
      "where OpenSSL ends its own with a line break",
      () =>
        Promise.reject(
          new TypeError("fetch failed", {
            cause: Object.assign(
              new Error("80:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../record.c:350:\n"),
              { code: "ERR_SSL_WRONG_VERSION_NUMBER" },
            ),
          }),
        ),
    ],
    [
      "where an AggregateError has some",
      () => Promise.reject(new AggregateError([new Error(nasty), new Error(nasty)])),
    ],
    ["where Location has some", status(302, null, { Location: "https://else\u0085where.invalid/\u009b" })],
  ])("%s", async (_, reply) => {
    const error = await rejection(create(stubClient(reply, { retries: 0 }).apiUsers));
    expect(error.message).toMatch(oneLine);
    expect(error.message).not.toMatch(/\[31m|\[0m/);
    expect(error.message).toBe(error.message.trim());
  });

  it.each<[string, ApiUsersClientOptions]>([
    ["auth", { auth: () => Promise.reject(new Error(nasty)) }],
    ["middleware", { middleware: [{ onRequest: () => Promise.reject(new Error(nasty)) }] }],
    [
      "retryDelay",
      {
        retryDelay: () => {
          throw new Error(nasty);
        },
      },
    ],
  ])("where %s fails with some", async (_, options) => {
    const error = await rejection(stubClient(status(503), options).apiUsers.get("u1"));
    expect(error.kind).toBe("callback");
    expect(error.message).toMatch(oneLine);
  });

  it("where the caller's own input has some", async () => {
    const { apiUsers } = stubClient(json(user));
    const inputs: (() => PromiseLike<unknown>)[] = [
      () => apiUsers.list({ [nasty]: 1 } as object),
      () => apiUsers.get("u1", { fields: { [nasty]: true } as never }),
      () => apiUsers.get("u1", {}, { [nasty]: 1 } as object),
      () => apiUsers.get("u1", {}, { headers: { [nasty]: "x" } }),
      () => apiUsers.update("u1", { [nasty]: 1 } as object),
      () => apiUsers.update(nasty, { name: null } as object),
    ];
    for (const call of inputs) expect((await rejectionOf(SigfoxValidationError, call())).message).toMatch(oneLine);
    expect(() => new ApiUsersClient({ [nasty]: 1 } as object)).toThrow(oneLine);
  });
});

describe("a function of the caller's that fails", () => {
  const nested = () => rejection(stubClient(json({ message: "no such secret" }, 404)).apiUsers.get("vault"));
  const failing = (error: unknown): readonly (readonly [string, ApiUsersClientOptions])[] => [
    ["auth", { auth: () => Promise.reject(error) }],
    ["onRequest", { middleware: [{ onRequest: () => Promise.reject(error) }] }],
    ["onResponse", { middleware: [{ onResponse: () => Promise.reject(error) }] }],
    [
      "retryDelay",
      {
        retryDelay: () => {
          throw error;
        },
      },
    ],
  ];

  it("with another client's SigfoxError is named, in the words of that error, which is the cause itself", async () => {
    const thrown = await nested();
    for (const [option, options] of failing(thrown)) {
      const error = await rejection(stubClient(status(503), options).apiUsers.get("u1"));
      expect(error).toMatchObject({ kind: "callback", option, issues: [] });
      expect(error.message).toContain(`${option} failed: `);
      expect(error.message).toContain("no such secret");
      expect(error.cause).toBe(thrown);
    }
  });

  it("with another client's validation error is named all the same", async () => {
    const thrown = await rejection(stubClient(json(user)).apiUsers.get(""));
    expect(isSigfoxError(thrown)).toBe(true);
    for (const [option, options] of failing(thrown)) {
      const error = await rejection(stubClient(status(503), options).apiUsers.get("u1"));
      expect(error.message).toContain(`${option} failed: `);
      expect(error.message).toContain("must not be empty");
      expect(error).toMatchObject({ option, issues: [] });
      expect(error.cause).toBe(thrown);
    }
  });

  it.each([
    ["a frozen error", Object.freeze(new Error("vault closed"))],
    ["an error without a message", new Error()],
    ["a text", "vault closed"],
    ["an object", { code: 5 }],
  ])("with %s is named, and what it threw is the cause", async (_, thrown) => {
    for (const [option, options] of failing(thrown)) {
      const error = await rejection(stubClient(status(503), options).apiUsers.get("u1"));
      expect(error).toMatchObject({ kind: "callback", option, issues: [] });
      expect(error.message).toMatch(new RegExp(`${option} failed: \\S`));
      expect(error.cause).toBe(thrown);
    }
  });

  it("with a text is named in the words of that text, without the password", async () => {
    for (const [option, options] of failing(`vault ${auth.password} closed`)) {
      const error = await rejection(stubClient(status(503), { auth, ...options }).apiUsers.get("u1"));
      // The client has no password of its own where auth is the function that fails.
      const said = option === "auth" ? `vault ${auth.password} closed` : "vault [redacted] closed";
      expect(error.message).toContain(`${option} failed: ${said}`);
    }
  });

  it.each([
    ["validation", { auth: () => undefined as never }, "auth.username: must be a non-empty string"],
    ["validation", { auth: () => ({ username: "u", password: "" }) }, "auth.password: must be a non-empty string"],
    ["callback", { retryDelay: () => "soon" as never }, "retryDelay failed: must return a number of milliseconds"],
  ])("by what it returns is of kind %s", async (kind, options, words) => {
    const error = await rejection(stubClient(status(503), options).apiUsers.get("u1"));
    expect(error.kind).toBe(kind);
    expect(error.message).toContain(words);
  });
});

it.each([
  ["a Response, as MSW has it", Response.error()],
  ["an empty object", {}],
  ["null", null],
])("the message is the platform's own where the cause of a lost connection is %s", async (_, cause) => {
  const fetch = () => Promise.reject(new TypeError("Failed to fetch", { cause }));
  const error = await rejection(new ApiUsersClient({ fetch, retries: 0 }).get("u1"));
  expect(error.message).toContain("no complete response: Failed to fetch");
});

it("names ten of many mistakes, and how many more there are", async () => {
  const { apiUsers, requests } = stubClient(status(204));
  const profileIds: unknown[] = Array.from({ length: 10_000 }, (_, index) => index);
  const error = await rejection(apiUsers.addProfiles("u1", profileIds as string[]));
  expect(error.message).toMatch(/profileIds\[9\]: must be a string, not 9; and 9990 more; nothing was sent$/);
  expect(error.issues).toHaveLength(10_000);
  expect(requests).toHaveLength(0);
});
