import { inspect } from "node:util";
import { concealPassword } from "../../src/http/response";
import { json, stubClient } from "../support/stubFetch";

const accessToken = "0123456789abcdef0123456789abcdef";
const parsed = (text: string) => concealPassword<Record<string, unknown>>(JSON.parse(text) as Record<string, unknown>);
const user = parsed(`{"id":"u1","accessToken":"${accessToken}","name":"User 1"}`);

describe("the password of an API user that was read", () => {
  it("is read by its name, and is a property of the API user's own", () => {
    expect(user["accessToken"]).toBe(accessToken);
    expect(Object.hasOwn(user, "accessToken")).toBe(true);
  });

  it("is in no copy, no list of names, no JSON and no inspection, not even of what is hidden", () => {
    expect({ ...user }).toEqual({ id: "u1", name: "User 1" });
    expect(Object.keys(user)).toEqual(["id", "name"]);
    const hidden = inspect(user, { showHidden: true, depth: null });
    for (const text of [JSON.stringify(user), inspect(structuredClone(user)), inspect(user), hidden])
      expect(text).not.toContain(accessToken);
  });

  it("leaves a plain object, which can be frozen and compared", () => {
    expect(Object.getPrototypeOf(user)).toBe(Object.prototype);
    expect(Object.freeze(parsed(`{"id":"u1","accessToken":"${accessToken}"}`))["accessToken"]).toBe(accessToken);
    expect(user).toEqual({ id: "u1", name: "User 1" });
  });

  it("is of one API user alone", () => {
    const other = parsed('{"id":"u2","accessToken":"another"}');
    expect([user["accessToken"], other["accessToken"]]).toEqual([accessToken, "another"]);
  });

  it("can be read through a proxy", () => {
    expect(new Proxy(user, {})["accessToken"]).toBe(accessToken);
  });

  it("can be replaced or removed, and is still in no copy", () => {
    const changed = parsed('{"id":"u1","accessToken":"x"}');
    changed["accessToken"] = "another";
    expect(changed["accessToken"]).toBe("another");
    expect({ ...changed }).toEqual({ id: "u1" });
    changed["accessToken"] = undefined;
    expect(changed["accessToken"]).toBeUndefined();
  });

  it("does not let a key called __proto__ change what the API user is", () => {
    const odd = parsed('{"id":"u1","accessToken":"x","__proto__":{"isAdmin":true}}');
    expect(Object.getPrototypeOf(odd)).toBe(Object.prototype);
    expect("isAdmin" in odd).toBe(false);
  });
});

it("leaves an API user without a password as it came", async () => {
  const bare = { id: "u1", name: "User 1", timezone: "Europe/Paris" };
  const { apiUsers } = stubClient(json(bare));
  expect(Object.getOwnPropertyNames(await apiUsers.get("u1"))).toEqual(["id", "name", "timezone"]);
});
