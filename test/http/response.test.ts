import { inspect } from "node:util";
import { SigfoxAbortError, SigfoxConnectionError, SigfoxParseError } from "../../src/index";
import { inTime, standingClock } from "../support/clock";
import { calls } from "../support/eachOperation";
import { Gate, settled } from "../support/pageServer";
import { rejection, rejectionOf } from "../support/rejection";
import { cut, json, stall, status, stubClient, user, type Reply } from "../support/stubFetch";

standingClock();

const unfit = (reply: Reply, operation: keyof typeof calls = "getApiUser") =>
  rejectionOf(SigfoxParseError, calls[operation](stubClient(reply, { retries: 0 }).apiUsers));

describe("a success that is not what it should be", () => {
  it.each<[string, Reply, string, string]>([
    ["nothing", status(200), "200 but the body is empty", ""],
    ["a 204", status(204), "204 but the body is empty", ""],
    ["a declared length of 0", status(200, "", { "Content-Length": "0" }), "200 but the body is empty", ""],
    ["HTML", status(200, "<html>Login</html>"), "200 but the body is not a JSON object", "<html>Login</html>"],
    ["broken JSON", status(200, '{"id":"u1"'), "200 but the body is not a JSON object", '{"id":"u1"'],
    [
      "a text that only speaks of a token",
      status(200, "Unexpected token < in JSON"),
      "200 but the body is not a JSON object",
      "Unexpected token < in JSON",
    ],
    [
      "broken JSON that holds a user's password",
      status(200, '{"id":"u1","accessToken":"hush'),
      "200 but the body is not a JSON object",
      '{"id":"u1","…',
    ],
    [
      "broken JSON that holds a secret of a gateway",
      status(200, '{"id":"u1","api-key":"hush'),
      "200 but the body is not a JSON object",
      '{"id":"u1","api-key":"[redacted]',
    ],
    ["null", status(200, "null"), "200 but the body is not a JSON object", "null"],
    ["an array", status(202, "[]"), "202 but the body is not a JSON object", "[]"],
    ["a text", status(200, '"u1"'), "200 but the body is not a JSON object", '"u1"'],
  ])("is a SigfoxParseError for %s", async (_, reply, what, body) => {
    const error = await unfit(reply);
    expect(error).toMatchObject({
      kind: "parse",
      status: Number(what.slice(0, 3)),
      body,
      attempts: 1,
    });
    expect(error.cause).toBeUndefined();
    expect(error.message).toBe(`getApiUser GET /api-users/u1: ${what}`);
  });

  it("shows no more than the beginning", async () => {
    expect((await unfit(status(200, "x".repeat(10_000)))).body).toBe(`${"x".repeat(500)}…`);
  });

  it.each<[unknown, string]>([
    [{ message: "Session expired" }, "the body has no id"],
    [{ id: "" }, "the body has no id"],
    [{ id: 17 }, "the body has no id"],
    [{ id: null, accessToken: "hush" }, "the body has no id"],
  ])("is a SigfoxParseError for the API user %j", async (answer, reason) => {
    const error = await unfit(json(answer));
    expect(error.message).toBe(`getApiUser GET /api-users/u1: 200 but ${reason}`);
    expect(inspect(error)).not.toContain("hush");
  });

  it.each<[unknown, string]>([
    [{}, "data is not an array"],
    [{ data: null }, "data is not an array"],
    [{ data: {} }, "data is not an array"],
    [{ data: [user, null] }, "data[1] is not an object"],
    [{ data: ["u1"] }, "data[0] is not an object"],
    [{ data: [[]] }, "data[0] is not an object"],
    [{ data: [...Array<object>(17).fill(user), { message: "no" }] }, "the body has no data[17].id"],
    [{ data: [{ id: "" }] }, "the body has no data[0].id"],
    [{ data: [user, { id: 5 }] }, "the body has no data[1].id"],
    [{ data: "users" }, "data is not an array"],
    [{ data: { 0: user, length: 1 } }, "data is not an array"],
    [[{ data: [] }], "the body is not a JSON object"],
  ])("is a SigfoxParseError for the list %j", async (answer, reason) => {
    const error = await unfit(json(answer), "listApiUsers");
    expect(error.message).toBe(`listApiUsers GET /api-users/: 200 but ${reason}`);
    expect(error.mayHaveBeenApplied).toBe(false);
  });

  it.each([{}, { id: "" }, { id: 5 }, { id: null }])("is a SigfoxParseError for the creation %j", async (answer) => {
    const error = await unfit(json(answer, 201), "createApiUser");
    expect(error).toMatchObject({ status: 201, mayHaveBeenApplied: true, attempts: 1 });
    expect(error.message).toContain("201 but the body has no id; may have been applied");
  });

  it.each([{}, { accessToken: "" }, { accessToken: 5 }, { token: "hush" }])(
    "is a SigfoxParseError for the renewal %j, of which it shows nothing",
    async (answer) => {
      const error = await unfit(json(answer), "renewCredential");
      expect(error).toMatchObject({ status: 200, body: "", mayHaveBeenApplied: true });
      expect(error.message).toContain("200 but the body has no accessToken");
    },
  );

  it("is never tried again", async () => {
    const { apiUsers, requests } = stubClient(status(200, "<html>"));
    await rejectionOf(SigfoxParseError, apiUsers.get("u1"));
    expect(requests).toHaveLength(1);
  });
});

