import { createFakeApi } from "../../src/testing";
import { at, call, creationIn, pageOf } from "./support/call";

const plant = { id: "plant", name: "Plant", type: 2, level: 3 };
const reader = {
  id: "reader",
  name: "Reader",
  roles: [{ id: "messages", name: "Messages", perms: [{ name: "MESSAGES_READ" }] }],
};

describe("the ids of the documentation", () => {
  it("are a group, a profile and the second user of the default data", () => {
    const fake = createFakeApi();
    expect(fake.groups.map(({ id }) => id)).toContain("572f1204017975032d8ec1dd");
    expect(fake.profiles.map(({ id }) => id)).toContain("5138e7dfa2f1fffaf25fd409");
    expect(fake.users[1]?.id).toBe("5138e7dfa2f1fffaf25fd4aa");
  });

  it("are never those of a user that a request creates", async () => {
    const fake = createFakeApi({ users: 1 });
    await call(fake, "POST", "/api-users/", creationIn(fake));
    expect(fake.users[1]?.id).not.toBe("5138e7dfa2f1fffaf25fd4aa");
  });
});

describe("users of one's own", () => {
  it("are as given, and filled in the same way every time", () => {
    const users = [{ name: "Gateway", profileIds: [] }, {}, { id: "ada", timezone: "Etc/UTC", creationTime: 5 }];
    const fake = createFakeApi({ users });
    const filled = createFakeApi({ users: 3 }).users;
    expect(fake.users).toEqual([{ ...filled[0], ...users[0] }, filled[1], { ...filled[2], ...users[2] }]);
    expect(createFakeApi({ users }).users).toEqual(fake.users);
  });

  it("have their own credentials, the first of them being the caller", async () => {
    const fake = createFakeApi({ users: [{ id: "my-login", password: "my:pässword" }, {}] });
    expect(fake.auth).toEqual({ username: "my-login", password: "my:pässword" });
    expect(await call(fake, "GET", "/api-users/my-login")).toMatchObject({ status: 200, json: { id: "my-login" } });
    expect(fake.users.some((user) => "password" in user)).toBe(false);
  });

  it("are groups' and profiles' of one's own", async () => {
    const fake = createFakeApi({ users: [{ groupId: "plant" }, {}], groups: [plant, {}], profiles: [reader] });
    expect(fake.groups).toEqual([plant, { ...at(fake.groups, 1), name: "Group 2", type: 2, level: 0 }]);
    expect(fake.profiles).toEqual([reader]);
    const { data } = pageOf(await call(fake, "GET", "/api-users/?fields=group,profiles"));
    expect(data).toMatchObject([
      { group: plant, profiles: [reader] },
      { group: { name: "Group 2" }, profiles: [reader] },
    ]);
  });

  it("come back with reset, whatever became of them and of the seed", async () => {
    const seed = [{ id: "ada", profileIds: [] as string[] }, {}];
    const fake = createFakeApi({ users: seed });
    const before = fake.users;
    at(seed, 0).id = "changed";
    await call(fake, "PUT", "/api-users/ada", { name: "New" });
    await call(fake, "PUT", "/api-users/ada/renew-credential");
    fake.reset();
    expect(fake.users).toEqual(before);
    expect(await call(fake, "GET", "/api-users/ada")).toMatchObject({ status: 200 });
  });

  it("may be none, as with 0", async () => {
    const fake = createFakeApi({ users: [], profiles: [] });
    expect(fake.users).toEqual([]);
    expect(await call(fake, "GET", `/api-users/${fake.auth.username}`)).toMatchObject({ json: { profiles: [] } });
  });

  it("keep their ids from those that are created", async () => {
    const taken = at(createFakeApi({ users: 4 }).users, 3).id;
    const fake = createFakeApi({ users: [{}, {}, { id: taken }] });
    expect((await call(fake, "POST", "/api-users/", creationIn(fake))).json).not.toEqual({ id: taken });
    expect(fake.users).toHaveLength(4);
  });
});

describe("a seed that makes no sense is refused at once", () => {
  const secondId = at(createFakeApi().users, 1).id;

  it.each<[object, string]>([
    [{ users: [{ id: "a" }, { id: "a" }] }, 'users[1] has the id of another one, "a"'],
    [{ users: [{ id: secondId }, {}] }, `users[1] has the id of another one, "${secondId}"`],
    [{ groups: [plant, plant] }, 'groups[1] has the id of another one, "plant"'],
    [{ profiles: [reader, reader] }, 'profiles[1] has the id of another one, "reader"'],
    [{ users: [{ id: "a", groupId: "x" }] }, 'user "a": there is no group "x"'],
    [{ users: [{ id: "a", profileIds: ["x"] }] }, 'user "a": there is no profile "x"'],
    [{ groups: [] }, "groups must not be empty"],
    [{ groups: [{ name: "ab" }] }, "groups[0].name must have at least 3 characters"],
    [{ users: [{ name: "x".repeat(101) }] }, "users[0].name must have at most 100 characters, not 101"],
    [{ users: [{ nmae: "x" }] }, "users[0].nmae is unknown"],
    [{ users: [{ password: "" }] }, "users[0].password must not be empty"],
    [{ users: [5] }, "users[0] must be an object, not 5"],
    [{ users: "3" }, "users must be a whole number from 0, or a list"],
  ])("%j", (options, message) => {
    const create = () => createFakeApi(options);
    expect(create).toThrow(TypeError);
    expect(create).toThrow(message);
  });
});
