import type { SigfoxErrorKind } from "./errors/kinds";
import type { OperationId } from "./schema";

/**
 * A login and its password.
 *
 * @category Client
 */
export interface Credentials {
  /** The API user's login, which is its id. */
  readonly username: string;
  /** The API user's password, which is its `accessToken`. */
  readonly password: string;
}

/**
 * The credentials of a client, or a function that returns them for each attempt.
 *
 * @category Client
 */
export type Auth = Credentials | (() => Credentials | Promise<Credentials>);

/**
 * Functions that run once per attempt. They do not see the client's credentials. They return nothing, or a global `Request`,
 * `Response` or `Error`, not one of another package; the body of a returned response must not have been read. Middleware for
 * openapi-fetch works unchanged.
 *
 * @category Client
 */
export interface Middleware {
  /** Runs before the request. A returned `Request` replaces it; a returned `Response` is used instead of sending it. */
  onRequest?(call: MiddlewareCall): MiddlewareResult<Request | Response>;
  /** Runs after the response. A returned `Response` replaces it. */
  onResponse?(call: MiddlewareCall & { readonly response: Response }): MiddlewareResult<Response>;
  /** Runs after `fetch` rejects. A returned `Error` replaces the error of the connection; a returned `Response` is used as the response. */
  onError?(call: MiddlewareCall & { readonly error: unknown }): MiddlewareResult<Response | Error>;
}

/**
 * The argument of each middleware function.
 *
 * @category Client
 */
export interface MiddlewareCall {
  /** The request, without credentials. */
  readonly request: Request;
  /** The path as in the contract, such as `/api-users/{id}`. */
  readonly schemaPath: string;
  /** The parameters of the path and the query. */
  readonly params: {
    /** The parameters of the path by name, such as `id`. */
    readonly path?: Record<string, unknown>;
    /** The parameters of the query by name, before they are serialised. */
    readonly query?: Record<string, unknown>;
  };
  /** An id that all middleware functions of one attempt share. */
  readonly id: string;
}

/** @inline */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- as in openapi-fetch: a middleware may return nothing
type MiddlewareResult<T> = T | undefined | void | Promise<T | undefined | void>;

/**
 * Options of one call. They replace the client's, except that `headers` are merged by name and both `onAttempt` functions are called.
 *
 * @category Client
 */
export interface CallOptions {
  /** Aborts the call, including its waits. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The deadline of one attempt, body included, in milliseconds from 1 to 2³¹−1.
   *
   * @defaultValue 30 000; for a call, the client's own
   */
  readonly timeout?: number | undefined;
  /**
   * The deadline of the whole call, in milliseconds from 1 to 2³¹−1. It starts with the first turn and includes retries and waits, but
   * not the time in line before that: to limit that too, pass `signal: AbortSignal.timeout(…)`. Nothing is sent once it has passed.
   *
   * @defaultValue 90 000; for a call, the client's own
   */
  readonly totalTimeout?: number | undefined;
  /**
   * The maximum number of retries, a whole number from 0. Which failures are retried depends on the operation. A 429 does not
   * count: it is repeated until `totalTimeout` has passed, unless `retries` is 0. When many calls of the client fail, its budget of
   * retries runs out, and none is made for a while.
   *
   * @defaultValue 2; for a call, the client's own
   */
  readonly retries?: number | undefined;
  /**
   * Headers added to every request. Those of a call replace those of the client with the same name. `authorization` is refused if the
   * client has `auth`. Headers that frame the message, such as `content-length` or `host`, are always refused.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Called after each attempt, once the next step is decided, in the async context of its call. Errors it throws are ignored. If the client
   * has one as well, both are called.
   */
  readonly onAttempt?: ((event: AttemptEvent) => unknown) | undefined;
}

/**
 * Options of a list. `timeout`, `totalTimeout` and `retries` apply to each page; `signal` ends the whole iteration.
 *
 * @category Reading
 */
export interface ListOptions extends CallOptions {
  /**
   * How many pages are requested at a time when the list is iterated or collected, 1 to 16, but at most
   * `maxConcurrency`. Their order is kept.
   *
   * @defaultValue 1
   */
  readonly concurrency?: number | undefined;
}

/**
 * The event that `onAttempt` receives: how one attempt ended, and what happens next. A call that ends while it waits
 * reports one last event with a `duration` of 0.
 *
 * @category Client
 */
