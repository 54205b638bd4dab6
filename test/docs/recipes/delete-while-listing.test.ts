import { ApiUsersClient, type ApiUser } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { moduleOf } from "../support/run";

type Deleting = (apiUsers: ApiUsersClient, isStale: (user: ApiUser) => boolean) => Promise<number>;
const recipe = "guides/recipes/delete-while-listing.md";
const { deleteNaively } = moduleOf(recipe, "naive") as { deleteNaively: Deleting };
const { deleteUsers } = moduleOf(recipe, "deleteUsers") as { deleteUsers: Deleting };

const fake = createFakeApi({ users: 201 });
const own = fake.auth.username;
const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch });
const isStale = (user: ApiUser) => user.id !== own;

beforeEach(() => fake.reset());

it("skips users when the loop deletes what it lists", async () => {
  const deleted = await deleteNaively(apiUsers, isStale);
  // Offset 0 of 201 finds 50, one of them not stale; offset 50 of 152 finds 50; offset 100 of 102 finds the last 2.
  expect(deleted).toBe(49 + 50 + 2);
  expect(fake.users).toHaveLength(100);
});

it("deletes every one of them when the list is read first", async () => {
  expect(await deleteUsers(apiUsers, isStale)).toBe(200);
  expect(fake.users.map(({ id }) => id)).toEqual([own]);
});

it("reads the list once", async () => {
  await deleteUsers(apiUsers, isStale);
  const asked = fake.requests.filter(({ operation }) => operation === "listApiUsers").map(({ url }) => url);
  expect(asked.length).toBeGreaterThanOrEqual(3);
  expect(new Set(asked).size).toBe(asked.length);
});
