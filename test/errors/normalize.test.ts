import { SigfoxApiError } from "../../src/index";
import { rejectionOf } from "../support/rejection";
import { expectedKind } from "../support/statusKinds";
import { cut, json, status, stubClient, type Reply } from "../support/stubFetch";

const refusal = (reply: Reply) => rejectionOf(SigfoxApiError, stubClient(reply, { retries: 0 }).apiUsers.get("u1"));

describe("the kind", () => {
  it("is decided by the status alone, for each from 300 to 599", async () => {
    for (let code = 300; code < 600; code++) {
      const error = await refusal(status(code));
      expect([code, error.status, error.kind]).toEqual([code, code, expectedKind(code)]);
    }
  });

  it.each([200, 201, 299])("is no matter of the body: %d with an error's body is a success", async (code) => {
    const { apiUsers } = stubClient(json({ message: "no", errors: [] }, code));
    await expect(apiUsers.delete("u1")).resolves.toBeUndefined();
  });

  it("of a redirect that a browser hides is redirect too", async () => {
    const hidden = () => Object.defineProperties(Response.error(), { type: { value: "opaqueredirect" } });
    const error = await refusal(hidden);
    expect(error).toMatchObject({ kind: "redirect", status: 0, body: undefined });
    expect(error.message).toBe("getApiUser GET /api-users/u1: redirect (to an unknown target)");
  });
});

describe("the body of an error", () => {
  it.each<[string, Reply, unknown]>([
    ["is undefined if there is none", status(500), undefined],
    ["is undefined if it is empty", status(401, ""), undefined],
    ["is undefined if its length is declared as 0", status(401, "", { "Content-Length": "0" }), undefined],
    ["is parsed if it is JSON", json({ message: "no" }, 403), { message: "no" }],
    [
      "is parsed whatever its type is said to be",
      status(403, '{"message":"no"}', { "Content-Type": "text/html" }),
      { message: "no" },
    ],
    ["is its text if it is HTML", status(502, "<html>Bad Gateway</html>"), "<html>Bad Gateway</html>"],
    ["is its text if it is plain", status(400, "bad"), "bad"],
    ["is its text if its JSON is broken", status(400, '{"message":'), '{"message":'],
    ["is null if it is JSON's null", status(400, "null"), null],
    ["is a number if it is JSON's", status(400, "12"), 12],
    ["is an array if it is JSON's", status(400, "[1]"), [1]],
    ["is undefined if only its beginning comes", cut("x".repeat(100), 502), undefined],
    ["is cut at 10 KB", status(500, "x".repeat(20_000)), expect.stringMatching(/^x{10000,10240}…$/)],
    ["has no unreadable bytes", () => new Response(new Uint8Array([0x61, 0xff]), { status: 400 }), "a\ufffd"],
  ])("%s", async (_, reply, body) => {
    const error = await refusal(reply);
    expect(error.body).toEqual(body);
    expect(error.issues).toEqual([]);
    expect(error.allowedMethods).toBeUndefined();
    expect(error.retryAfter).toBeUndefined();
  });

  it("gives its errors as issues, in the wire's own shape", async () => {
    const errors = [
      { type: "body", field: "name", message: "too long" },
      { type: "query", field: "limit", message: "too large" },
      { type: "path", field: "id", message: "unknown" },
    ];
    const error = await refusal(json({ message: "Bad request", errors }, 400));
    expect(error).toMatchObject({ kind: "badRequest", issues: errors, body: { message: "Bad request", errors } });
  });

  it("gives what can be read of errors that are not as documented", async () => {
    const errors = [null, "text", {}, { type: "header", field: 5, message: ["x"] }, { field: "name", message: "bad" }];
    const error = await refusal(json({ errors }, 400));
    expect(error.issues).toEqual([
      { type: "body", field: "", message: "" },
      { type: "body", field: "", message: "" },
      { type: "body", field: "name", message: "bad" },
    ]);
    expect((await refusal(json({ errors: "bad" }, 400))).issues).toEqual([]);
  });

  it("gives the methods that a 405 allows, if they are methods", async () => {
    const allowed = await refusal(json({ message: "no", allowedMethods: ["GET", "PUT"] }, 405));
    expect(allowed).toMatchObject({ kind: "methodNotAllowed", allowedMethods: ["GET", "PUT"] });
    expect((await refusal(json({ allowedMethods: "GET" }, 405))).allowedMethods).toBeUndefined();
    expect((await refusal(json({ allowedMethods: [1, "GET"] }, 405))).allowedMethods).toEqual(["GET"]);
  });

  it("does not break the message when it says something other than text", async () => {
    expect((await refusal(json({ message: { a: 1 } }, 403))).message).toBe("getApiUser GET /api-users/u1: 403");
    expect((await refusal(json({ message: "x".repeat(1000) }, 403))).message.length).toBeLessThan(400);
  });

  it("comes without what it repeats of the credentials", async () => {
    const echo: Reply = ({ headers }) =>
      Response.json({ message: `no: ${headers.get("Authorization") ?? ""}`, accessToken: "hush" }, { status: 403 });
    const error = await refusal(echo);
    expect(error.body).toEqual({ message: "no: Basic [redacted]", accessToken: "[redacted]" });
    expect(error.message).toContain("Basic [redacted]");
  });

  it.each(["token", "refreshToken", "clientSecret", "api_key", "new-password", "setCookie"])(
    "comes without what a property called %s holds",
    async (name) => {
      const error = await refusal(json({ message: "no", details: { [name]: ["hush"] } }, 403));
      expect(error.body).toEqual({ message: "no", details: { [name]: "[redacted]" } });
    },
  );

  it("that is nested without end is given as deep as it is sane", async () => {
    const error = await refusal(status(400, `${"[".repeat(3000)}${"]".repeat(3000)}`));
    expect(JSON.stringify(error.body)).toBe(`${"[".repeat(21)}"[redacted]"${"]".repeat(21)}`);
  });
});

describe("the headers of an error", () => {
  it("are those of the answer, without cookies", async () => {
    const error = await refusal(status(403, null, { "X-Request-Id": "r1", "Set-Cookie": "session=hush" }));
    expect(error.headers.get("X-Request-Id")).toBe("r1");
    expect(JSON.stringify(error)).not.toContain("hush");
    expect(error.toJSON()["headers"]).toEqual({ "x-request-id": "r1" });
  });

  it.each(["X-Auth-Token", "X-Api-Key", "X-Amz-Security-Token", "X-Client-Secret", "Proxy-Authorization"])(
    "do not have %s",
    async (name) => {
      const error = await refusal(status(403, null, { "X-Request-Id": "r1", [name]: "hush" }));
      expect([...error.headers]).toEqual([["x-request-id", "r1"]]);
    },
  );
});
