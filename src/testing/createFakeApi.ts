import { documentedResponse, reasons, unauthorized, type OutgoingResponse } from "./responses";
import { connectionFailure } from "./connectionFailure";
import { check, checkKeys, isWhole } from "./checks";
import { handleRequest, operationOf } from "./router";
import type { FakeApi, FakeApiOptions, FakeFetch } from "./fakeApi";
import { FaultQueue, pause, type FakeFailure } from "./faults";
import { RateLimit } from "./rateLimit";
import { createHandlers, type Handlers } from "./handlers";
import { credentialsOf, isTooLong, recordOf } from "./request";
import type { FakeCredentials, FakeRequest, IncomingRequest } from "./request";
import { seedOf, type FakeGroup, type FakeProfile, type FakeUser, type StoredUser } from "./seed";
import { serve, type FakeListenOptions, type FakeServer } from "./server";
import { Store } from "./store";

/**
 * Creates a fake of the Sigfox `/api-users` service, for tests and for trying things out without an account. Its data is the
 * same every time, and its passwords are made up, unless you seed your own. It checks requests against the contract of this
 * package, and runs in Node.js, Bun, Deno, workers and browsers.
 *
 * Where the service's behaviour is not known, the fake is strict: unknown query parameters and unknown names in `fields`
 * are refused with a 400.
 *
 * @throws TypeError if an option is unknown or invalid
 *
 * @example
 * ```ts
 * import { ApiUsersClient } from "sigfox-api-users";
 * import { createFakeApi } from "sigfox-api-users/testing";
 *
 * const fake = createFakeApi({ users: 250 });
 * const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch });
 *
 * const users = await apiUsers.list().toArray();
 * console.log(users.length); // 250
 * console.log(fake.requests.length); // 3
 * ```
 */
export function createFakeApi(options: FakeApiOptions = {}): FakeApi {
  checkKeys("createFakeApi", options, ["users", "groups", "profiles", "now", "maxPageSize", "rateLimit"]);
  const { users, now = () => Date.now(), maxPageSize = Infinity, rateLimit } = options;
  const isCountOrList = (value: unknown) => Array.isArray(value) || (isWhole(value) && Number(value) >= 0);
  check("users", users, isCountOrList, "a whole number from 0, or a list");
  check("now", now, (value) => typeof value === "function", "a function that gives milliseconds");
  check("maxPageSize", options.maxPageSize, (value) => isWhole(value) && value > 0, "a whole number from 1");
  const store = new Store(seedOf(options));
  return new InMemoryApi(store, createHandlers(store, now, maxPageSize), now, rateLimit && new RateLimit(rateLimit));
}

// Private fields and getters of the prototype keep passwords out of whatever prints this object.
class InMemoryApi implements FakeApi {
  readonly #store: Store;
  readonly #handlers: Handlers;
  readonly #now: () => number;
  readonly #rateLimit: RateLimit | undefined;
  readonly #faults = new FaultQueue();
  readonly #requests: FakeRequest[] = [];
  readonly #held = new Set<unknown>();

  constructor(store: Store, handlers: Handlers, now: () => number, rateLimit: RateLimit | undefined) {
    this.#store = store;
    this.#handlers = handlers;
    this.#now = now;
    this.#rateLimit = rateLimit;
  }

  get auth(): FakeCredentials {
    return this.#store.callerCredentials();
  }

  get users(): readonly FakeUser[] {
    return this.#store.listed().map(shown);
  }

  get groups(): readonly FakeGroup[] {
    return [...this.#store.seed.groups.values()];
  }

  get profiles(): readonly FakeProfile[] {
    return [...this.#store.seed.profiles.values()];
  }

  get requests(): readonly FakeRequest[] {
    return this.#requests;
  }

  readonly fetch: FakeFetch = async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    // Node.js loses an abort when a Request between the caller's signal and this one is collected: hold on to both.
    const held = [input, request];
    this.#held.add(held);
    try {
      const body = new Uint8Array(await request.arrayBuffer());
      const { method, url, headers, signal } = request;
      const response = await this.#respond({ method, url, headers: Object.fromEntries(headers), body }, signal);
      if (response === undefined) {
        throw connectionFailure("other side closed", "ECONNRESET");
      }
      return toResponse(method === "HEAD" ? { ...response, body: undefined } : response);
    } finally {
      this.#held.delete(held);
    }
  };

  authOf(id: string): FakeCredentials {
    const user = this.#store.find(id);
    if (user === undefined) throw new RangeError(`There is no API user "${id}"`);
    return { username: id, password: user.password };
  }

  failNext(failure: FakeFailure): void {
    this.#faults.add(failure);
  }

  reset(): void {
    this.#store.reset();
    this.#faults.clear();
    this.#rateLimit?.reset();
    this.#requests.length = 0;
  }

  async listen(options: FakeListenOptions = {}): Promise<FakeServer> {
    return await serve((incoming, signal) => this.#respond(incoming, signal), options);
  }

  /** The response, or `undefined` to drop the connection. */
  async #respond(incoming: IncomingRequest, signal: AbortSignal): Promise<OutgoingResponse | undefined> {
    signal.throwIfAborted();
    const request = recordOf(incoming, operationOf(incoming));
    this.#requests.push(request);
    const { response, delay, dropConnection } = this.#faults.take(request) ?? {};
    const outcome = dropConnection === true ? undefined : (response ?? this.#carryOut(incoming));
    if (delay !== undefined) await pause(delay, signal);
    return dropConnection === undefined ? outcome : undefined;
  }

  #carryOut(incoming: IncomingRequest): OutgoingResponse {
    const refusal = this.#rateLimit?.refusal(this.#now());
    if (refusal !== undefined) return refusal;
    if (isTooLong(incoming.body.length)) return documentedResponse(413);
    return this.#store.accepts(credentialsOf(incoming)) ? handleRequest(incoming, this.#handlers) : unauthorized;
  }
}

const shown = ({ id, name, timezone, groupId, creationTime, profileIds }: StoredUser): FakeUser => {
  return { id, name, timezone, groupId, creationTime, profileIds };
};

const toResponse = ({ status, headers, body }: OutgoingResponse) =>
  new Response(body ?? null, { status, statusText: reasons[status] ?? "", headers });
