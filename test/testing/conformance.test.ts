import { createFakeApi, type FakeFailure, type FakeServer, type OperationId } from "../../src/testing";
import { contract } from "../../src/schema";
import { operationIds } from "../../src/testing/schema";
import { at, call } from "./support/call";
import { expectConforming } from "./support/judge";

type Target = readonly [method: string, path: string, body?: unknown];

let server: FakeServer;
const fake = createFakeApi({ users: 12, maxPageSize: 5 });

beforeAll(async () => {
  server = await fake.listen();
});
afterAll(() => server.close());
beforeEach(() => {
  fake.reset();
});

const user = at(fake.users, 1);
const path = `/api-users/${user.id}`;
const profileIds = fake.profiles.map(({ id }) => id);
const creation = { groupId: at(fake.groups, 0).id, name: "New", timezone: "UTC", profileIds };

const known: Readonly<Partial<Record<OperationId, Target>>> = {
  listApiUsers: ["GET", "/api-users/"],
  createApiUser: ["POST", "/api-users/", creation],
  getApiUser: ["GET", path],
  updateApiUser: ["PUT", path, { name: "New", profileIds }],
  deleteApiUser: ["DELETE", path],
  addProfileToApiUser: ["PUT", `${path}/profiles`, { profileIds }],
  deleteProfileOfApiUser: ["DELETE", `${path}/profiles/${at(user.profileIds, 0)}`],
  renewCredential: ["PUT", `${path}/renew-credential`],
};

/** An operation that is not known here is called without query and body. */
const targets = Object.fromEntries(
  operationIds.map((id): [string, Target] => [
    id,
    known[id] ?? [contract[id].method, contract[id].path.replace("{id}", user.id)],
  ]),
) as Readonly<Record<OperationId, Target>>;

const authorized = "authorizations=true&fields=group,profiles";
const cases: readonly (readonly [name: string, operation: OperationId, status: number, target: Target])[] = [
  ...Object.entries(targets).map(
    ([id, target]) => ["success", id as OperationId, { createApiUser: 201 }[id] ?? 0, target] as const,
  ),
  ["a page with a next", "listApiUsers", 200, ["GET", `/api-users/?limit=2&${authorized}`]],
  ["an empty page", "listApiUsers", 200, ["GET", "/api-users/?offset=500"]],
  ["everything selected", "getApiUser", 200, ["GET", `${path}?${authorized}`]],
  ["a refused query", "listApiUsers", 400, ["GET", "/api-users/?limit=0&colour=red&fields=x"]],
  ["refused fields", "getApiUser", 400, ["GET", `${path}?fields=x`]],
  ["a refused body", "createApiUser", 400, ["POST", "/api-users/", { colour: "red" }]],
  ["an unknown group", "createApiUser", 400, ["POST", "/api-users/", { ...creation, groupId: "x" }]],
  ["an unknown profile", "addProfileToApiUser", 400, ["PUT", `${path}/profiles`, { profileIds: ["x"] }]],
  ["broken JSON", "updateApiUser", 400, ["PUT", path, "{"]],
  ["an unknown user", "getApiUser", 404, ["GET", "/api-users/x"]],
  ["an unknown profile of a user", "deleteProfileOfApiUser", 404, ["DELETE", `${path}/profiles/x`]],
];

const ways = [
  ["in process", () => ({})],
  ["over HTTP", () => ({ base: server.url, fetch: globalThis.fetch })],
] as const;

describe.each(ways)("%s", (_, options) => {
  it.each(cases)("%s: %s", async (_, operation, status, [method, target, body]) => {
    const reply = await call(fake, method, target, body, options());
    expect(fake.requests.map((request) => request.operation)).toEqual([operation]);
    if (status === 0) expect([200, 204]).toContain(reply.status);
    else expect(reply.status).toBe(status);
    expectConforming(reply, operation);
  });

  it.each(operationIds)("%s without credentials", async (operation) => {
    const [method, target, body] = targets[operation];
    const reply = await call(fake, method, target, body, { ...options(), auth: { username: "x", password: "x" } });
    expect(reply.status).toBe(401);
    expectConforming(reply, operation);
  });

  it("a method that the path does not take", async () => {
    const reply = await call(fake, "PATCH", path, undefined, options());
    expect(reply.status).toBe(405);
    expectConforming(reply, "getApiUser");
  });
});

it.each(operationIds.flatMap((id) => [400, 401, 403, 404, 405, 429, 500].map((status) => [id, status] as const)))(
  "%s with a failure of %i",
  async (operation, status) => {
    // A list and a creation name no API user that could be missing.
    if (status === 404 && targets[operation][1] === "/api-users/") return;
    const failure: FakeFailure = { status, ...(status === 429 && { retryAfter: 1_000 }) };
    fake.failNext(failure);
    const [method, target, body] = targets[operation];
    const reply = await call(fake, method, target, body);
    expect(reply.status).toBe(status);
    expectConforming(reply, operation);
  },
);
