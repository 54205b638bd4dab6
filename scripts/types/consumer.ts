// A program that uses every name that the package exports. It is never run: it is compiled, with each version of TypeScript and each way
// of resolving modules, from the installed tarball instead of from these two paths.
import {
  ApiUserList,
  ApiUserPage,
  ApiUsersClient,
  isSigfoxError,
  SigfoxAbortError,
  SigfoxApiError,
  SigfoxConnectionError,
  SigfoxError,
  SigfoxPaginationError,
  SigfoxParseError,
  SigfoxTimeoutError,
  SigfoxValidationError,
  type AnySigfoxError,
  type ApiUser,
  type ApiUserCreation,
  type ApiUserEdition,
  type ApiUserFields,
  type ApiUsersClientOptions,
  type ApiUserWith,
  type AttemptEvent,
  type Auth,
  type CallOptions,
  type CreatedApiUser,
  type Credentials,
  type FieldsVocabulary,
  type GetApiUserQuery,
  type Http,
  type Known,
  type ListApiUsersQuery,
  type ListOptions,
  type Middleware,
  type MiddlewareCall,
  type MinGroup,
  type MinProfile,
  type MinRole,
  type OnlyKnownNames,
  type OperationId,
  type Permission,
  type RenewedCredential,
  type SigfoxApiErrorKind,
  type SigfoxErrorKind,
  type SigfoxIssue,
} from "../../src/index";
import {
  createFakeApi,
  type FakeApi,
  type FakeApiOptions,
  type FakeCredentials,
  type FakeFailure,
  type FakeFetch,
  type FakeGroup,
  type FakeListenOptions,
  type FakeProfile,
  type FakeRateLimit,
  type FakeRequest,
  type FakeRole,
  type FakeServer,
  type FakeUser,
  type FakeUserSeed,
  type OperationId as FakeOperationId,
} from "../../src/testing/index";

const credentials: Credentials = { username: "login", password: "password" };
const auth: Auth = () => Promise.resolve(credentials);
const call: CallOptions = { signal: new AbortController().signal, timeout: 1_000, totalTimeout: undefined, retries: 0 };
const middleware: Middleware = { onRequest: ({ request }: MiddlewareCall) => request };
const options: ApiUsersClientOptions = {
  auth,
  baseUrl: "https://api.sigfox.com/v2",
  fetch: (...input) => fetch(...input),
  retryDelay: (attempt) => attempt * 100,
  headers: { "x-request-id": "1" },
  middleware: [middleware],
  onAttempt: ({ duration }: AttemptEvent) => {
    is<typeof duration, number>(true, duration);
  },
  timeout: undefined,
};
export const apiUsers = new ApiUsersClient(options);
export const http: Http = apiUsers.http;

/** Both are the same type, and not `any`. */
type Same<A, B> = [A, B] extends [B, A] ? (0 extends 1 & A ? false : true) : false;
export const is = <A, B>(same: Same<A, B>, value: A): [boolean, A] => [same, value];

export async function reading(): Promise<void> {
  const query: ListApiUsersQuery = { groupIds: ["a"], profileId: "b", limit: 10, offset: 0, authorizations: true };
  const listing: ListOptions = { ...call, concurrency: 4 };
  const list = apiUsers.list({ limit: 10, groupIds: ["a"] }, listing);
  const page = await list;
  const isFirst: boolean = list instanceof ApiUserList && page instanceof ApiUserPage && page.offset === 0;
  const next = await page.next(call);
  for (const user of next?.data ?? []) is<typeof user.name, string>(true, user.name);
  for await (const user of list) {
    is<typeof user.id, string>(true, user.id);
    // @ts-expect-error: it was not selected.
    String(user.group?.name);
  }
  for await (const { data, nextOffset, hasNext } of list.pages()) {
    is<typeof nextOffset, number | undefined>(true, nextOffset);
    if (hasNext && isFirst) data.at(-1);
  }
  const everybody: ApiUser[] = await list.toArray({ maxItems: 10_000 });
  everybody.push(...(await apiUsers.list(query).toArray()));
}

export async function selecting(): Promise<void> {
  const selection = { group: { name: true }, profiles: { roles: { perms: true } } } as const satisfies ApiUserFields;
  const user: ApiUserWith<typeof selection> = await apiUsers.get("a", { fields: selection }, call);
  is<NonNullable<typeof user.group>["name"], string | undefined>(true, user.group?.name);
  // @ts-expect-error: it was not selected.
  String(user.group?.level);
  const role = user.profiles?.[0]?.roles?.[0];
  const permission: Permission | undefined = role?.perms?.[0];
  const inFull: ApiUser = user;
  const group: MinGroup | undefined = inFull.group;
  const profile: MinProfile | undefined = inFull.profiles?.[0];
  const anyRole: MinRole | undefined = profile?.roles?.[0];
  // @ts-expect-error: there is no such field.
  await apiUsers.get("a", { fields: { group: { nmae: true } } });
  const query: GetApiUserQuery<string> = { fields: "group(name)", authorizations: false };
  const wired: ApiUser = await apiUsers.get(group?.id ?? anyRole?.id ?? "a", query);
  is<FieldsVocabulary["group"]["name"], true>(true, true);
  await apiUsers.get(permission?.name ?? wired.id);
}

