import type { ApiUsersClient, SigfoxIssue } from "../../src/index";
import { contract } from "../../src/schema";
import { issue, refused } from "../support/refused";
import { status, stubClient } from "../support/stubFetch";
import { validCreation } from "../support/validInput";

describe("ids", () => {
  const bad: [unknown, string][] = [
    ["", "must not be empty"],
    [".", 'must not be "." or ".."'],
    ["..", 'must not be "." or ".."'],
    ["a\ud800", "must not contain an unpaired surrogate"],
    ["\udc00b", "must not contain an unpaired surrogate"],
    [undefined, "is missing"],
    [null, "must be a string, not null"],
    [5, "must be a string, not 5"],
    [{ id: "secret" }, "must be a string, not an Object"],
    [["u1"], "must be a string, not an Array"],
    [true, "must be a string, not a boolean"],
  ];

  const takers: [string, string, (apiUsers: ApiUsersClient, id: string) => PromiseLike<unknown>][] = [
    ["get", "id", (apiUsers, id) => apiUsers.get(id)],
    ["update", "id", (apiUsers, id) => apiUsers.update(id, {})],
    ["delete", "id", (apiUsers, id) => apiUsers.delete(id)],
    ["addProfiles", "id", (apiUsers, id) => apiUsers.addProfiles(id, ["p1"])],
    ["removeProfile", "id", (apiUsers, id) => apiUsers.removeProfile(id, "p1")],
    ["removeProfile", "profileId", (apiUsers, id) => apiUsers.removeProfile("u1", id)],
    ["renewCredential", "id", (apiUsers, id) => apiUsers.renewCredential(id)],
  ];

  describe.each(takers)("%s, %s", (_, field, call) => {
    it.each(bad)("refuses %j", async (id, message) => {
      const error = await refused((apiUsers) => call(apiUsers, id as string));
      expect(error.issues).toEqual([issue("path", field, message)]);
    });
  });

  it("names both ids at once", async () => {
    const error = await refused((apiUsers) => apiUsers.removeProfile("", ".."));
    expect(error.issues.map(({ field }) => field)).toEqual(["id", "profileId"]);
    expect(error.message).toBe(
      "deleteProfileOfApiUser DELETE /api-users/{id}/profiles/{profileId}: id: must not be empty; " +
        'profileId: must not be "." or ".."; nothing was sent',
    );
  });
});

describe("bodies", () => {
  const good = validCreation();
  const create = (body: unknown) => refused((apiUsers) => apiUsers.create(body as typeof good));
  const { properties = {}, required = [] } = contract.createApiUser.input.body ?? {};
  const longestName = properties["name"]?.max ?? Number.NaN;
  const tooLong = (length: number) =>
    issue("body", "name", `must have at most ${longestName} characters, not ${length}`);
  const long = "x".repeat(longestName + 1);

  const bad: [string, object, SigfoxIssue][] = [
    ["a missing property", { ...good, name: undefined }, issue("body", "name", "is missing")],
    ["null", { ...good, name: null }, issue("body", "name", "must be a string, not null")],
    [
      "an unknown property",
      { ...good, colour: 1 },
      issue("body", "colour", `is unknown; expected one of ${Object.keys(properties).join(", ")}`),
    ],
    ["a name too long", { ...good, name: long }, tooLong(longestName + 1)],
    ["a wrong type", { ...good, timezone: 5 }, issue("body", "timezone", "must be a string, not 5")],
    ["no profile", { ...good, profileIds: [] }, issue("body", "profileIds", "must not be empty")],
    [
      "a profile of a wrong type",
      { ...good, profileIds: ["p1", 2] },
      issue("body", "profileIds[1]", "must be a string, not 2"),
    ],
    [
      "the key of the official description",
      { ...good, profileId: ["p1"] },
      issue("body", "profileId", "is unknown; did you mean profileIds?"),
    ],
  ];

  it.each(bad)("create refuses %s", async (_, body, expected) => {
    expect((await create(body)).issues).toEqual([expected]);
  });

  it("names everything that is wrong, in the shape of a 400", async () => {
    const error = await create({ name: long, profileIds: "p1" });
    expect(error.issues.map(({ type, field }) => `${type} ${field}`)).toEqual(
      Object.keys(properties).flatMap((name) => (required.includes(name) ? [`body ${name}`] : [])),
    );
  });

  it.each([undefined, null, "text", 5, [], [good]])("create and update refuse %j as a body", async (body) => {
    expect((await create(body)).issues).toContainEqual(expect.objectContaining({ type: "body", field: "" }));
    const error = await refused((apiUsers) => apiUsers.update("u1", body as object));
    expect(error.issues).toMatchObject([{ type: "body", field: "" }]);
  });

  it("update refuses to remove what cannot be removed", async () => {
    const body: object = { name: null };
    const error = await refused((apiUsers) => apiUsers.update("u1", body));
    expect(error.issues).toEqual([issue("body", "name", "must be a string, not null")]);
  });

  it("addProfiles names the profile that is wrong", async () => {
    const error = await refused((apiUsers) => apiUsers.addProfiles("u1", ["p1", ""]));
    expect(error.issues).toEqual([issue("body", "profileIds[1]", "must not be empty")]);
    const missing = await refused((apiUsers) => apiUsers.addProfiles("u1", undefined as unknown as string[]));
    expect(missing.issues).toEqual([issue("body", "profileIds", "is missing")]);
  });

  it("counts characters, not UTF-16 units", async () => {
    const { apiUsers, requests } = stubClient(status(204));
    await apiUsers.update("u1", { name: "😀".repeat(longestName) });
    expect(requests).toHaveLength(1);
    const error = await refused((apiUsers) => apiUsers.update("u1", { name: "😀".repeat(longestName + 1) }));
    expect(error.issues).toEqual([tooLong(longestName + 1)]);
  });

  it("refuses a text of any length", async () => {
    const error = await refused((apiUsers) => apiUsers.update("u1", { name: "x".repeat(5_000_000) }));
    expect(error.issues).toEqual([tooLong(5_000_000)]);
  });

  it.each<[string, unknown]>([
    ["an AbortSignal", new AbortController().signal],
    ["a Date", new Date()],
    ["an Error", new Error()],
    ["a RegExp", /x/],
    ["a number object", Object(5)],
  ])("and queries and options are not read from %s", async (_, value) => {
    await refused((apiUsers) => apiUsers.update("u1", value as object));
    await refused((apiUsers) => apiUsers.list(value as object));
    await refused((apiUsers) => apiUsers.get("u1", {}, value as object));
  });

  it("repeats no value of the caller's", async () => {
    const body: object = { name: { password: "hush" }, profileIds: ["\ud800hush"] };
    const error = await refused((apiUsers) => apiUsers.update("u1", body));
    expect(JSON.stringify(error) + String(error.stack)).not.toContain("hush");
  });
});
