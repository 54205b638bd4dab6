import { inspect } from "node:util";
import { expectTypeOf } from "expect-type";
import {
  isSigfoxError,
  SigfoxAbortError,
  SigfoxApiError,
  SigfoxCallbackError,
  SigfoxConnectionError,
  SigfoxError,
  SigfoxPaginationError,
  SigfoxParseError,
  SigfoxTimeoutError,
  SigfoxValidationError,
  type AnySigfoxError,
  type ApiUsersClientOptions,
  type ListOptions,
  type OperationId,
  type SigfoxApiErrorKind,
  type SigfoxErrorKind,
  type SigfoxCallback,
  type SigfoxIssue,
} from "../../src/index";
import { rejection, rejectionOf } from "../support/rejection";
import { drop, json, never, status, stubClient, user, type Reply } from "../support/stubFetch";

type ErrorClass = abstract new (...args: never[]) => SigfoxError;

const failedGet = (reply: Reply, options?: ApiUsersClientOptions) =>
  rejection(stubClient(reply, options).apiUsers.get("u1"));

// What the declarations show of the classes: the constructor of Error.
const classes = Object.entries({
  SigfoxAbortError,
  SigfoxApiError,
  SigfoxCallbackError,
  SigfoxConnectionError,
  SigfoxPaginationError,
  SigfoxParseError,
  SigfoxTimeoutError,
  SigfoxValidationError,
}) as unknown as readonly [string, new (message: string, options?: ErrorOptions) => SigfoxError][];

describe.each(classes)("a %s made by hand", (_, Made) => {
  const cause = new RangeError("enough");

  it.each([
    ["alone", new Made("by hand"), {}],
    ["with a cause", new Made("by hand", { cause }), { cause }],
  ])("%s has its properties, prints and turns into JSON", (_, error, expected) => {
    expect(error).toMatchObject({ ...expected, attempts: 0, issues: [], mayHaveBeenApplied: false });
    expect(isSigfoxError(error)).toBe(true);
    expect(inspect(error)).toContain("by hand");
    const { name, kind } = error;
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name, kind, message: "ApiUsersClient: by hand" });
    expect(Object.entries(error).filter(([key, value]) => value === undefined && !unknownByHand.has(key))).toEqual([]);
  });
});

/** What an error may not know. */
const unknownByHand = new Set(["operation", "method", "path", "code", "body", "allowedMethods", "retryAfter"]);

describe("every error", () => {
  const aborted = AbortSignal.abort(new RangeError("enough"));
  const stuck = json({ data: [user], paging: { next: "?offset=0" } });
  const list = (reply: Reply, options?: ListOptions) => stubClient(reply).apiUsers.list({}, options).toArray();

  it.each<[string, () => Promise<unknown>, ErrorClass, object]>([
    [
      "notFound",
      () => list(json({ message: "gone" }, 404)),
      SigfoxApiError,
      { name: "SigfoxApiError", status: 404, body: { message: "gone" } },
    ],
    [
      "connection",
      () => list(drop("ECONNRESET"), { retries: 0 }),
      SigfoxConnectionError,
      { name: "SigfoxConnectionError", code: "ECONNRESET" },
    ],
    [
      "timeout",
      () => list(never, { timeout: 5, retries: 0 }),
      SigfoxTimeoutError,
      { name: "TimeoutError", limit: 5, scope: "attempt" },
    ],
    [
      "aborted",
      () => list(never, { signal: aborted }),
      SigfoxAbortError,
      { name: "AbortError", cause: aborted.reason as unknown },
    ],
    [
      "parse",
      () => list(status(200, "<html>")),
      SigfoxParseError,
      { name: "SigfoxParseError", status: 200, body: "<html>" },
    ],
    ["validation", () => list(never, { retries: -1 }), SigfoxValidationError, { name: "SigfoxValidationError" }],
    [
      "pagination",
      () => list(stuck),
      SigfoxPaginationError,
      { name: "SigfoxPaginationError", offset: 0, pagesRead: 1 },
    ],
  ])("of kind %s is an Error with what is common to all and what is its own", async (kind, call, type, own) => {
    const error = await rejection(call());
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(SigfoxError);
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ kind, operation: "listApiUsers", method: "GET", path: "/api-users/", ...own });
    expect(error).toMatchObject({ attempts: expect.any(Number) as number, mayHaveBeenApplied: false });
    expect(error.issues).toBeInstanceOf(Array);
    expect(error.stack?.startsWith(`${error.name}: ${error.message}`)).toBe(true);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      name: error.name,
      message: error.message,
      kind,
      path: "/api-users/",
    });
    expect(Object.keys(error.toJSON())).not.toContain("stack");
    expect(Object.keys(error)).not.toContain("cause");
  });

  it("has a path with the ids as they were sent", async () => {
    const { apiUsers } = stubClient(status(403));
    const error = await rejection(apiUsers.removeProfile("a/b", "p 1"));
    expect(error).toMatchObject({ method: "DELETE", path: "/api-users/a%2Fb/profiles/p%201" });
  });
});

