import type { OperationId } from "../../src/index";
import { calls, operations, writes } from "../support/eachOperation";
import { rejection } from "../support/rejection";
import { cut, json, stall, status, stubClient, user, type Reply } from "../support/stubFetch";

const page = (data: readonly unknown[]) => json({ data, paging: {} });
const withResult: readonly OperationId[] = ["createApiUser", "renewCredential"];
const withoutResult = writes.filter((operation) => !withResult.includes(operation));
const html = { "Content-Type": "text/html; charset=utf-8" };
const signIn = "<!doctype html><title>Sign in</title>";
/** Bytes of no type, since a text would be given one. */
const untyped =
  (text: string): Reply =>
  () =>
    new Response(new TextEncoder().encode(text), { status: 200 });

const failing = (operation: OperationId, reply: Reply, timeout = 30_000) => {
  const { apiUsers, requests } = stubClient(reply, { retries: 2, timeout });
  return { error: rejection(calls[operation](apiUsers)), requests };
};

describe("a success without a result", () => {
  describe.each(withoutResult)("of %s", (operation) => {
    it.each<[string, Reply]>([
      ["a sign-in page", status(200, signIn, html)],
      ["a text of no type", untyped("welcome")],
      ["a page that breaks off", cut(signIn, 200, html)],
      ["XML", status(200, "<ok/>", { "Content-Type": "application/xml" })],
    ])("is not %s, and what became of it is not known", async (_, reply) => {
      const { error, requests } = failing(operation, reply);
      expect(await error).toMatchObject({ kind: "parse", status: 200, attempts: 1, mayHaveBeenApplied: true });
      expect(requests).toHaveLength(1);
    });

    it("is not a page that never ends", async () => {
      const { error, requests } = failing(operation, stall(signIn, 200, html), 50);
      expect(await error).toMatchObject({ kind: "parse", status: 200, attempts: 1, mayHaveBeenApplied: true });
      expect(requests).toHaveLength(1);
    });

    it.each<[string, Reply]>([
      ["a 204", status(204)],
      ["a 200 without a body", status(200)],
      ["an empty text", status(200, "", { "Content-Type": "text/plain" })],
      ["an empty page", status(200, "", html)],
      ["JSON", json({ anything: true })],
      ["JSON of another name", status(202, "{}", { "Content-Type": "application/hal+json; charset=utf-8" })],
      ["JSON that is called a text", status(200, "{}", { "Content-Type": "text/plain" })],
      ["JSON in capitals", status(200, "{}", { "Content-Type": "Application/JSON" })],
      ["broken JSON", status(200, '{"id', { "Content-Type": "application/json" })],
      ["JSON that never ends", stall('{"id', 200, { "Content-Type": "application/json" })],
      ["JSON that breaks off", cut('{"id', 200, { "Content-Type": "application/json" })],
    ])("is %s", async (_, reply) => {
      const { apiUsers, requests } = stubClient(reply);
      await calls[operation](apiUsers);
      expect(requests).toHaveLength(1);
    });
  });
});

describe("a write whose result cannot be read", () => {
  describe.each(withResult)("is %s", (operation) => {
    it.each<[string, Reply]>([
      ["of a sign-in page", status(200, signIn, html)],
      ["of half the JSON", status(200, '{"id":"u1","accessToken":"to')],
      ["of no body", status(204)],
      ["of another object", json({ message: "fine" })],
    ])("%s, which is not repeated", async (_, reply) => {
      const { error, requests } = failing(operation, reply);
      expect(await error).toMatchObject({ kind: "parse", attempts: 1, mayHaveBeenApplied: true });
      expect(requests).toHaveLength(1);
    });
  });
});

describe("an API user is an object with an id", () => {
  it.each<[string, unknown]>([
    ["a message", { message: "not today" }],
    ["an empty id", { ...user, id: "" }],
    ["a number", { ...user, id: 5 }],
    ["null", { ...user, id: null }],
  ])("and get gives none for %s", async (_, body) => {
    const { error, requests } = failing("getApiUser", json(body));
    const { kind, message, mayHaveBeenApplied, attempts } = await error;
    expect({ kind, mayHaveBeenApplied, attempts }).toEqual({ kind: "parse", mayHaveBeenApplied: false, attempts: 1 });
    expect(message).toMatch(/\bid\b/);
    expect(requests).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ["another object", { message: "not today" }],
    ["an empty id", { ...user, id: "" }],
    ["a number", { ...user, id: 17 }],
  ])("and so is each of a page: the message says which is %s", async (_, wrong) => {
    const data: unknown[] = Array.from({ length: 20 }, (_, index) => ({ ...user, id: `u${index}` }));
    data[17] = wrong;
    const { error } = failing("listApiUsers", page(data));
    expect(await error).toMatchObject({
      kind: "parse",
      message: expect.stringContaining("data[17].id") as string,
      attempts: 1,
    });
  });

  it("whose other properties may be missing", async () => {
    expect(await stubClient(json({ id: "u1" })).apiUsers.get("u1")).toEqual({ id: "u1" });
    const { data } = await stubClient(page([{ id: "u1" }])).apiUsers.list();
    expect(data).toEqual([{ id: "u1" }]);
  });
});

describe("a read whose body is empty, or begins like JSON and is none", () => {
  const reads: readonly OperationId[] = ["getApiUser", "listApiUsers"];
  const broken = ["", '{"id":"u1"', '{"data":[{"id":"u', ' \n{"id":'];

  it.each(reads.flatMap((operation) => broken.map((text) => [operation, text] as const)))(
    "is asked for again: %s, %j",
    async (operation, text) => {
      const { apiUsers, requests } = stubClient([status(200, text), json({ ...user, data: [user], paging: {} })]);
      await calls[operation](apiUsers);
      expect(requests).toHaveLength(2);
    },
  );

  it.each(reads)("is in the end an answer to %s that cannot be read", async (operation) => {
    const { error, requests } = failing(operation, status(200, '{"id":"u1"'));
    expect(await error).toMatchObject({ kind: "parse", status: 200, attempts: 3, mayHaveBeenApplied: false });
    expect(requests).toHaveLength(3);
  });

  it.each(reads)("is not a 204, which has no body to lose: %s", async (operation) => {
    const { error, requests } = failing(operation, status(204));
    expect(await error).toMatchObject({ kind: "parse", status: 204, attempts: 1 });
    expect(requests).toHaveLength(1);
  });

  it.each(reads)("is not a page of HTML, which %s takes for the answer", async (operation) => {
    const { error, requests } = failing(operation, status(200, signIn, html));
    expect(await error).toMatchObject({ kind: "parse", status: 200, attempts: 1 });
    expect(requests).toHaveLength(1);
  });
});

it.each(operations)("%s succeeds with what the contract promises", async (operation) => {
  await calls[operation](stubClient(json({ ...user, data: [user], paging: {}, accessToken: "new" })).apiUsers);
});
