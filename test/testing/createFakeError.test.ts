import {
  ApiUsersClient,
  isSigfoxError,
  SigfoxConnectionError,
  SigfoxError,
  type SigfoxApiError,
} from "../../src/index";
import { createFakeApi, createFakeError, type FakeFailure } from "../../src/testing";
import type { SigfoxErrorKind } from "../../src/errors/kinds";
import { rejection } from "../support/rejection";

const kinds = [
  ["badRequest", "SigfoxApiError", "400 Bad Request"],
  ["unauthorized", "SigfoxApiError", "401 Unauthorized (Bad Credentials)"],
  ["forbidden", "SigfoxApiError", "403 Forbidden"],
  ["notFound", "SigfoxApiError", "404 Not Found"],
  ["methodNotAllowed", "SigfoxApiError", "405 Method Not Allowed (Method not allowed)"],
  ["conflict", "SigfoxApiError", "409 Conflict"],
  ["rateLimited", "SigfoxApiError", "429 Too Many Requests"],
  ["server", "SigfoxApiError", "503 Service Unavailable"],
  ["redirect", "SigfoxApiError", "302 Found (to an unknown target)"],
  ["unexpected", "SigfoxApiError", "418 (Status 418)"],
  ["connection", "SigfoxConnectionError", "no complete response: ECONNRESET (other side closed)"],
  ["timeout", "TimeoutError", "no complete response within 30000 ms"],
  ["aborted", "AbortError", "aborted by the caller"],
  ["parse", "SigfoxParseError", "200 but the body is not JSON"],
  ["callback", "SigfoxCallbackError", "auth failed: the vault does not answer"],
] as const;

describe("every kind has its defaults", () => {
  it.each(kinds)("%s", (kind, name, summary) => {
    const error = createFakeError(kind);
    expect(error).toBeInstanceOf(SigfoxError);
    expect(isSigfoxError(error)).toBe(true);
    expect(error).toMatchObject({ kind, name, operation: "getApiUser", method: "GET", attempts: 1 });
    expect(error.message).toBe(`getApiUser GET /api-users/5138e7dfa2f1fffaf25fd4aa: ${summary}`);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name, kind, message: error.message });
  });

  it("validation", () => {
    const error = createFakeError("validation");
    expect(error).toMatchObject({ kind: "validation", attempts: 0, issues: [{ type: "body", field: "name" }] });
    expect(error.message).toBe("updateApiUser PUT /api-users/{id}: name: must be a string; nothing was sent");
  });

  it("pagination", () => {
    const error = createFakeError("pagination");
    expect(error).toMatchObject({ kind: "pagination", offset: 100, pagesRead: 1 });
    expect(error.message).toBe("listApiUsers GET /api-users/: the page after offset 100 would start at 100");
  });
});

describe("it is what a client rejects with", () => {
  /** What differs from one error to the next, whatever they say. */
  const shown = (error: unknown) => {
    const { name, message } = error as Error;
    return { ...(error as object), name, message, json: JSON.parse(JSON.stringify(error)) as unknown };
  };
  const responses: readonly [SigfoxErrorKind, FakeFailure, object][] = [
    ["notFound", { status: 404 }, {}],
    ["forbidden", { status: 403 }, {}],
    ["conflict", { status: 412 }, { status: 412 }],
    ["rateLimited", { status: 429, retryAfter: 2_000 }, { retryAfter: 2_000 }],
    ["server", { status: 503, headers: { "x-trace": "7" } }, { headers: { "x-trace": "7" } }],
    ["unexpected", { status: 418, body: "tea" }, { body: "tea", headers: { "content-type": "text/plain" } }],
    ["connection", { dropConnection: true }, {}],
  ];

  it.each(responses)("%s of a fake's %j", async (kind, failure, properties) => {
    const fake = createFakeApi();
    const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retries: 0 });
    fake.failNext(failure);
    const real = await rejection(apiUsers.get("5138e7dfa2f1fffaf25fd4aa"));
    expect(shown(createFakeError(kind, properties))).toEqual(shown(real));
  });
});