describe("the message", () => {
  it("says what was called, what happened, how often it was tried, and whether it may be done", async () => {
    const reply = () => new Response(null, { status: 503, statusText: "Service Unavailable" });
    const { apiUsers } = stubClient(reply);
    const error = await rejection(apiUsers.update("u1", {}));
    expect(error.message).toBe(
      "updateApiUser PUT /api-users/u1: 503 Service Unavailable after 3 attempts; may have been applied",
    );
    expect((await failedGet(reply, { retries: 0 })).message).toBe(
      "getApiUser GET /api-users/u1: 503 Service Unavailable",
    );
  });

  it.each<[string, Reply, string]>([
    ["the server's own words", json({ message: "Api User not found" }, 404), "404 (Api User not found)"],
    ["the code of a lost connection", drop("ECONNRESET"), "no complete response: lost: ECONNRESET"],
    ["what is wrong with an answer", status(200, ""), "200 but the body is empty"],
  ])("has %s", async (_, reply, what) => {
    expect((await failedGet(reply, { retries: 0 })).message).toBe(`getApiUser GET /api-users/u1: ${what}`);
  });

  it("names the fields that a 400 complains about", async () => {
    const errors = ["a", "b", "c", "d"].map((field) => ({ type: "body", field, message: "is bad" }));
    const error = await failedGet(json({ message: "Bad request", errors }, 400));
    expect(error.message).toMatch(/: 400 \(Bad request; a: is bad; b: is bad; c: is bad\)$/);
  });

  it("tells which deadline passed", async () => {
    expect((await failedGet(never, { timeout: 5, retries: 0 })).message).toMatch(/: no complete response within 5 ms$/);
    expect((await failedGet(never, { totalTimeout: 5 })).message).toMatch(/: did not complete within 5 ms$/);
  });
});

describe("the types", () => {
  it("give each kind its own properties in a switch", async () => {
    const error = await failedGet(json({ message: "slow down" }, 429, { "Retry-After": "2" }), { retries: 0 });
    const describe = (error: AnySigfoxError): unknown => {
      switch (error.kind) {
        case "badRequest":
        case "unauthorized":
        case "forbidden":
        case "notFound":
        case "methodNotAllowed":
        case "conflict":
        case "server":
        case "redirect":
        case "unexpected":
          expectTypeOf(error).toEqualTypeOf<SigfoxApiError>();
          // @ts-expect-error a code belongs to lost connections
          return error.code;
        case "rateLimited":
          expectTypeOf(error.retryAfter).toEqualTypeOf<number | undefined>();
          return error.retryAfter;
        case "connection":
          expectTypeOf(error.code).toEqualTypeOf<string | undefined>();
          return error.code;
        case "timeout":
          expectTypeOf(error.scope).toEqualTypeOf<"attempt" | "total">();
          return error.limit;
        case "aborted":
          expectTypeOf(error).toEqualTypeOf<SigfoxAbortError>();
          return error.cause;
        case "parse":
          expectTypeOf(error.body).toEqualTypeOf<string>();
          return error.status;
        case "validation":
          expectTypeOf(error.issues).toEqualTypeOf<readonly SigfoxIssue[]>();
          return error.issues;
        case "callback":
          expectTypeOf(error.option).toEqualTypeOf<SigfoxCallback>();
          return error.cause;
        case "pagination":
          expectTypeOf(error.pagesRead).toEqualTypeOf<number>();
          return error.offset;
        default:
          expectTypeOf(error).toBeNever();
          return undefined;
      }
    };
    expect(describe(error)).toBe(2000);
  });

  it("keep the kinds a union of literals", () => {
    expectTypeOf<SigfoxErrorKind>().not.toEqualTypeOf<string>();
    expectTypeOf<AnySigfoxError["kind"]>().toEqualTypeOf<SigfoxErrorKind>();
    expectTypeOf<SigfoxError["kind"]>().toEqualTypeOf<SigfoxErrorKind>();
    expectTypeOf<SigfoxApiError["kind"]>().toEqualTypeOf<SigfoxApiErrorKind>();
    expectTypeOf<SigfoxIssue["type"]>().toEqualTypeOf<"body" | "query" | "path" | "option">();
    // @ts-expect-error no such kind
    const kind: SigfoxErrorKind = "notfound";
    expect(kind).toBeDefined();
  });

  it("narrow what was caught to the union of the classes", async () => {
    const caught: unknown = await failedGet(status(404));
    if (!isSigfoxError(caught)) throw caught;
    expectTypeOf(caught).toEqualTypeOf<AnySigfoxError>();
    expectTypeOf(caught.operation).toEqualTypeOf<OperationId | undefined>();
    const error = await rejectionOf(SigfoxApiError, stubClient(status(404)).apiUsers.get("u1"));
    // @ts-expect-error an error is read only
    error.status = 200;
  });
});
