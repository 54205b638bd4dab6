import { inspect } from "node:util";
import { createFakeApi } from "../../src/testing";
import { at, call, creationIn, pageOf } from "./support/call";

describe("the store at first", () => {
  it("has as many users as asked for, the caller being the first", async () => {
    const fake = createFakeApi({ users: 5 });
    expect(fake.users).toHaveLength(5);
    expect(fake.users[0]?.id).toBe(fake.auth.username);
    expect(pageOf(await call(fake, "GET", "/api-users/")).data.map((user) => user["id"])).toEqual(
      fake.users.map((user) => user.id),
    );
  });

  it("has three users unless told otherwise, the same ones every time", () => {
    expect(createFakeApi().users).toHaveLength(3);
    expect(createFakeApi().users).toEqual(createFakeApi().users);
    expect(createFakeApi().auth).toEqual(createFakeApi().auth);
  });

  it("with no users lists none, and the caller still authenticates", async () => {
    const fake = createFakeApi({ users: 0 });
    expect(fake.users).toEqual([]);
    expect(await call(fake, "GET", "/api-users/")).toMatchObject({ status: 200, json: { data: [], paging: {} } });
    expect(await call(fake, "GET", `/api-users/${fake.auth.username}`)).toMatchObject({ status: 200 });
  });

  it("looks like the service's: ids of 24 and passwords of 32 hexadecimal digits, every id once", () => {
    const fake = createFakeApi({ users: 40 });
    const ids = [...fake.users, ...fake.groups, ...fake.profiles].map(({ id }) => id);
    expect(ids.every((id) => /^[0-9a-f]{24}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect(fake.auth.password).toMatch(/^[0-9a-f]{32}$/);
    expect(fake.groups.every(({ name }) => name.length >= 3)).toBe(true);
    expect(fake.users.every(({ profileIds }) => profileIds.length === 1 || profileIds.length === 2)).toBe(true);
    expect(new Set(fake.users.map(({ groupId }) => groupId)).size).toBe(fake.groups.length);
  });
});

describe("options", () => {
  it.each([
    [{ user: 3 }, /has no "user"; it takes users, groups, profiles, now, maxPageSize, rateLimit/],
    [{ users: -1 }, /users must be a whole number from 0/],
    [{ users: 1.5 }, /users/],
    [{ maxPageSize: 0 }, /maxPageSize must be a whole number from 1/],
    [{ now: 5 }, /now must be a function/],
  ])("%j is refused", (options, message) => {
    expect(() => createFakeApi(options as object)).toThrow(TypeError);
    expect(() => createFakeApi(options as object)).toThrow(message);
  });

  it("undefined stands for the default", () => {
    expect(createFakeApi({ users: undefined, now: undefined, maxPageSize: undefined }).users).toHaveLength(3);
  });
});

describe("secrets", () => {
  it("are not shown when the fake, its users or its requests are printed", async () => {
    const fake = createFakeApi();
    await call(fake, "GET", "/api-users/", undefined, { headers: { cookie: "session=abc" } });
    const printed = [fake, fake.users, fake.requests].flatMap((value) => [
      inspect(value, { depth: 9, getters: true }),
      JSON.stringify(value),
    ]);
    expect(printed.join()).not.toMatch(/fa4efa4e|authorization|session=abc/i);
  });
});

describe("requests", () => {
  it("are recorded with method, URL, operation, headers and body", async () => {
    const fake = createFakeApi();
    const id = at(fake.users, 1).id;
    await call(fake, "PUT", `/api-users/${id}?x=1`, { name: "New" }, { headers: { "X-Trace": "7" } });
    expect(fake.requests).toEqual([
      {
        method: "PUT",
        url: `https://api.sigfox.com/v2/api-users/${id}?x=1`,
        operation: "updateApiUser",
        headers: { "content-type": "application/json", "x-trace": "7" },
        body: { name: "New" },
      },
    ]);
  });

  it("keep a body that is no JSON as text, and know no operation for a foreign path", async () => {
    const fake = createFakeApi();
    await call(fake, "PUT", "/devices/", "{broken");
    await call(fake, "GET", "/api-users/");
    expect(fake.requests.map(({ operation, body }) => ({ operation, body }))).toEqual([
      { operation: undefined, body: "{broken" },
      { operation: "listApiUsers", body: undefined },
    ]);
  });
});

describe("reset", () => {
  it("brings back the seed and forgets requests and failures", async () => {
    const fake = createFakeApi();
    const { users, auth } = fake;
    const request = creationIn(fake);
    const first = await call(fake, "POST", "/api-users/", request);
    await call(fake, "PUT", `/api-users/${at(users, 1).id}`, { name: "Changed" });
    await call(fake, "PUT", `/api-users/${auth.username}/renew-credential`);
    fake.failNext({ status: 503 });
    fake.reset();
    expect(fake.users).toEqual(users);
    expect(fake.auth).toEqual(auth);
    expect(fake.requests).toEqual([]);
    expect((await call(fake, "POST", "/api-users/", request)).json).toEqual(first.json);
  });
});

describe("authOf", () => {
  it("gives the credentials of any user, and refuses an unknown one", async () => {
    const fake = createFakeApi();
    const { id } = at(fake.users, 2);
    expect(await call(fake, "GET", "/api-users/", undefined, { auth: fake.authOf(id) })).toMatchObject({ status: 200 });
    expect(() => fake.authOf("nobody")).toThrow(new RangeError('There is no API user "nobody"'));
  });
});
