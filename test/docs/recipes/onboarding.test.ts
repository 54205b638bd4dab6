import { ApiUsersClient, type ApiUserCreation, type Credentials } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { moduleOf } from "../support/run";

const { onboard } = moduleOf("guides/recipes/onboarding.md", "onboard") as {
  onboard: (
    apiUsers: ApiUsersClient,
    names: readonly string[],
    common: Omit<ApiUserCreation, "name">,
  ) => Promise<{ ready: ReadonlyMap<string, Credentials>; failed: ReadonlyMap<string, unknown> }>;
};
const fake = createFakeApi({ users: 30 });
const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retryDelay: () => 0 });
const names = Array.from({ length: 500 }, (_, index) => `Gateway ${index + 1}`);
const common = {
  groupId: fake.groups[0]?.id ?? "",
  timezone: "Europe/Paris",
  profileIds: fake.profiles.slice(0, 1).map(({ id }) => id),
};

beforeEach(() => fake.reset());

const created = () => fake.users.map(({ name }) => name).filter((name) => name.startsWith("Gateway"));

function expectPasswordsToWork(ready: ReadonlyMap<string, Credentials>) {
  for (const [name, credentials] of ready) {
    expect(fake.users.find(({ id }) => id === credentials.username)?.name).toBe(name);
    expect(credentials.password).toBe(fake.authOf(credentials.username).password);
  }
}

it("creates each of 500 users once, and gives each a password that works", async () => {
  const { ready, failed } = await onboard(apiUsers, names, common);
  expect([...ready.keys()]).toEqual(names);
  expect(failed.size).toBe(0);
  expect(created().sort()).toEqual([...names].sort());
  expectPasswordsToWork(ready);
});

it("finds those whose creation was carried out and not answered, and creates nobody twice", async () => {
  fake.failNext({ status: 429, times: 4, operation: "createApiUser" });
  fake.failNext({ dropConnection: "after", times: 3, operation: "createApiUser" });
  fake.failNext({ dropConnection: "after", operation: "renewCredential" });
  const { ready, failed } = await onboard(apiUsers, names, common);
  expect(ready.size).toBe(500);
  expect(failed.size).toBe(0);
  expect(created().sort()).toEqual([...names].sort());
  expectPasswordsToWork(ready);
});

it("reports those that were not created, and why", async () => {
  fake.failNext({ dropConnection: true, operation: "createApiUser" });
  fake.failNext({ status: 403, operation: "createApiUser" });
  const { ready, failed } = await onboard(apiUsers, names.slice(0, 30), common);
  expect([...failed]).toMatchObject([
    ["Gateway 1", { kind: "connection", mayHaveBeenApplied: true }],
    ["Gateway 2", { kind: "forbidden", mayHaveBeenApplied: false }],
  ]);
  expect(created()).toHaveLength(28);
  expect(ready.size).toBe(28);
});

it("has at most ten requests under way", async () => {
  let underWay = 0;
  let most = 0;
  const counting = new ApiUsersClient({
    auth: fake.auth,
    fetch: async (input, init) => {
      most = Math.max(most, ++underWay);
      return await fake.fetch(input, init).finally(() => {
        underWay -= 1;
      });
    },
  });
  await onboard(counting, names.slice(0, 50), common);
  expect(most).toBe(10);
});

it("touches nobody if a name is taken, here or in the group", async () => {
  const password = fake.auth.password;
  await expect(onboard(apiUsers, ["Gateway 1", "User 001"], common)).rejects.toThrow("These names are taken: User 001");
  await expect(onboard(apiUsers, ["Gateway 1", "Gateway 1"], common)).rejects.toThrow("taken: Gateway 1");
  expect(created()).toEqual([]);
  expect(fake.auth.password).toBe(password);
});