export interface AttemptEvent {
  /** The operationId of the call. */
  readonly operation: OperationId;
  /** The HTTP method. */
  readonly method: string;
  /** The path as sent, without the query, such as `/api-users/5138e7dfa2f1fffaf25fd4aa`. */
  readonly path: string;
  /** The path as in the contract, such as `/api-users/{id}`. */
  readonly template: string;
  /** A number that all attempts of one call share. Each page of a list is a call of its own. */
  readonly call: number;
  /** 1 for the first attempt of its call. */
  readonly attempt: number;
  /** How the attempt ended; `"cancelled"` is a prefetched page that is no longer needed. */
  readonly outcome: "ok" | "cancelled" | SigfoxErrorKind;
  /** The HTTP status, if a response arrived. */
  readonly status?: number | undefined;
  /** The response headers without secrets, if a response arrived. */
  readonly headers?: Headers | undefined;
  /** The runtime's error code if the connection failed, such as `ECONNRESET`. */
  readonly code?: string | undefined;
  /** How long the attempt waited for its turn, in milliseconds. */
  readonly waited: number;
  /** How long the attempt took, in milliseconds. */
  readonly duration: number;
  /** The minimum time until the next attempt, in milliseconds; absent from the last event of a call. */
  readonly retryIn?: number;
}

/**
 * Any WHATWG fetch: the global one, that of `undici` or `node-fetch`, or a function around one of them. It must not retry by itself, and
 * should pass on the whole `init`, which in Bun and Deno also says that a write needs a connection of its own.
 *
 * @example
 * ```ts
 * import { ApiUsersClient, type Fetch } from "sigfox-api-users";
 *
 * const uncached: Fetch = (url, init) => fetch(url, { ...init, cache: "no-store" });
 * const apiUsers = new ApiUsersClient({ auth: { username: "my-login", password: "my-password" }, fetch: uncached });
 * console.log((await apiUsers.list({ limit: 1 })).data.length);
 * ```
 *
 * @category Client
 */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/**
 * The second argument of a {@link Fetch}, after the URL.
 *
 * @category Client
 */
export interface FetchInit {
  /** The HTTP method. */
  readonly method: string;
  /** The headers, by lower-case name. */
  readonly headers: Record<string, string>;
  /** The JSON to send. */
  readonly body?: string;
  /** `"manual"`: redirects are not followed, unless a middleware returns a `Request` that follows them. */
  readonly redirect: "error" | "follow" | "manual";
  /** Ends the attempt. */
  readonly signal: AbortSignal;
}

/**
 * What a {@link Fetch} resolves to: the properties of a `Response` that the client reads.
 *
 * @category Client
 */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, by name in any case. */
  readonly headers: {
    /** Returns the value of a header, or `null`. */
    get(name: string): string | null;
  };
  /** A stream of the platform or of Node.js, or `null`. */
  readonly body?: unknown;
  /** Reads the whole body. */
  text(): Promise<string>;
}

/**
 * Options of {@link ApiUsersClient}.
 *
 * @category Client
 */
export interface ApiUsersClientOptions extends Omit<CallOptions, "signal"> {
  /**
   * The credentials, or a sync or async function that returns them for each attempt. It is called once at a time: attempts that begin
   * while it is pending share its result. Omit it if a proxy adds the credentials.
   */
  readonly auth?: Auth | undefined;
  /**
   * The base URL of the service: an absolute `https:` URL, `http:` on a loopback host, or in a browser a URL or a path on the page's
   * own origin. Credentials, a query and a fragment in it are refused.
   *
   * @defaultValue `https://api.sigfox.com/v2`
   */
  readonly baseUrl?: string | undefined;
  /**
   * Permits an `http:` base URL on any host, such as a fake or a proxy in another container. Credentials are then sent unencrypted.
   *
   * @defaultValue false
   */
  readonly allowInsecureConnection?: boolean | undefined;
  /**
   * Any WHATWG fetch. It is called with a URL and an init whose headers are a plain object with lower-case names. It must not retry by
   * itself.
   *
   * @defaultValue the global one, looked up at each call
   */
  readonly fetch?: Fetch | undefined;
  /**
   * How long to wait before a retry, in milliseconds; `attempt` is 1 before the first retry. After a 429, `attempt` counts the client's
   * pauses in a row (429s that arrive together begin one), and a delay of over a minute counts as a minute. The server's `Retry-After`
   * takes precedence.
   *
   * @defaultValue a random delay from 250 to 500 ms before the first retry, then up to twice as long each time, at most 8 s
   */
  readonly retryDelay?: ((attempt: number) => number) | undefined;
  /**
   * The maximum number of concurrent requests of this client, a whole number from 1, or `Infinity`; further calls wait for their turn.
   * After a 429, fewer requests run at a time. Share one client per process: each client has a limit of its own.
   *
   * @defaultValue 10
   */
  readonly maxConcurrency?: number | undefined;
  /** Called after each attempt of every call, once the next step is decided, in the async context of its call. Errors it throws are ignored. */
  readonly onAttempt?: ((event: AttemptEvent) => unknown) | undefined;
  /**
   * Middleware, run once per attempt. What it throws becomes a {@link SigfoxCallbackError}, unless `onError` throws the error that it
   * was given. If it returns a `Request`, `fetch` receives only its URL, method, headers, body and redirect mode; settings such as
   * `cache` belong in a `fetch` of your own.
   */
  readonly middleware?: readonly Middleware[] | undefined;
}