/** Wrappers of the user's, which narrow as what they wrap does. */
export async function load<const F extends ApiUserFields & Known<F>>(fields: F): Promise<ApiUserWith<F>> {
  return await apiUsers.get("a", { fields });
}
export async function wrapping(): Promise<void> {
  const all = <const F extends ApiUserFields>(fields: F & Known<F>) => apiUsers.list({ fields }).toArray();
  const users = [await load({ group: { name: true } }), ...(await all({ group: { name: true } }))];
  is<NonNullable<(typeof users)[number]["group"]>["name"], string | undefined>(true, users[0]?.group?.name);
  // @ts-expect-error: it was not selected.
  String(users[0]?.group?.level);
  const query: GetApiUserQuery<ApiUserFields & OnlyKnownNames> = {};
  await apiUsers.get("a", query);
}

export async function writing(): Promise<void> {
  const body: ApiUserCreation = { groupId: "a", name: "Ada", timezone: "Europe/Paris", profileIds: ["b"] };
  const created: CreatedApiUser = await apiUsers.create(body, call);
  const edition: ApiUserEdition = { name: "Ada", timezone: undefined };
  await apiUsers.update(created.id, edition, call);
  // @ts-expect-error: none of them can be removed.
  await apiUsers.update(created.id, { name: null });
  await apiUsers.addProfiles(created.id, ["c"], call);
  await apiUsers.removeProfile(created.id, "c", call);
  const renewed: RenewedCredential = await apiUsers.renewCredential(created.id, call);
  is<typeof renewed.accessToken, string>(true, renewed.accessToken);
  await apiUsers.delete(created.id, call);
  const { data, error, response } = await http.GET("/api-users/{id}", { params: { path: { id: created.id } } });
  is<typeof response, Response>(true, response);
  is<NonNullable<typeof data>["id"] | undefined, string | undefined>(true, data?.id);
  if (error !== undefined) throw new Error("message" in error ? error.message : "");
}

export function telling(caught: unknown): string {
  if (!isSigfoxError(caught)) throw caught;
  const error: AnySigfoxError = caught;
  const kind: SigfoxErrorKind = error.kind;
  const operation: OperationId | undefined = error.operation;
  const issues: readonly SigfoxIssue[] = error.issues;
  const about = `${kind} ${operation ?? ""} ${issues.length} ${error.message}`;
  switch (error.kind) {
    case "connection":
      return about + (error.code ?? "");
    case "timeout":
      is<typeof error.scope, "attempt" | "total">(true, error.scope);
      return about + String(error.limit);
    case "aborted":
      return about + String(error.cause);
    case "parse":
      return about + error.body;
    case "validation":
      return about + String(error instanceof SigfoxValidationError);
    case "pagination":
      return about + String(error.offset);
    default: {
      const answered: SigfoxApiError = error;
      const kinds: SigfoxApiErrorKind = answered.kind;
      return (
        about + kinds + String(answered.status) + String(answered.retryAfter) + (answered.headers.get("date") ?? "")
      );
    }
  }
}

export const classes: readonly (abstract new (...args: never) => SigfoxError)[] = [
  SigfoxError,
  SigfoxAbortError,
  SigfoxApiError,
  SigfoxConnectionError,
  SigfoxPaginationError,
  SigfoxParseError,
  SigfoxTimeoutError,
  SigfoxValidationError,
];

export async function testing(): Promise<void> {
  const seeds: FakeUserSeed[] = [{ name: "Gateway" }];
  const rateLimit: FakeRateLimit = { requests: 50, interval: 1_000 };
  const fakeOptions: FakeApiOptions = { users: seeds, rateLimit, now: () => 0, maxPageSize: undefined };
  const fake: FakeApi = createFakeApi(fakeOptions);
  const fakeAuth: FakeCredentials = fake.auth;
  const failing: FakeOperationId = "getApiUser";
  const failure: FakeFailure = { status: 429, retryAfter: 2_000, operation: failing };
  fake.failNext(failure);
  const fakeFetch: FakeFetch = fake.fetch;
  new ApiUsersClient({ auth: fakeAuth, fetch: fakeFetch });
  const listenOptions: FakeListenOptions = { port: 8080, host: "0.0.0.0" };
  const server: FakeServer = await fake.listen(listenOptions);
  new ApiUsersClient({ auth: () => fake.auth, baseUrl: server.url });
  const requests: readonly FakeRequest[] = fake.requests;
  const user: FakeUser | undefined = fake.users[0];
  const group: FakeGroup | undefined = fake.groups[0];
  const profile: FakeProfile | undefined = fake.profiles[0];
  const role: FakeRole | undefined = profile?.roles[0];
  await server.close();
  if (requests.length === 0) throw new Error(`${user?.name ?? ""} ${group?.name ?? ""} ${role?.name ?? ""}`);
}
