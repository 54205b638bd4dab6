import { isSigfoxError } from "../../src/index";
import { answers } from "../support/behaviours";
import { clientOf, creation, errorOf, id } from "../support/servedClient";

describe("a success", () => {
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
