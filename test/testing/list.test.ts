import { createFakeApi } from "../../src/testing";
import { highest } from "../support/validInput";
import { at, call, pageOf } from "./support/call";

const users = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => `User ${String(from + index).padStart(3, "0")}`);
const names = (page: ReturnType<typeof pageOf>) => page.data.map((user) => user["name"]);

describe("pages", () => {
  it("are of 100 users unless limit says otherwise", async () => {
    const fake = createFakeApi({ users: 250 });
    const page = pageOf(await call(fake, "GET", "/api-users/"));
    expect(names(page)).toEqual(users(100));
    expect(page.paging).toEqual({ next: "https://api.sigfox.com/v2/api-users/?limit=100&offset=100" });
  });

  it("follow each other through absolute next URLs up to an empty paging", async () => {
    const fake = createFakeApi({ users: 25 });
    const seen: unknown[] = [];
    let path: string | undefined = "/api-users/?limit=10";
    while (path !== undefined) {
      const page = pageOf(await call(fake, "GET", path));
      seen.push(...names(page));
      if (page.paging.next === undefined) expect(page.paging).toEqual({});
      path = page.paging.next?.replace("https://api.sigfox.com/v2", "");
    }
    expect(seen).toEqual(users(25));
    expect(fake.requests).toHaveLength(3);
  });

  it("end without a next when the last one is full", async () => {
    const fake = createFakeApi({ users: 20 });
    expect(pageOf(await call(fake, "GET", "/api-users/?limit=10&offset=10")).paging).toEqual({});
  });

  it("are empty past the end", async () => {
    const reply = await call(createFakeApi(), "GET", "/api-users/?offset=40000");
    expect(reply.json).toEqual({ data: [], paging: {} });
  });

  it("keep filters, fields and authorizations in next, under the caller's own base", async () => {
    const fake = createFakeApi({ users: 30 });
    const [first, second] = [at(fake.groups, 0).id, at(fake.groups, 1).id];
    const query = `?fields=group(name)&groupIds=${first},${second}&authorizations=true&limit=5`;
    const reply = await call(fake, "GET", `/api-users/${query}`, undefined, { base: "http://proxy.test:8080/sigfox" });
    const next = new URL(pageOf(reply).paging.next ?? "");
    expect(next.origin + next.pathname).toBe("http://proxy.test:8080/sigfox/api-users/");
    expect(Object.fromEntries(next.searchParams)).toEqual({
      fields: "group(name)",
      groupIds: `${first},${second}`,
      authorizations: "true",
      limit: "5",
      offset: "5",
    });
  });

  it("are cut to maxPageSize, with a next that fits", async () => {
    const fake = createFakeApi({ users: 10, maxPageSize: 4 });
    const page = pageOf(await call(fake, "GET", "/api-users/?limit=6"));
    expect(names(page)).toEqual(users(4));
    expect(page.paging.next).toBe("https://api.sigfox.com/v2/api-users/?limit=6&offset=4");
    expect(names(pageOf(await call(fake, "GET", "/api-users/?limit=6&offset=8")))).toEqual(users(2, 9));
  });
});

describe("filters", () => {
  const fake = createFakeApi({ users: 12 });
  const [group, otherGroup] = [at(fake.groups, 1).id, at(fake.groups, 2).id];
  const profile = at(fake.profiles, 2).id;
  const listed = async (query: string) =>
    pageOf(await call(fake, "GET", `/api-users/?${query}`)).data.map((user) => user["id"]);

  it("groupIds is one comma-separated parameter, encoded or not", async () => {
    const expected = fake.users.filter(({ groupId }) => groupId !== fake.groups[0]?.id).map(({ id }) => id);
    expect(await listed(`groupIds=${group},${otherGroup}`)).toEqual(expected);
    expect(await listed(`groupIds=${group}%2C${otherGroup}`)).toEqual(expected);
  });

  it("profileId keeps those that have the profile", async () => {
    const expected = fake.users.filter(({ profileIds }) => profileIds.includes(profile)).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(0);
    expect(await listed(`profileId=${profile}`)).toEqual(expected);
  });

  it("apply together", async () => {
    const expected = fake.users
      .filter(({ groupId, profileIds }) => groupId === group && profileIds.includes(profile))
      .map(({ id }) => id);
    expect(await listed(`profileId=${profile}&groupIds=${group}`)).toEqual(expected);
  });

  it("find nothing in an unknown group", async () => {
    expect(await listed("groupIds=nowhere")).toEqual([]);
  });
});