describe("what is given takes the place of a default", () => {
  it("of the call", () => {
    const call = { operation: "deleteApiUser", path: "/api-users/u1", attempts: 3, mayHaveBeenApplied: true } as const;
    const error = createFakeError("connection", { ...call, code: "ECONNREFUSED", reason: "connect refused" });
    expect(error).toMatchObject({ ...call, method: "DELETE", code: "ECONNREFUSED" });
    expect(error.message).toBe(
      "deleteApiUser DELETE /api-users/u1: no complete response: ECONNREFUSED (connect refused) after 3 attempts; may have been applied",
    );
    expect(error).toBeInstanceOf(SigfoxConnectionError);
  });

  it("of a response", () => {
    const issues = [{ type: "body", field: "name", message: "too long" }] as const;
    const error = createFakeError("badRequest", { operation: "createApiUser", reason: "Nope", issues });
    expect(error).toMatchObject({ issues, status: 400, body: { message: "Bad Request", errors: issues } });
    expect(error.message).toBe("createApiUser POST /api-users/: 400 Nope (Bad Request; name: too long)");
    expect(createFakeError("methodNotAllowed", { allowedMethods: ["GET"] }).allowedMethods).toEqual(["GET"]);
    expect(createFakeError("server", { status: 500 })).toMatchObject({ status: 500, body: undefined });
  });

  it("of the others", () => {
    const cause = new Error("mine");
    expect(createFakeError("aborted", { cause }).cause).toBe(cause);
    expect(createFakeError("timeout", { limit: 50, scope: "total" })).toMatchObject({ limit: 50, scope: "total" });
    expect(createFakeError("parse", { status: 201, body: "{" })).toMatchObject({ status: 201, body: "{" });
    expect(createFakeError("pagination", { offset: 7, pagesRead: 2, reason: "stuck" })).toMatchObject({
      offset: 7,
      pagesRead: 2,
      message: "listApiUsers GET /api-users/: stuck",
    });
  });

  it("and its type is that of the kind", () => {
    const error: SigfoxApiError & { readonly kind: "rateLimited" } = createFakeError("rateLimited");
    expect(error.retryAfter).toBeUndefined();
    // @ts-expect-error: a timeout has no status
    expect(() => createFakeError("timeout", { status: 503 })).toThrow(TypeError);
  });
});

it("has the line that made it at the top of its stack", () => {
  expect(createFakeError("notFound").stack?.split("\n")[1]).toContain("createFakeError.test.ts");
});

describe("nonsense is refused", () => {
  it.each<[string, object, string]>([
    ["notfound", {}, 'There is no kind of error "notfound"'],
    ["toString", {}, 'There is no kind of error "toString"'],
    ["notFound", { code: "X" }, 'createFakeError("notFound") has no "code"; it takes operation, path, '],
    ["validation", { attempts: 2 }, 'createFakeError("validation") has no "attempts"; it takes operation, issues'],
    ["notFound", { status: 500 }, 'A 500 is of kind "server", not "notFound"'],
    ["notFound", { status: 199 }, "status must be a whole number from 200 to 599"],
    ["notFound", { operation: "getDevice" }, "operation must be one of listApiUsers, "],
    ["notFound", { attempts: -1 }, "attempts must be a whole number from 0"],
    ["notFound", { mayHaveBeenApplied: "no" }, "mayHaveBeenApplied must be true or false"],
    ["notFound", { path: 5 }, "path must be a text"],
    ["notFound", { headers: "x" }, "headers must be names and values"],
    ["notFound", { body: 5 }, "body must be a text or an object"],
    ["badRequest", { issues: {} }, "issues must be a list"],
    ["methodNotAllowed", { allowedMethods: "GET" }, "allowedMethods must be a list"],
    ["rateLimited", { retryAfter: "2" }, "retryAfter must be milliseconds"],
    ["connection", { code: 5 }, "code must be a text"],
    ["connection", { code: "X", cause: new Error() }, "give either"],
    ["timeout", { limit: 0 }, "limit must be milliseconds, more than 0"],
    ["timeout", { scope: "all" }, 'scope must be "attempt" or "total"'],
    ["callback", { option: "onAttempt" }, "option must be one of auth, retryDelay, "],
    ["pagination", { offset: 1.5 }, "offset must be a whole number from 0"],
    ["pagination", { pagesRead: -1 }, "pagesRead must be a whole number from 0"],
  ])("%s with %j", (kind, properties, message) => {
    const create = () => createFakeError(kind as SigfoxErrorKind, properties);
    expect(create).toThrow(TypeError);
    expect(create).toThrow(message);
  });
});
