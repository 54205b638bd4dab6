import { ApiUsersClient, SigfoxApiError } from "../src/index";
import { createFakeApi, type FakeApi, type FakeServer } from "../src/testing/index";
import { rejectionOf } from "./support/rejection";

// Every operation over real sockets, against the fake API on a loopback port.
let fake: FakeApi;
let server: FakeServer;
let apiUsers: ApiUsersClient;
let id: string;

beforeAll(async () => {
  fake = createFakeApi({ users: 25 });
  server = await fake.listen();
});
afterAll(() => server.close());
beforeEach(() => {
  fake.reset();
  apiUsers = new ApiUsersClient({ auth: fake.auth, baseUrl: server.url, retries: 0 });
  id = fake.users[7]?.id ?? "";
});

const sent = () => fake.requests.map(({ method, url }) => `${method} ${url.slice(server.url.length)}`);

it("lists a page and the one after it", async () => {
  const page = await apiUsers.list({ limit: 10, offset: 10 });
  expect(page.data.map((user) => user.id)).toEqual(fake.users.slice(10, 20).map((user) => user.id));
  const next = await page.next();
  expect(next?.data).toHaveLength(5);
  expect(next?.hasNext).toBe(false);
  expect(sent()).toEqual(["GET /api-users/?limit=10&offset=10", "GET /api-users/?limit=10&offset=20"]);
});

it.each([1, 4])("lists every user of the filtered groups, %d at a time", async (concurrency) => {
  const [group] = fake.groups;
  const groupIds = [group?.id ?? ""];
  const users = await apiUsers.list({ groupIds, limit: 2 }, { concurrency }).toArray();
  const expected = fake.users.filter((user) => user.groupId === group?.id).map((user) => user.id);
  expect(expected.length).toBeGreaterThan(2);
  expect(users.map((user) => user.id)).toEqual(expected);
});

it("gets a user with the selected fields", async () => {
  const user = await apiUsers.get(id, { fields: { group: { name: true }, profiles: { roles: { perms: true } } } });
  const [group] = fake.groups.filter(({ id }) => id === user.group?.id);
  expect(user.id).toBe(id);
  expect(user.group).toEqual({ id: group?.id, name: group?.name });
  expect(user.profiles?.[0]?.roles?.[0]?.perms?.[0]?.name).toEqual(expect.any(String));
});

it("creates a user that can be read, renamed and deleted", async () => {
  const groupId = fake.groups[0]?.id ?? "";
  const profileIds = [fake.profiles[0]?.id ?? ""];
  const created = await apiUsers.create({ groupId, name: "Wärehouse 🏭", timezone: "Europe/Paris", profileIds });
  expect(await apiUsers.get(created.id)).toMatchObject({ name: "Wärehouse 🏭", group: { id: groupId } });
  await expect(apiUsers.update(created.id, { name: "Other" })).resolves.toBeUndefined();
  expect(await apiUsers.get(created.id)).toMatchObject({ name: "Other", timezone: "Europe/Paris" });
  await expect(apiUsers.delete(created.id)).resolves.toBeUndefined();
  expect((await rejectionOf(SigfoxApiError, apiUsers.get(created.id))).kind).toBe("notFound");
});

it("adds profiles to those that are there and takes one away", async () => {
  const [first, second, third] = fake.profiles.map((profile) => profile.id);
  if (first === undefined || second === undefined || third === undefined) throw new Error("too few profiles");
  await apiUsers.update(id, { profileIds: [first] });
  await apiUsers.addProfiles(id, [second, third]);
  expect((await apiUsers.get(id)).profiles).toEqual([{ id: first }, { id: second }, { id: third }]);
  await apiUsers.removeProfile(id, second);
  expect((await apiUsers.get(id)).profiles).toEqual([{ id: first }, { id: third }]);
});

it("renews another user's password, and the old one no longer works", async () => {
  const as = (password: string) => new ApiUsersClient({ auth: { username: id, password }, baseUrl: server.url });
  const before = as(fake.authOf(id).password);
  expect((await before.get(id)).id).toBe(id);
  const { accessToken } = await apiUsers.renewCredential(id);
  expect((await as(accessToken).get(id)).id).toBe(id);
  expect((await rejectionOf(SigfoxApiError, before.get(id))).kind).toBe("unauthorized");
});

it("goes on with the new password after it has renewed its own", async () => {
  const { username } = fake.auth;
  await apiUsers.renewCredential(username);
  await apiUsers.renewCredential(username);
  expect((await apiUsers.get(username)).id).toBe(username);
  expect(fake.requests).toHaveLength(3);
});

it("tells what a real server refuses", async () => {
  const error = await rejectionOf(SigfoxApiError, apiUsers.list({ fields: "group(colour)" }).toArray());
  expect(error).toMatchObject({ kind: "badRequest", status: 400, operation: "listApiUsers", attempts: 1 });
  expect(error.issues).toMatchObject([{ type: "query", field: "fields" }]);
});

it("gives the raw answer through http", async () => {
  const { data, response } = await apiUsers.http.GET("/api-users/{id}", { params: { path: { id } } });
  expect(response.status).toBe(200);
  expect(data?.id).toBe(id);
});
