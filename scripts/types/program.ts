// A user's program. It proves what only a compiler can: the package and its imports resolve, all declarations compile, and nothing in them is
// `any`. It is compiled against the installed tarball instead of these two paths. The tests in test/editor cover the narrowing of results.
import { ApiUsersClient, isSigfoxError, type ApiUserFields, type ApiUsersClientOptions } from "../../src/index";
import { createFakeApi, type FakeApiOptions, type FakeRequest } from "../../src/testing/index";

const options: ApiUsersClientOptions = {
  auth: () => Promise.resolve({ username: "login", password: "password" }),
  fetch: (...input) => fetch(...input),
  middleware: [{ onRequest: ({ request }) => request }],
  onAttempt: ({ headers, duration }) => headers?.get("date") ?? duration,
  timeout: undefined,
};
const apiUsers = new ApiUsersClient(options);

export async function reading(): Promise<string[]> {
  const fields = { group: { name: true }, profiles: { roles: { perms: true } } } as const satisfies ApiUserFields;
  const { group, profiles = [] } = await apiUsers.get("a", { fields }, { signal: AbortSignal.timeout(1), retries: 0 });
  const names: (string | undefined)[] = [group?.name, profiles[0]?.roles?.[0]?.perms?.[0]?.name];
  // @ts-expect-error: it was not selected.
  String(group?.level);
  for await (const page of apiUsers.list({ groupIds: ["a"], limit: 10 }, { concurrency: 4 }).pages())
    names.push(...page.data.map(({ name }) => name));
  // @ts-expect-error: there is no such field.
  await apiUsers.list({ fields: { group: { nmae: true } } }).toArray({ maxItems: 10_000 });
  return names.map((name) => name ?? "");
}

export async function writing(): Promise<Response> {
  const body = { groupId: "a", name: "Ada", timezone: "Europe/Paris", profileIds: ["b"] };
  const { id } = await apiUsers.create(body);
  await apiUsers.update(id, { name: "Zoë", timezone: undefined }, { totalTimeout: undefined });
  // @ts-expect-error: a name cannot be removed.
  await apiUsers.update(id, { name: null });
  const { data, error, response } = await apiUsers.http.GET("/api-users/{id}", { params: { path: { id } } });
  // @ts-expect-error: there may have been an error.
  if (error === undefined && data.name === "") return data.timezone;
  // @ts-expect-error: there is no such path.
  await apiUsers.http.GET("/api-user/{id}", { params: { path: { id } } });
  return response;
}

export function telling(error: unknown): string | number | undefined {
  if (!isSigfoxError(error)) throw error;
  // @ts-expect-error: not every error has a status.
  if (error.status === 404) return error.kind;
  switch (error.kind) {
    case "connection":
      return error.code;
    case "timeout":
      return error.scope;
    case "parse":
      return error.body;
    case "callback":
      return error.option;
    case "aborted":
    case "validation":
    case "pagination":
      return error.issues[0]?.message;
    default:
      return error.status + (error.retryAfter ?? 0);
  }
}

export async function testing(): Promise<readonly FakeRequest[]> {
  const seed: FakeApiOptions = { users: [{ name: "Gateway" }], rateLimit: { requests: 50, interval: 1_000 } };
  const fake = createFakeApi(seed);
  fake.failNext({ status: 429, retryAfter: 2_000, operation: "getApiUser", when: ({ method }) => method === "GET" });
  // @ts-expect-error: there is no such operation.
  fake.failNext({ status: 429, operation: "getApiUsers" });
  const server = await fake.listen({ host: "0.0.0.0" });
  await new ApiUsersClient({ auth: fake.auth, baseUrl: server.url, fetch: fake.fetch }).list();
  await server.close();
  return fake.requests;
}
