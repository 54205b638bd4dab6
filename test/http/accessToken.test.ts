import { expectTypeOf } from "expect-type";
import { inspect, isDeepStrictEqual } from "node:util";
import { accessTokenOf, type ApiUser, type Http } from "../../src/index";
import { withoutAccessToken } from "../../src/http/accessToken";
import { placesOf } from "../support/everyView";
import { json, stubClient } from "../support/stubFetch";

const accessToken = "0123456789abcdef0123456789abcdef";
const shown = { id: "u1", name: "User 1", timezone: "Europe/Paris", group: { id: "g1" } };

const only = ([user]: readonly object[]): object => user ?? {};

describe.each<[string, (user: object) => Promise<object>]>([
  ["get", async (user) => await stubClient(json(user)).apiUsers.get("u1")],
  ["a page", async (user) => only((await stubClient(json({ data: [user] })).apiUsers.list()).data)],
  [
    "a list",
    async (user) =>
      only(
        await stubClient(json({ data: [user] }))
          .apiUsers.list()
          .toArray(),
      ),
  ],
])("an API user that %s gave", (_, read) => {
  it("is plain data, whether the service sent a password or not", async () => {
    for (const sent of [shown, { ...shown, accessToken }]) {
      const user = await read(sent);
      expect(Object.getPrototypeOf(user)).toBe(Object.prototype);
      const properties = Object.values<PropertyDescriptor>(Object.getOwnPropertyDescriptors(user));
      expect(Reflect.ownKeys(user)).toEqual(Object.keys(shown));
      expect(properties.filter((property) => property.enumerable !== true || "get" in property)).toEqual([]);
    }
  });

  it("equals what the service sent but for the password, however strictly it is compared", async () => {
    const user = await read({ ...shown, accessToken });
    expect(user).toStrictEqual(shown);
    expect(isDeepStrictEqual(user, shown)).toBe(true);
  });

  it("shows its password in no view of it, nor as something thrown, nor as a cause", async () => {
    const user = await read({ ...shown, accessToken });
    for (const value of [user, [user], new Error("no", { cause: user }), Object.assign(new Error("no"), { user })])
      expect(placesOf(value, [accessToken])).toEqual([]);
    expect(inspect(user, { getters: true, showHidden: true, depth: null })).not.toContain(accessToken);
  });

  it("has a password that accessTokenOf returns for the very object, and for no copy of it", async () => {
    const user = await read({ ...shown, accessToken });
    expect(accessTokenOf(user)).toBe(accessToken);
    for (const copy of [{ ...user }, structuredClone(user), JSON.parse(JSON.stringify(user)) as object])
      expect(accessTokenOf(copy)).toBeUndefined();
    expect(accessTokenOf(await read({ ...shown, accessToken: "another" }))).toBe("another");
    expect(accessTokenOf(Object.freeze(user))).toBe(accessToken);
  });

  it.each([undefined, null, 5, { secret: accessToken }])("has no password if the service sent %p", async (sent) => {
    const user = await read({ ...shown, accessToken: sent });
    expect(user).toStrictEqual(shown);
    expect(accessTokenOf(user)).toBeUndefined();
  });

  it("is not changed by a key called __proto__", async () => {
    const user = await read(JSON.parse('{"id":"u1","accessToken":"x","__proto__":{"isAdmin":true}}') as object);
    expect(Object.getPrototypeOf(user)).toBe(Object.prototype);
    expect("isAdmin" in user).toBe(false);
  });
});

it("is no property of the type, which a stub need not have; the data of http has it", () => {
  expectTypeOf<ApiUser>().not.toHaveProperty("accessToken");
  type OfHttp = NonNullable<Awaited<ReturnType<Http["GET"]>>["data"]>;
  expectTypeOf<Extract<OfHttp, { id: string }>["accessToken"]>().toEqualTypeOf<string | undefined>();
});

it("leaves the passwords in the data of http", async () => {
  const { apiUsers } = stubClient(json({ ...shown, accessToken }));
  const { data } = await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "u1" } } });
  expect(data?.accessToken).toBe(accessToken);
});

describe("every copy of the package in a process", () => {
  it("knows the passwords that another one has read", async () => {
    const { apiUsers } = stubClient(json({ ...shown, accessToken }));
    const user = await apiUsers.get("u1");
    await jest.isolateModulesAsync(async () => {
      const another = await import("../../src/http/accessToken");
      expect(another.accessTokenOf).not.toBe(accessTokenOf);
      expect(another.accessTokenOf(user)).toBe(accessToken);
    });
  });

  it("adds nothing to the global object that a loop or an inspection would meet", async () => {
    await stubClient(json({ ...shown, accessToken })).apiUsers.get("u1");
    const keys = Reflect.ownKeys(globalThis).filter((key) => String(key).includes("sigfox-api-users"));
    expect(keys).toHaveLength(1);
    expect(keys.filter((key) => Object.getOwnPropertyDescriptor(globalThis, key)?.enumerable)).toEqual([]);
  });

  it("has passwords of its own where the global object is frozen", () => {
    const key = Symbol.for("sigfox-api-users.accessTokens");
    Reflect.deleteProperty(globalThis, key);
    const define = jest.spyOn(Reflect, "defineProperty").mockReturnValue(false);
    try {
      const user = withoutAccessToken({ id: "u1", accessToken });
      expect(accessTokenOf(user)).toBe(accessToken);
      expect(Object.hasOwn(globalThis, key)).toBe(false);
    } finally {
      define.mockRestore();
    }
  });
});
