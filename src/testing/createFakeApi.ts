import { FaultQueue, type FakeFailure, type Fault } from "./faults";
import { reasons, unauthorized, type Answer } from "./answers";
import { credentialsOf, type FakeCredentials } from "./basicAuth";
import { check, checkKeys, isWhole } from "./checks";
import { readContract, type Contract } from "./contract";
import type { FakeApi, FakeApiOptions } from "./fakeApi";
import { createHandlers, type Settings } from "./handlers";
import { pause } from "./pause";
import { recordOf, type FakeRequest, type Incoming } from "./recorder";
import { groups, profiles, type FakeGroup, type FakeProfile, type FakeUser } from "./seed";
import { serve, type FakeServer } from "./server";
import { snapshot, Store } from "./store";

/**
 * A fake of the Sigfox `/api-users` service, for tests and for trying things out without an account. Its data are the same
 * every time, and no password in it is real. It checks requests against the contract of this package with openapi-backend,
 * which has to be installed beside it.
 *
 * Where the service's behaviour is not known, the fake is strict: unknown query parameters and unknown names in `fields`
 * are refused with a 400.
 *
 * @throws TypeError if an option is unknown or makes no sense
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
  checkKeys("createFakeApi", options, ["users", "now", "maxPageSize"]);
  const { users = 3, now = Date.now, maxPageSize = Infinity } = options;
  check("users", users, (value) => isWhole(value) && value >= 0, "a whole number from 0");
  check("now", now, (value) => typeof value === "function", "a function that gives milliseconds");
  check("maxPageSize", options.maxPageSize, (value) => isWhole(value) && value > 0, "a whole number from 1");
  return new InMemoryApi(new Store(users), { now, maxPageSize });
}

// Private fields and getters of the prototype keep passwords out of whatever prints this object.
class InMemoryApi implements FakeApi {
  readonly #store: Store;
  readonly #settings: Settings;
  readonly #faults = new FaultQueue();
  readonly #requests: FakeRequest[] = [];
  readonly #held = new Set<unknown>();
  #contract: Promise<Contract> | undefined;

  constructor(store: Store, settings: Settings) {
    this.#store = store;
    this.#settings = settings;
  }

  get auth(): FakeCredentials {
    return this.#store.callerCredentials();
  }

  get users(): readonly FakeUser[] {
    return this.#store.listed().map(snapshot);
  }

  get groups(): readonly FakeGroup[] {
    return groups;
  }

  get profiles(): readonly FakeProfile[] {
    return profiles;
  }

  get requests(): readonly FakeRequest[] {
    return this.#requests;
  }

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    // Node.js loses an abort when a Request between the caller's signal and this one is collected: hold on to both.
    const held = [input, request];
    this.#held.add(held);
    try {
      const body = await request.text();
      const { method, url, headers, signal } = request;
      const incoming = { method, url, headers: Object.fromEntries(headers), body: body === "" ? undefined : body };
      const answer = await this.#answer(incoming, signal);
      if (answer === undefined) {
        const cause = Object.assign(new Error("other side closed"), { code: "ECONNRESET" });
        throw new TypeError("fetch failed", { cause });
      }
      return toResponse(method === "HEAD" ? { ...answer, body: undefined } : answer);
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
    this.#requests.length = 0;
  }

  async listen(options: { readonly port?: number | undefined } = {}): Promise<FakeServer> {
    checkKeys("listen", options, ["port"]);
    await this.#ready();
    return await serve((incoming, signal) => this.#answer(incoming, signal), options.port ?? 0);
  }

  #ready(): Promise<Contract> {
    this.#contract ??= readContract(createHandlers(this.#store, this.#settings));
    return this.#contract;
  }

  async #answer(incoming: Incoming, signal: AbortSignal): Promise<Answer | undefined> {
    const contract = await this.#ready();
    signal.throwIfAborted();
    const operation = contract.operationOf(incoming);
    this.#requests.push(recordOf(incoming, operation));
    const fault = this.#faults.take(operation);
    const answer = await this.#outcome(contract, incoming, fault);
    if (fault?.delay !== undefined) await pause(fault.delay, signal);
    signal.throwIfAborted();
    return answer;
  }

  async #outcome(contract: Contract, incoming: Incoming, fault: Fault | undefined): Promise<Answer | undefined> {
    if (fault?.dropConnection === true) return undefined;
    const answer = fault?.answer ?? (await this.#carryOut(contract, incoming));
    return fault?.dropConnection === "after" ? undefined : answer;
  }

  async #carryOut(contract: Contract, incoming: Incoming): Promise<Answer> {
    const credentials = credentialsOf(incoming.headers["authorization"]);
    return this.#store.accepts(credentials) ? await contract.answer(incoming) : unauthorized;
  }
}

const toResponse = ({ status, headers, body }: Answer) =>
  new Response(body ?? null, { status, statusText: reasons[status] ?? "", headers });
