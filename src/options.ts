import type { Middleware } from "openapi-fetch";
import { refusal } from "./check";
import type { Auth } from "./credentials";
import { checkHeaders } from "./headers";
import { backOff } from "./retry";
import type { OperationId } from "./schema";

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
   * @defaultValue the client's, 30 000
   */
  readonly timeout?: number | undefined;
  /**
   * The deadline of the whole call, retries and waits included, in milliseconds from 1 to 2³¹−1.
   *
   * @defaultValue the client's, 90 000
   */
  readonly totalTimeout?: number | undefined;
  /**
   * Further attempts after the first, a whole number from 0. Which failures are retried depends on the operation.
   *
   * @defaultValue the client's, 2
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
   * Any WHATWG fetch.
   *
   * @defaultValue the global one, looked up at each call
   */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * How long to wait before a retry, in milliseconds; `attempt` is 1 before the first retry. A `Retry-After` of the server wins.
   *
   * @defaultValue full jitter: anything up to 500 ms · 2ⁿ, at most 8 s
   */
  readonly retryDelay?: ((attempt: number) => number) | undefined;
  /** Openapi-fetch middleware, run once for each attempt. It does not see the credentials. */
  readonly middleware?: readonly Middleware[] | undefined;
}

/** What every call of a client goes by, unless its own options say otherwise. */
export interface Settings {
  readonly timeout: number;
  readonly totalTimeout: number;
  readonly retries: number;
  readonly retryDelay: (attempt: number) => number;
  readonly hasAuth: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

const callOptionNames = ["signal", "timeout", "totalTimeout", "retries", "headers"];
const clientOptionNames = [
  "auth",
  "baseUrl",
  "fetch",
  "timeout",
  "totalTimeout",
  "retries",
  "retryDelay",
  "headers",
  "middleware",
];

/** @throws SigfoxValidationError naming the option that is wrong */
export function clientSettings(options: ApiUsersClientOptions): Settings {
  checkNames(options, clientOptionNames);
  const {
    timeout = 30_000,
    totalTimeout = 90_000,
    retries = 2,
    retryDelay = backOff,
    auth,
    fetch,
    middleware,
    headers,
  } = options;
  if (typeof retryDelay !== "function") throw refused("retryDelay", "must be a function");
  if (fetch !== undefined && typeof fetch !== "function") throw refused("fetch", "must be a function");
  if (middleware !== undefined && !Array.isArray(middleware)) throw refused("middleware", "must be an array");
  const settings = { timeout, totalTimeout, retries, retryDelay, hasAuth: auth !== undefined, headers: {} };
  return { ...checkNumbers(settings), headers: checkHeaders(headers ?? {}, settings.hasAuth) };
}

/** @throws SigfoxValidationError naming the option that is wrong */
export function callSettings(client: Settings, options: CallOptions, operation: OperationId): Settings {
  checkNames(options, callOptionNames, operation);
  const {
    timeout = client.timeout,
    totalTimeout = client.totalTimeout,
    retries = client.retries,
    headers,
    signal,
  } = options;
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.addEventListener !== "function") {
    throw refused("signal", "must be an AbortSignal", operation);
  }
  const settings = { ...client, timeout, totalTimeout, retries };
  return {
    ...checkNumbers(settings, operation),
    headers: headers === undefined ? {} : checkHeaders(headers, client.hasAuth, operation),
  };
}

/** The options of each page's call, once `concurrency` is known to be good. */
export function listSettings(options: ListOptions): { concurrency: number; call: CallOptions } {
  checkNames(options, [...callOptionNames, "concurrency"], "listApiUsers");
  const { concurrency = 1, ...call } = options;
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 16) {
    throw refused("concurrency", "must be a whole number from 1 to 16", "listApiUsers");
  }
  return { concurrency, call };
}

function checkNumbers(settings: Settings, operation?: OperationId): Settings {
  for (const name of ["timeout", "totalTimeout"] as const) {
    const value = settings[name];
    // Written so that NaN fails it. Timers take a longer delay for none at all.
    if (!(typeof value === "number" && value >= 1 && value <= 2 ** 31 - 1)) {
      throw refused(name, "must be a number of milliseconds from 1 to 2147483647", operation);
    }
  }
  if (!Number.isSafeInteger(settings.retries) || settings.retries < 0)
    throw refused("retries", "must be a whole number from 0", operation);
  return settings;
}

function checkNames(options: unknown, known: readonly string[], operation?: OperationId): void {
  if (typeof options !== "object" || options === null) throw refused("options", "must be an object", operation);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw refused(unknown, `is not known; known are ${known.join(", ")}`, operation);
}

const refused = (field: string, message: string, operation?: OperationId): Error =>
  refusal(operation, [{ type: "option", field, message }]);
