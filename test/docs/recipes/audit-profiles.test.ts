import { ApiUsersClient } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { moduleOf } from "../support/run";

const { readUsers, usersByProfile, whoMay } = moduleOf("guides/recipes/audit-profiles.md", "audit") as {
  readUsers: (apiUsers: ApiUsersClient) => Promise<unknown[]>;
  usersByProfile: (users: readonly unknown[]) => Map<string, string[]>;
  whoMay: (users: readonly unknown[], permission: string) => unknown[];
};
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
  const found = whoMay(await readUsers(apiUsers), "DEVICES_WRITE");
  const granting = fake.profiles.filter(({ name }) => name === "Device manager").map(({ id }) => id);
  expect(found).toHaveLength(
    fake.users.filter(({ profileIds }) => profileIds.some((id) => granting.includes(id))).length,
  );
  expect(found[0]).toEqual({ user: "User 001", group: "Fake operator", profiles: ["Device manager"] });
});

it("finds nobody for a permission that no profile grants", async () => {
  expect(whoMay(await readUsers(apiUsers), "NO_SUCH_PERMISSION")).toEqual([]);
});

it("reads the list once, whatever is asked of it", async () => {
  fake.reset();
  const users = await readUsers(apiUsers);
  usersByProfile(users);
  whoMay(users, "DEVICES_READ");
  const asked = fake.requests.map(({ url }) => url);
  expect(asked.length).toBeGreaterThanOrEqual(3);
  expect(new Set(asked).size).toBe(asked.length);
});
