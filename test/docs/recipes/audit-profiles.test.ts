import { ApiUsersClient } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { moduleOf } from "../support/run";

const { permissionsOf, readUsers, usersByProfile, whoMay } = moduleOf("guides/recipes/audit-profiles.md", "audit") as {
  readUsers: (apiUsers: ApiUsersClient) => Promise<unknown[]>;
  usersByProfile: (users: readonly unknown[]) => Map<string, string[]>;
  permissionsOf: (users: readonly unknown[]) => string[];
  whoMay: (users: readonly unknown[], permission: string, warn?: (warning: string) => void) => unknown[];
};
let warnings: string[];
const warn = (warning: string) => void warnings.push(warning);

beforeEach(() => {
  warnings = [];
});

const fake = createFakeApi({ users: 250 });
const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch });

it("finds the users of every profile, as the store has them", async () => {
  const found = usersByProfile(await readUsers(apiUsers));
  expect([...found.keys()].sort()).toEqual(fake.profiles.map(({ name }) => name).sort());
  for (const { id, name } of fake.profiles) {
    const holders = fake.users.filter(({ profileIds }) => profileIds.includes(id));
    expect(found.get(name)).toEqual(holders.map((user) => user.name));
  }
});

it("finds who has a permission, and which profile grants it", async () => {
  const found = whoMay(await readUsers(apiUsers), "DEVICES_WRITE", warn);
  expect(warnings).toEqual([]);
  const granting = fake.profiles.filter(({ name }) => name === "Device manager").map(({ id }) => id);
  expect(found).toHaveLength(
    fake.users.filter(({ profileIds }) => profileIds.some((id) => granting.includes(id))).length,
  );
  expect(found[0]).toEqual({ user: "User 001", group: "Fake operator", profiles: ["Device manager"] });
});

it("names every permission that somebody has, once", async () => {
  const names = fake.profiles.flatMap(({ roles }) => roles.flatMap(({ perms }) => perms.map(({ name }) => name)));
  expect(new Set(names).size).toBeLessThan(names.length);
  expect(permissionsOf(await readUsers(apiUsers))).toEqual([...new Set(names)].sort());
});

it("warns of a permission that nobody has, since a misspelt name finds nobody either", async () => {
  expect(whoMay(await readUsers(apiUsers), "DEVICE_WRITE", warn)).toEqual([]);
  expect(warnings).toEqual(['No user has a permission called "DEVICE_WRITE": is it spelt right?']);
});

it.each([
  ["a profile has no roles", { id: "p", name: "Hidden" }],
  ["a role has no permissions", { id: "p", name: "Hidden", roles: [{ perms: [] }, { id: "r", name: "Hidden" }] }],
])("warns if it cannot see what a profile grants: %s", async (_, profile) => {
  const [user] = await readUsers(apiUsers);
  whoMay([user, { ...(user as object), profiles: [profile] }], "DEVICES_WRITE", warn);
  expect(warnings).toEqual(["Users with roles or permissions that the service does not show: 1"]);
});

it("counts a user without profiles as having none, without a warning", async () => {
  const [user] = await readUsers(apiUsers);
  whoMay([user, { ...(user as object), profiles: undefined }], "DEVICES_WRITE", warn);
  expect(warnings).toEqual([]);
});

it("warns on the console by default", () => {
  const spy = jest.spyOn(console, "warn").mockImplementation(() => undefined);
  const { whoMay: aloud } = moduleOf("guides/recipes/audit-profiles.md", "audit") as { whoMay: typeof whoMay };
  aloud([], "ANY");
  expect(spy).toHaveBeenCalledTimes(1);
  spy.mockRestore();
});

it("reads the list once, whatever is asked of it", async () => {
  fake.reset();
  const users = await readUsers(apiUsers);
  usersByProfile(users);
  whoMay(users, "DEVICES_READ", warn);
  const asked = fake.requests.map(({ url }) => url);
  expect(asked.length).toBeGreaterThanOrEqual(3);
  expect(new Set(asked).size).toBe(asked.length);
});
