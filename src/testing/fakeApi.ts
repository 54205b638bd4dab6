import type { FakeFailure, FakeRateLimit } from "./faults";
import type { FakeCredentials, FakeRequest } from "./incoming";
import type { FakeGroup, FakeProfile, FakeUser, FakeUserSeed } from "./seed";
import type { FakeListenOptions, FakeServer } from "./server";

/** What {@link createFakeApi} takes. */
export interface FakeApiOptions {
  /**
   * How many API users there are at first, or which; the first of them is the caller. With none, lists are empty; the caller can
   * still authenticate, and `get` with its own `id` answers.
   *
   * @defaultValue 3
   */
  readonly users?: number | readonly FakeUserSeed[] | undefined;
  /**
   * The groups there are, at least one. What is left out of a group is filled in.
   *
   * @defaultValue three groups of different types
   */
  readonly groups?: readonly Partial<FakeGroup>[] | undefined;
  /**
   * The profiles there are. What is left out of a profile is filled in.
   *
   * @defaultValue three profiles with roles and permissions
   */
  readonly profiles?: readonly Partial<FakeProfile>[] | undefined;
  /**
   * The clock for the `creationTime` of users that are created and for `rateLimit`, in milliseconds since the Unix epoch.
   *
   * @defaultValue `Date.now`
   */
  readonly now?: (() => number) | undefined;
  /**
   * The most users in a page, whatever `limit` asks for: a service that gives shorter pages than it was asked for, with a
   * `next` that fits.
   *
   * @defaultValue no bound but the `limit` of the contract
   */
  readonly maxPageSize?: number | undefined;
  /**
   * How many requests are let through in a while; the rest are answered with 429, as by a real limit.
   *
   * @defaultValue no limit
   */
  readonly rateLimit?: FakeRateLimit | undefined;
}

/** A `fetch` with the types of the platform, as far as the compiler knows them. */
export type FakeFetch = typeof globalThis extends {
  Request: new (...input: infer Input) => unknown;
  Response: { readonly prototype: infer Output };
}
  ? (...input: Input) => Promise<Output>
  : (input: unknown, init?: unknown) => Promise<never>;

/** A working stand-in for the Sigfox `/api-users` service, kept in memory. */
export interface FakeApi {
  /**
   * The caller's credentials, those of the first user. Read at each access: once the caller has renewed its own password,
   * the new one is here. For a client that is to follow, use `auth: () => fake.auth`.
   */
  readonly auth: FakeCredentials;
  /** What is in the store now, as a copy: users in the order of lists, without passwords. */
  readonly users: readonly FakeUser[];
  /** The groups that users can be in. */
  readonly groups: readonly FakeGroup[];
  /** The profiles that users can have. */
  readonly profiles: readonly FakeProfile[];
  /** Every request received, those that fail included, the oldest first. It grows, and {@link FakeApi.reset} empties it. */
  readonly requests: readonly FakeRequest[];

  /**
   * A `fetch` that the fake answers, without a socket. The base of the URL is whatever stands before `/api-users`. Pass it
   * on as it is: it needs no `this`.
   *
   * @throws TypeError "fetch failed", as the platform's own, when the connection is dropped
   */
  readonly fetch: FakeFetch;

  /**
   * The credentials of a user, to call as somebody else.
   *
   * @throws RangeError if there is no such user
   */
  authOf(id: string): FakeCredentials;

  /**
   * Makes the next request fail, or the next ones. Failures queue up; each request takes the first that fits it, before
   * anything else is looked at, the credentials included.
   *
   * @throws TypeError if the failure has an unknown key or makes no sense
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

  /** Back to the seed: the first users with their first passwords, no requests, no failures to come. */
  reset(): void;

  /**
   * Serves the same store over HTTP, by default on a free port of 127.0.0.1. For Node.js, Bun and Deno.
   *
   * @throws TypeError if the port or the host makes no sense
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
