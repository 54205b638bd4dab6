import { ApiUsersClient, SigfoxApiError, SigfoxConnectionError } from "../../src/index";
import { listen } from "../support/loopback";
import { rejectionOf } from "../support/rejection";
import { drop, stubClient, type Reply } from "../support/stubFetch";

describe("a lost connection", () => {
  const lost = (reply: Reply) =>
    rejectionOf(SigfoxConnectionError, stubClient(reply, { retries: 0 }).apiUsers.get("u1"));

  it("has its code, wherever in the causes it stands", async () => {
    expect((await lost(drop("ECONNRESET"))).code).toBe("ECONNRESET");
    const deep = new Error("a", { cause: new Error("b", { cause: { code: "EPIPE" } }) });
    expect((await lost(() => Promise.reject(deep))).code).toBe("EPIPE");
  });

  it("has a cause that says what happened and shows nothing else", async () => {
    const socket = Object.assign(new Error("lost to https://me:hush@host/"), {
      code: "ECONNRESET",
      syscall: "read",
      socket: { secret: "hush" },
    });
    const error = await lost(() => Promise.reject(new TypeError("fetch failed", { cause: socket })));
    const cause = error.cause as Error & { cause?: unknown };
    expect([cause.name, cause.message]).toEqual(["TypeError", "fetch failed"]);
    expect(cause.cause).toMatchObject({
      message: "lost to https://[redacted]@host/",
      code: "ECONNRESET",
      syscall: "read",
    });
    expect(cause.cause).not.toHaveProperty("socket");
    expect(error.message).toContain("ECONNRESET (lost to https://[redacted]@host/)");
  });

  it.each([
    ["text", "text"],
    [5, "5"],
    [() => "x", "no reason given"],
    [{}, "no reason given"],
  ])("takes %p for a cause, which says %s", async (thrown, reason) => {
    const error = await lost(() => {
      throw thrown as Error;
    });
    expect(error.code).toBeUndefined();
    expect(error.message).toBe(`getApiUser GET /api-users/u1: no complete response: ${reason}`);
  });

  it.each([undefined, null, 0, ""])("is one even if %p was thrown", async (thrown) => {
    const error = await lost(() => {
      throw thrown as unknown as Error;
    });
    expect(error).toMatchObject({ kind: "connection", code: undefined });
  });

  it("keeps the several errors of an attempt on several addresses", async () => {
    const many = new AggregateError([new Error("first"), new Error("second")], "all failed");
    const error = await lost(() => Promise.reject(many));
    expect((error.cause as AggregateError).errors).toMatchObject([{ message: "first" }, { message: "second" }]);
  });
});

describe("over a real socket", () => {
  it.each([
    ["no body", 401, "", undefined],
    ["HTML", 502, "<html>", "<html>"],
    ["JSON", 404, '{"message":"gone"}', { message: "gone" }],
  ])("an error with %s is read", async (_, code, body, expected) => {
    const server = await listen((_, response) => response.writeHead(code, "Some Reason").end(body));
    const apiUsers = new ApiUsersClient({ baseUrl: server.url, retries: 0 });
    const error = await rejectionOf(SigfoxApiError, apiUsers.get("u1"));
    expect(error).toMatchObject({ status: code, body: expected });
    expect(error.message).toContain(`${code} Some Reason`);
  });

  it("a port where nobody listens is a lost connection with its code", async () => {
    const server = await listen(() => undefined);
    await server.close();
    const error = await rejectionOf(
      SigfoxConnectionError,
      new ApiUsersClient({ baseUrl: server.url, retries: 0 }).delete("u1"),
    );
    expect(error).toMatchObject({ code: "ECONNREFUSED", attempts: 1, mayHaveBeenApplied: false });
  });
});