describe("an operation without a result", () => {
  const none = ["updateApiUser", "deleteApiUser", "addProfileToApiUser", "deleteProfileOfApiUser"] as const;
  const bodies: [string, Reply][] = [
    ["nothing", status(204)],
    ["an error's JSON", json({ message: "no" })],
    ["an error's JSON without a type", status(200, '{"message":"no"}')],
    ["JSON that is cut", cut("{", 200, { "Content-Type": "application/json" })],
    ["JSON that never ends", stall("{", 200, { "Content-Type": "application/json" })],
  ];
  describe.each(none)("%s", (operation) => {
    it.each(bodies)("succeeds with %s", async (_, reply) => {
      const { apiUsers, requests } = stubClient(reply);
      await expect(calls[operation](apiUsers)).resolves.toBeUndefined();
      expect(requests).toHaveLength(1);
    });
  });
});

it.each(["text/html; profile=json", "text/json-p", "application/x-json-html", "text/plain", ""])(
  "a sign-in page is no deletion, though its type is %j",
  async (type) => {
    const { apiUsers } = stubClient(status(200, "<html>Sign in</html>", { "Content-Type": type }));
    const error = await rejectionOf(SigfoxParseError, apiUsers.delete("u1"));
    expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: true });
  },
);

describe("a creation whose body cannot be read", () => {
  it("is an error if the caller gave up before", async () => {
    const { apiUsers } = stubClient(stall("{", 201));
    const controller = new AbortController();
    const call = rejectionOf(SigfoxAbortError, calls.createApiUser(apiUsers, { signal: controller.signal }));
    await settled();
    controller.abort();
    expect(await call).toMatchObject({ mayHaveBeenApplied: true });
  });

  it("is an error that nothing repeats", async () => {
    const { apiUsers, requests } = stubClient(cut("{", 201));
    const error = await rejectionOf(SigfoxConnectionError, calls.createApiUser(apiUsers));
    expect(error).toMatchObject({ attempts: 1, mayHaveBeenApplied: true });
    expect(requests).toHaveLength(1);
  });
});

it("an attempt that is given up before it is answered lets go of the body that comes late", async () => {
  let isCancelled = false;
  const gate = new Gate();
  const late: Reply = async () => {
    await gate.opened;
    return new Response(new ReadableStream({ cancel: () => void (isCancelled = true) }));
  };
  const { apiUsers } = stubClient(late, { retries: 0 });
  await inTime(rejection(apiUsers.get("u1")));
  gate.open();
  await settled();
  expect(isCancelled).toBe(true);
});
