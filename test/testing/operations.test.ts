import { createFakeApi } from "../../src/testing";
import { at, call, creationIn, pageOf } from "./support/call";

const now = () => 1_700_000_000_000;

function setUp() {
  const fake = createFakeApi({ users: 4, now });
  const user = at(fake.users, 1);
  return {
    fake,
    user,
    path: `/api-users/${user.id}`,
    creation: creationIn(fake),
    profileIds: fake.profiles.map(({ id }) => id),
    current: () =>
      at(
        fake.users.filter(({ id }) => id === user.id),
        0,
      ),
  };
}

describe("createApiUser", () => {
  it("answers 201 with the id and an absolute Location, and the user is there", async () => {
    const { fake, creation } = setUp();
    const reply = await call(fake, "POST", "/api-users/", creation);
    const { id } = reply.json as { id: string };
    expect(reply.status).toBe(201);
    expect(reply.headers.get("location")).toBe(`https://api.sigfox.com/v2/api-users/${id}`);
    expect(fake.users).toHaveLength(5);
    expect(fake.users[4]).toEqual({ id, ...creation, creationTime: now() });
    expect(await call(fake, "GET", "/api-users/", undefined, { auth: fake.authOf(id) })).toMatchObject({ status: 200 });
  });

  it.each([
    [{ groupId: "" }, "groupId", "must not be empty"],
    [{ profileIds: [] }, "profileIds", "must not be empty"],
    [{ profileIds: [5] }, "profileIds[0]", "must be a string, not 5"],
    [{ name: "x".repeat(101) }, "name", "must have at most 100 characters, not 101"],
    [{ name: null }, "name", "must be a string, not null"],
    [{ timezone: undefined }, "timezone", "field required"],
    [{ colour: "red" }, "colour", "extra fields not permitted"],
  ])("refuses %j", async (change, field, message) => {
    const { fake, creation } = setUp();
    const reply = await call(fake, "POST", "/api-users/", { ...creation, ...change });
    expect(reply.status).toBe(400);
    expect(reply.json).toEqual({ message: "Bad request", errors: [{ type: "body", field, message }] });
    expect(fake.users).toHaveLength(4);
  });

  it.each([
    [{ groupId: "nowhere" }, /^unknown group "nowhere"; the fake has (.+)$/, "groups"],
    [{ profileIds: ["nothing"] }, /^unknown profile "nothing"; the fake has (.+)$/, "profiles"],
  ] as const)("refuses %j, and names ids that exist", async (change, pattern, named) => {
    const { fake, creation } = setUp();
    const reply = await call(fake, "POST", "/api-users/", { ...creation, ...change });
    const { errors } = reply.json as { errors: { message: string }[] };
    const [, ids] = pattern.exec(at(errors, 0).message) ?? [];
    expect(ids).toBe(fake[named].map(({ id }) => `"${id}"`).join(", "));
    expect(fake.users).toHaveLength(4);
  });

  it("says when there is nothing to name, and names no more than three", async () => {
    const { creation } = setUp();
    const refusal = async (options: object) =>
      (await call(createFakeApi(options), "POST", "/api-users/", { ...creation, profileIds: ["nothing"] })).text;
    expect(await refusal({ profiles: [] })).toContain("the fake has no profile");
    expect((await refusal({ profiles: [{}, {}, {}, {}] })).match(/[0-9a-f]{24}/g)).toHaveLength(3);
  });

  it.each([
    ["no body", undefined],
    ["broken JSON", "{"],
    ["a number", "5"],
    ["null", "null"],
    ["an array", "[]"],
  ])("refuses %s", async (_, body) => {
    const { fake } = setUp();
    const reply = await call(fake, "POST", "/api-users/", body);
    expect(reply.status).toBe(400);
    expect(reply.json).toMatchObject({ errors: [{ type: "body", field: "body" }] });
    expect((reply.json as { errors: unknown[] }).errors).toHaveLength(1);
  });
});

describe("getApiUser", () => {
  it("answers who the caller is", async () => {
    const { fake } = setUp();
    expect(await call(fake, "GET", `/api-users/${fake.auth.username}`)).toMatchObject({
      status: 200,
      json: { id: fake.auth.username, name: "User 001", accessToken: fake.auth.password },
    });
  });

  it("answers 404 for an unknown user", async () => {
    expect(await call(setUp().fake, "GET", "/api-users/nobody")).toMatchObject({
      status: 404,
      json: { message: "Api User not found" },
    });
  });
});