describe("what the contract refuses", () => {
  it.each([
    ["limit=0", "limit", "must be at least 1, not 0"],
    ["limit=1001", "limit", `must be at most ${highest("limit")}, not 1001`],
    ["limit=ten", "limit", "must be a whole number, not a string"],
    ["limit=1&limit=2", "limit", "must be a whole number, not an Array"],
    ["offset=-1", "offset", "must be at least 0, not -1"],
    ["offset=40001", "offset", "must be at most 40000, not 40001"],
    ["offset=1.5", "offset", "must be a whole number, not 1.5"],
    ["authorizations=maybe", "authorizations", "must be a boolean, not a string"],
    ["fields=", "fields", "must not be empty"],
    ["groupIds=a,,b", "groupIds[1]", "must not be empty"],
    ["groupIds=a&groupIds=b", "groupIds", "given more than once"],
    ["groupIds[]=a", "groupIds[]", "extra fields not permitted"],
    ["colour=red", "colour", "extra fields not permitted"],
  ])("%s", async (query, field, message) => {
    const reply = await call(createFakeApi(), "GET", `/api-users/?${query}`);
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({ message: "Bad request", errors: [{ type: "query", field, message }] });
  });

  it("tells of everything at once", async () => {
    const reply = await call(createFakeApi(), "GET", "/api-users/?limit=0&offset=-1");
    expect(reply.json).toMatchObject({ errors: [{ field: "limit" }, { field: "offset" }] });
  });
});

describe("projection", () => {
  const fake = createFakeApi({ users: 2 });
  const user = at(fake.users, 1);
  const group = at(fake.groups, 1);
  const get = async (query: string) => (await call(fake, "GET", `/api-users/${user.id}${query}`)).json;

  it("without fields gives references by id only", async () => {
    expect(await get("")).toEqual({
      id: user.id,
      name: "User 002",
      timezone: "America/Sao_Paulo",
      creationTime: user.creationTime,
      accessToken: fake.authOf(user.id).password,
      group: { id: group.id },
      profiles: user.profileIds.map((id) => ({ id })),
    });
  });

  it("adds the names asked for and no other", async () => {
    expect(await get("?fields=group(name,type),profiles(roles(name))")).toMatchObject({
      group: { id: group.id, name: group.name, type: group.type },
    });
    expect(await get("?fields=profiles(roles(perms(name)))")).toEqual(
      expect.objectContaining({
        group: { id: group.id },
        profiles: user.profileIds.map((id) => ({
          id,
          roles: fake.profiles.find((profile) => profile.id === id)?.roles.map(({ id, perms }) => ({ id, perms })),
        })),
      }),
    );
  });

  it("takes a bare relation for everything beneath it", async () => {
    expect(await get("?fields=group,profiles")).toMatchObject({
      group: { ...group },
      profiles: user.profileIds.map((id) => fake.profiles.find((profile) => profile.id === id)),
    });
  });

  it("leaves out a property without a value", async () => {
    const three = createFakeApi();
    const page = pageOf(await call(three, "GET", "/api-users/?fields=group"));
    expect(page.data[2]?.["group"]).toEqual({ id: three.groups[2]?.id, name: "Fake customer", type: 2, level: 2 });
  });

  it("adds actions and resources with authorizations, and only then", async () => {
    const strings = [expect.any(String) as string];
    expect(await get("?authorizations=true")).toMatchObject({
      actions: expect.arrayContaining(strings) as string[],
      resources: expect.arrayContaining(strings) as string[],
      group: { id: group.id, actions: strings, resources: expect.arrayContaining(strings) as string[] },
      profiles: user.profileIds.map((id) => ({ id, actions: strings })),
    });
    expect(JSON.stringify(await get("?authorizations=false&fields=group,profiles"))).not.toMatch(/actions|resources/);
  });

  it("refuses fields that it does not know, on both reads", async () => {
    const issue = { type: "query", field: "fields", message: '"roles" cannot be selected under "group"' };
    for (const path of ["/api-users/", `/api-users/${user.id}`])
      expect(await call(fake, "GET", `${path}?fields=group(roles)`)).toMatchObject({
        status: 400,
        json: { errors: [issue] },
      });
  });
});
