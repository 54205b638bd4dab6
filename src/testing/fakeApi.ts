import type { FakeFailure } from "./faults";
import type { FakeRateLimit } from "./rateLimit";
import type { FakeCredentials, FakeRequest } from "./request";
import type { FakeGroup, FakeProfile, FakeUser, FakeUserSeed } from "./seed";
import type { FakeListenOptions, FakeServer } from "./server";

/** Options of {@link createFakeApi}. */
export interface FakeApiOptions {
  /**
   * The API users at the start: how many, or which. The first one is the caller. With none, lists are empty; the caller can
   * still authenticate, and read itself with `get`.
   *
   * @defaultValue 3
   */
  readonly users?: number | readonly FakeUserSeed[] | undefined;
  /**
   * The groups, at least one. Missing properties are filled in.
   *
   * @defaultValue three groups of different types
   */
  readonly groups?: readonly Partial<FakeGroup>[] | undefined;
  /**
   * The profiles. Missing properties are filled in.
   *
   * @defaultValue three profiles with roles and permissions
   */
  readonly profiles?: readonly Partial<FakeProfile>[] | undefined;
  /**
   * The clock for `rateLimit` and for the `creationTime` of new users, in milliseconds since the Unix epoch.
   *
   * @defaultValue `Date.now`
   */
  readonly now?: (() => number) | undefined;
  /**
   * The maximum number of users in a page, whatever `limit` is. It simulates a service that returns shorter pages than
   * requested, with a matching `next`.
   *
   * @defaultValue only the contract's `limit` applies
   */
  readonly maxPageSize?: number | undefined;
  /**
   * How many requests pass in a given time; further ones get a 429, as from a real limit.
   *
   * @defaultValue no limit
   */
  readonly rateLimit?: FakeRateLimit | undefined;
}

/** A `fetch` with the platform's types, if the compiler knows them. */
export type FakeFetch = typeof globalThis extends {
  Request: new (...input: infer Input) => unknown;
  Response: { readonly prototype: infer Output };
}
  ? (...input: Input) => Promise<Output>
  : (input: unknown, init?: unknown) => Promise<never>;

/** A fake of the Sigfox `/api-users` service, in memory. */
export interface FakeApi {
  /**
   * The caller's current credentials, those of the first user. After a renewal of the caller's password, they contain the
   * new one. If anything other than the client renews that password, use `auth: () => fake.auth`.
   */
  readonly auth: FakeCredentials;
  /** A copy of the stored users, in list order, without passwords. */
  readonly users: readonly FakeUser[];
  /** The groups that users can be in. */
  readonly groups: readonly FakeGroup[];
  /** The profiles that users can have. */
  readonly profiles: readonly FakeProfile[];
  /** Every request received, including failed ones, oldest first. {@link FakeApi.reset} empties it. */
  readonly requests: readonly FakeRequest[];

  /**
   * A `fetch` that calls the fake, without a socket. Any base URL works: the path counts from `/api-users` on. It needs no
   * `this`, so you can pass it on as it is.
   *
   * @throws TypeError "fetch failed", like the platform's own, when the connection is dropped
   */
  readonly fetch: FakeFetch;

  /**
   * Returns the credentials of a user, to call the API as that user.
   *
   * @throws RangeError if there is no such user
   */
  authOf(id: string): FakeCredentials;

  /**
   * Makes the next request fail, or the next few. Failures queue up. Each request takes the first one that matches it,
   * before anything else is checked, including the credentials.
   *
   * @throws TypeError if the failure has an unknown key or is invalid
   *
   * @example
   * ```ts
   * import { ApiUsersClient, isSigfoxError } from "sigfox-api-users";
   * import { createFakeApi } from "sigfox-api-users/testing";
   *
   * const fake = createFakeApi();
   * const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retries: 0 });
   *
   * fake.failNext({ status: 429, retryAfter: 2_000 });
   * try {
   *   await apiUsers.get(fake.auth.username);
   * } catch (error) {
   *   if (isSigfoxError(error)) console.log(error.kind); // rateLimited
   * }
   * ```
   */
  failNext(failure: FakeFailure): void;

  /**
   * Restores the initial users and passwords, and clears the requests, the pending failures and the window of a rate
   * limit. It does not reset a client: create one for each test.
   */
  reset(): void;

  /**
   * Serves the same store over HTTP, by default on a free port of 127.0.0.1. For Node.js, Bun and Deno.
   *
   * @throws TypeError if the port or the host is invalid, or the port is one that no `fetch` connects to
   * @throws Error if the port is taken, or the runtime has no `node:http`
   *
   * @example
   * ```ts
   * import { ApiUsersClient } from "sigfox-api-users";
   * import { createFakeApi } from "sigfox-api-users/testing";
   *
   * const fake = createFakeApi();
   * const server = await fake.listen();
   * const apiUsers = new ApiUsersClient({ auth: fake.auth, baseUrl: server.url });
   * console.log((await apiUsers.get(fake.auth.username)).name); // User 001
   * await server.close();
   * ```
   */
  listen(options?: FakeListenOptions): Promise<FakeServer>;
}
