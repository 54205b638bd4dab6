import type { Middleware } from "openapi-fetch";
import { checkOptions, isRecord, refusedOption } from "./contract/check";
import type { Auth } from "./http/credentials";
import { checkHeaders, ownHeaders, secretsIn } from "./http/headers";
import { backOff } from "./http/retry";
import type { OperationId, Rule } from "./schema";
import type { Secret } from "./errors/secret";

/**
 * Options of one call; each takes the place of the client's.
 *
 * @category Client
 */
export interface CallOptions {
  /** Ends the call, its waits included, as soon as it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The deadline of one attempt, its body included, in milliseconds from 1 to 2³¹−1.
   *
   * @defaultValue 30 000, or what the client was given
   */
  readonly timeout?: number | undefined;
  /**
   * The deadline of the whole call, retries and waits included, in milliseconds from 1 to 2³¹−1.
   *
   * @defaultValue 90 000, or what the client was given
   */
  readonly totalTimeout?: number | undefined;
  /**
   * Further attempts after the first, a whole number from 0. Which failures are retried depends on the operation.
   *
   * @defaultValue 2, or what the client was given
   */
  readonly retries?: number | undefined;
  /** Headers added to every request of the call, over the client's. `authorization` together with `auth` is refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Options of a list. `timeout`, `totalTimeout` and `retries` count for each page; `signal` covers the whole reading.
 *
 * @category Reading
 */
export interface ListOptions extends CallOptions {
  /**
   * How many pages are asked for at a time when the list is iterated or collected, 1 to 16. The order is kept.
   *
   * @defaultValue 1
   */
  readonly concurrency?: number | undefined;
}

/**
 * Options of {@link ApiUsersClient}.
 *
 * @category Client
 */
export interface ApiUsersClientOptions extends Omit<CallOptions, "signal"> {
  /**
   * The credentials, or a function that gives them, asynchronously too; it is called at each attempt. Leave it out behind a proxy
   * that adds them.
   */
  readonly auth?: Auth | undefined;
  /**
   * Where the service is: an absolute `https:` URL, `http:` on a loopback host, or in a browser a path on the page's own origin.
   *
   * @defaultValue `https://api.sigfox.com/v2`
   */
  readonly baseUrl?: string | undefined;
  /**
   * Any WHATWG fetch. It is called with a URL and an init whose headers are a plain object by lower-case name, or, if there is `middleware`,
   * with a `Request`.
   *
   * @defaultValue the global one, looked up at each call
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * How long to wait before a retry, in milliseconds; `attempt` is 1 before the first retry. A `Retry-After` of the server wins.
   *
   * @defaultValue full jitter: anything up to 500 ms before the first retry, 1 s, 2 s … before the next ones, at most 8 s
   */
  readonly retryDelay?: ((attempt: number) => number) | undefined;
  /**
   * Middleware of openapi-fetch, run once for each attempt. It does not see the credentials. What it throws before the request is a
   * {@link SigfoxValidationError}, what it throws after the answer a {@link SigfoxConnectionError}.
   */
  readonly middleware?: readonly Middleware[] | undefined;
}

/** What a call goes by. */
export interface Settings {
  readonly timeout: number;
  readonly totalTimeout: number;
  readonly retries: number;
  readonly retryDelay: (attempt: number) => number;
  readonly hasAuth: boolean;
  /** All but the credentials, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** What an answer may repeat of the caller's headers. */
  readonly secrets: readonly Secret[];
}

// Timers take a longer delay for none at all.
const milliseconds: Rule = { type: "number", minimum: 1, maximum: 2 ** 31 - 1 };
const shared = {
  timeout: milliseconds,
  totalTimeout: milliseconds,
  retries: { type: "integer", minimum: 0 },
  headers: {},
};
/** What the options of a call must be. */
export const callRules = { ...shared, signal: { type: "object" } };
const listRules = { ...callRules, concurrency: { type: "integer", minimum: 1, maximum: 16 } };
const clientRules = {
  ...shared,
  auth: {},
  baseUrl: {},
  fetch: { type: "function" },
  retryDelay: { type: "function" },
  middleware: { type: "array", items: { type: "object" } },
};

/**
 * What the calls of a client go by, and what its transport is made of.
 *
 * @throws SigfoxValidationError naming the options that are wrong
 */
export function clientSettings(options: ApiUsersClientOptions): {
  settings: Settings;
  transport: Pick<ApiUsersClientOptions, "auth" | "baseUrl" | "fetch" | "middleware">;
} {
  const { headers = {}, timeout, totalTimeout, retries, retryDelay, ...transport } = checkOptions(clientRules, options);
  const hasAuth = transport.auth !== undefined;
  const given = checkHeaders(headers, hasAuth);
  const settings = {
    timeout: timeout ?? 30_000,
    totalTimeout: totalTimeout ?? 90_000,
    retries: retries ?? 2,
    retryDelay: retryDelay ?? backOff,
    hasAuth,
    headers: { ...ownHeaders(), ...given },
    secrets: secretsIn(given),
  };
  return { settings, transport };
}

/** @throws SigfoxValidationError naming the options that are wrong */
export function callSettings(client: Settings, options: CallOptions | undefined, operation: OperationId): Settings {
  if (options === undefined) return client;
  const { headers = {}, ...given } = checkOptions(callRules, options, operation);
  if (given.signal !== undefined && !("aborted" in given.signal && "addEventListener" in given.signal)) {
    throw refusedOption("signal", "must be an AbortSignal", operation);
  }
  const own = checkHeaders(headers, client.hasAuth, operation);
  return {
    ...client,
    ...(given as Partial<Settings>),
    headers: { ...client.headers, ...own },
    secrets: [...client.secrets, ...secretsIn(own)],
  };
}

/** The options of each page's call, and how many of them at a time. */
export function listSettings(options: ListOptions): { concurrency: number; call: CallOptions } {
  const { concurrency = 1, headers, ...call } = checkOptions(listRules, options, "listApiUsers");
  // A copy, so that every page goes out with the same.
  return { concurrency, call: { ...call, headers: isRecord(headers) ? { ...headers } : headers } };
}
