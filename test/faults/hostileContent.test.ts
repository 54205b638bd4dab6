import { isSigfoxError } from "../../src/index";
import { answers } from "../support/behaviours";
import { clientOf, creation, errorOf, id } from "../support/servedClient";

describe("a success", () => {
  const text = (value: unknown): string => JSON.stringify(value);

  it.each([
    ["data is missing", text({ paging: {} })],
    ["data is an object", text({ data: { 0: { id: "a" }, length: 1 } })],
    ["data is a string", text({ data: "users" })],
    ["data is null", text({ data: null })],
    ["an item is null", text({ data: [{ id: "a" }, null] })],
    ["an item is a string", text({ data: ["a"] })],
    ["an item is an array", text({ data: [[{ id: "a" }]] })],
    ["the whole is an array", text([{ data: [] }])],
    ["the whole is null", "null"],
    ["the whole is a number", "12"],
  ])("of a list of which %s is a parse error", async (_, body) => {
    const client = await clientOf(answers(200, body));
    expect(await errorOf(client.list())).toMatchObject({ kind: "parse", status: 200, attempts: 1 });
    expect(await errorOf(client.list({}, { concurrency: 4 }).toArray())).toMatchObject({ kind: "parse" });
  });

  it.each([
    ["number", 5],
    ["object", {}],
    ["empty string", ""],
    ["null", null],
  ])("whose id or accessToken is a %s is a parse error that may have been applied", async (_, value) => {
    const client = await clientOf(answers(201, text({ id: value, accessToken: value })));
    expect(await errorOf(client.create(creation))).toMatchObject({ kind: "parse", mayHaveBeenApplied: true });
    expect(await errorOf(client.renewCredential(id))).toMatchObject({
      kind: "parse",
      mayHaveBeenApplied: true,
      body: "",
    });
  });

  it("with numbers beyond 2^53 gives the nearest ones", async () => {
    const body = `{"id":"${id}","creationTime":9007199254740993,"group":{"id":"g","level":1e400}}`;
    const user = await (await clientOf(answers(200, body))).get(id, { fields: { group: { level: true } } });
    expect(user.creationTime).toBe(9007199254740992);
    expect(user.group?.level).toBe(Infinity);
  });

  it("of JSON 200,000 levels deep ends in a result or a parse error", async () => {
    const deep = "[".repeat(2e5) + "]".repeat(2e5);
    const client = await clientOf(answers(200, `{"id":"${id}","data":[{"id":"a","group":${deep}}],"group":${deep}}`));
    for (const call of [() => client.get(id), () => client.list().toArray()]) {
      const end = await call().catch((error: unknown) => error);
      if (isSigfoxError(end)) expect(end.kind).toBe("parse");
      else expect(Array.isArray(end) ? end : [end]).toHaveLength(1);
    }
  });

  it("in broken gzip is an error of the library", async () => {
    const client = await clientOf(answers(200, "this is not gzip", "Content-Encoding: gzip\r\n"));
    expect(["parse", "connection"]).toContain((await errorOf(client.get(id))).kind);
  });
});

describe("a __proto__ key", () => {
  const evil = '"__proto__":{"isAdmin":true,"accessToken":"t"},"constructor":{"prototype":{"isAdmin":true}}';
  const isClean = (): void => {
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
    expect(([] as { isAdmin?: unknown }).isAdmin).toBeUndefined();
  };

  it("of a user stays a key", async () => {
    const client = await clientOf(
      answers(200, `{"id":"${id}",${evil},"data":[{"id":"a",${evil}}],"paging":{${evil}}}`),
    );
    const [listed] = await client.list().toArray();
    for (const user of [await client.get(id), listed]) {
      expect(Object.getPrototypeOf(user)).toBe(Object.getPrototypeOf(JSON.parse("{}")));
      expect((user as { isAdmin?: unknown }).isAdmin).toBeUndefined();
      expect(Object.hasOwn(user ?? {}, "__proto__")).toBe(true);
    }
    isClean();
  });

  it("does not stand in for a result", async () => {
    const client = await clientOf(answers(200, '{"__proto__":{"id":"x","accessToken":"t","data":[]}}'));
    expect(await errorOf(client.create(creation))).toMatchObject({ kind: "parse" });
    expect(await errorOf(client.renewCredential(id))).toMatchObject({ kind: "parse" });
    expect(await errorOf(client.list())).toMatchObject({ kind: "parse" });
  });

  it("of an error's body stays a key, in its JSON too", async () => {
    const body = `{"message":"no","errors":[{"type":"body","field":"name","message":"m",${evil}}],${evil}}`;
    const error = await errorOf((await clientOf(answers(400, body, "__proto__: x\r\n"))).get(id));
    expect(error).toMatchObject({ kind: "badRequest", issues: [{ type: "body", field: "name", message: "m" }] });
    const copies = [(error as { body?: unknown }).body, JSON.parse(JSON.stringify(error)), error.issues[0]] as {
      isAdmin?: unknown;
    }[];
    for (const copy of copies) expect(copy.isAdmin).toBeUndefined();
    isClean();
  });
});

describe("an error", () => {
  it("whose body is not UTF-8 keeps its kind and what can be read", async () => {
    const body = Buffer.from("caf\xe9 \xff is no name", "latin1");
    const error = await errorOf((await clientOf(answers(400, body))).get(id));
    expect(error).toMatchObject({ kind: "badRequest", body: "caf\uFFFD \uFFFD is no name" });
  });

  it("whose body is thousands of levels deep can be printed", async () => {
    const body = `{"message":"m","errors":${"[".repeat(5_000)}${"]".repeat(5_000)}}`;
    const error = await errorOf((await clientOf(answers(400, body))).get(id));
    expect(error).toMatchObject({ kind: "badRequest" });
    expect(JSON.stringify(error).length).toBeLessThan(2_000);
  });

  it.each([
    ["message is an object", { message: { toString: "x" } }],
    ["errors is a string", { errors: "all" }],
    ["errors holds anything", { errors: [null, 5, [], "x", { field: 5, message: {} }] }],
    ["allowedMethods is a string", { allowedMethods: "GET" }],
    ["allowedMethods holds numbers", { allowedMethods: [1] }],
  ])("whose %s has documented types all the same", async (_, body) => {
    const error = await errorOf((await clientOf(answers(405, JSON.stringify(body)))).get(id));
    expect(error.kind === "methodNotAllowed" && (error.allowedMethods ?? [])).toEqual([]);
    for (const issue of error.issues) {
      expect(typeof issue.field).toBe("string");
      expect(typeof issue.message).toBe("string");
    }
  });

  it.each(["-5", "1e99", "9".repeat(400), "soon", "NaN", "Infinity", "0x10", "12 apples", "", "-1 Jan 2999"])(
    "whose Retry-After is %j says undefined or a safe number of milliseconds",
    async (value) => {
      const client = await clientOf(answers(429, "", `Retry-After: ${value}\r\n`), { retries: 0 });
      const error = await errorOf(client.get(id));
      const { retryAfter } = error as { retryAfter?: number };
      expect(error.kind).toBe("rateLimited");
      if (retryAfter !== undefined) {
        expect(Number.isSafeInteger(retryAfter)).toBe(true);
        expect(retryAfter).toBeGreaterThanOrEqual(0);
      }
    },
  );
});