describe("updateApiUser", () => {
  it("changes what is there and keeps the rest", async () => {
    const { fake, user, path, current } = setUp();
    const reply = await call(fake, "PUT", path, { name: "New" });
    expect(reply).toMatchObject({ status: 204, text: "" });
    expect(current()).toEqual({ ...user, name: "New" });
    await call(fake, "PUT", path, { timezone: "UTC" });
    expect(current()).toEqual({ ...user, name: "New", timezone: "UTC" });
    expect(await call(fake, "PUT", path, {})).toMatchObject({ status: 204 });
  });

  it("replaces the whole set of profiles", async () => {
    const { fake, path, profileIds, current } = setUp();
    await call(fake, "PUT", path, { profileIds: [at(profileIds, 0)] });
    expect(current().profileIds).toEqual([at(profileIds, 0)]);
    await call(fake, "PUT", path, { profileIds: [] });
    expect(current().profileIds).toEqual([]);
  });

  it("changes nothing when a profile is unknown, or the body is refused", async () => {
    const { fake, user, path, current } = setUp();
    expect(await call(fake, "PUT", path, { name: "New", profileIds: ["x"] })).toMatchObject({ status: 400 });
    expect(await call(fake, "PUT", path, { name: null })).toMatchObject({ status: 400 });
    expect(await call(fake, "PUT", path, { profileId: "x" })).toMatchObject({
      status: 400,
      json: { errors: [{ type: "body", field: "profileId", message: "extra fields not permitted" }] },
    });
    expect(current()).toEqual(user);
  });
});

describe("profiles", () => {
  it("are added to those that are there, twice the same as once", async () => {
    const { fake, user, path, profileIds, current } = setUp();
    const added = { profileIds: [at(profileIds, 0), at(user.profileIds, 0)] };
    expect(await call(fake, "PUT", `${path}/profiles`, added)).toMatchObject({ status: 204, text: "" });
    expect(current().profileIds).toEqual([...user.profileIds, at(profileIds, 0)]);
    expect(await call(fake, "PUT", `${path}/profiles`, added)).toMatchObject({ status: 204 });
    expect(current().profileIds).toEqual([...user.profileIds, at(profileIds, 0)]);
  });

  it("are not added when one is unknown", async () => {
    const { fake, user, path, current } = setUp();
    expect(await call(fake, "PUT", `${path}/profiles`, { profileIds: ["x"] })).toMatchObject({
      status: 400,
      json: { errors: [{ type: "body", field: "profileIds" }] },
    });
    expect(current()).toEqual(user);
  });

  it("are taken away one by one, and 404 tells that the user did not have it", async () => {
    const { fake, user, path, current } = setUp();
    const [first, second] = [at(user.profileIds, 0), at(user.profileIds, 1)];
    expect(await call(fake, "DELETE", `${path}/profiles/${first}`)).toMatchObject({ status: 204, text: "" });
    expect(current().profileIds).toEqual([second]);
    expect(await call(fake, "DELETE", `${path}/profiles/${first}`)).toMatchObject({
      status: 404,
      json: { message: "Profile not found" },
    });
  });
});

describe("renewCredential", () => {
  it("gives a new password, and the old one stops working at once", async () => {
    const { fake, user, path } = setUp();
    const old = fake.authOf(user.id);
    const reply = await call(fake, "PUT", `${path}/renew-credential`);
    expect(reply).toMatchObject({ status: 200, json: { accessToken: fake.authOf(user.id).password } });
    expect(fake.authOf(user.id)).not.toEqual(old);
    expect(await call(fake, "GET", path, undefined, { auth: old })).toMatchObject({ status: 401 });
    expect(await call(fake, "GET", path, undefined, { auth: fake.authOf(user.id) })).toMatchObject({ status: 200 });
  });

  it("of the caller's own is followed by auth", async () => {
    const { fake } = setUp();
    const old = fake.auth;
    await call(fake, "PUT", `/api-users/${old.username}/renew-credential`);
    expect(await call(fake, "GET", "/api-users/", undefined, { auth: old })).toMatchObject({ status: 401 });
    expect(await call(fake, "GET", "/api-users/")).toMatchObject({ status: 200 });
  });
});

describe("deleteApiUser", () => {
  it("takes the user and its access away", async () => {
    const { fake, user, path } = setUp();
    const auth = fake.authOf(user.id);
    expect(await call(fake, "DELETE", path)).toMatchObject({ status: 204, text: "" });
    expect(fake.users.map(({ id }) => id)).not.toContain(user.id);
    expect(await call(fake, "DELETE", path)).toMatchObject({ status: 404 });
    expect(await call(fake, "GET", "/api-users/", undefined, { auth })).toMatchObject({ status: 401 });
  });

  it("of the caller ends the caller's access", async () => {
    const { fake } = setUp();
    await call(fake, "DELETE", `/api-users/${fake.auth.username}`);
    expect(await call(fake, "GET", "/api-users/")).toMatchObject({ status: 401 });
  });

  it("never hands an id out again", async () => {
    const { fake, creation } = setUp();
    const { id } = (await call(fake, "POST", "/api-users/", creation)).json as { id: string };
    await call(fake, "DELETE", `/api-users/${id}`);
    expect((await call(fake, "POST", "/api-users/", creation)).json).not.toEqual({ id });
  });
});

it("while pages are read, a deletion shifts those that follow", async () => {
  const { fake } = setUp();
  const first = pageOf(await call(fake, "GET", "/api-users/?limit=2"));
  await call(fake, "DELETE", `/api-users/${String(first.data[1]?.["id"])}`);
  const second = pageOf(await call(fake, "GET", "/api-users/?limit=2&offset=2"));
  expect(second.data.map((user) => user["name"])).toEqual(["User 004"]);
});
