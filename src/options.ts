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
 * Runs once per attempt, without the credentials. openapi-fetch's own middleware fits.
 *
 * @category Client
 */
export interface Middleware {
  /** Runs before the request; what it returns replaces the request, or responds to it. */
  onRequest?(call: MiddlewareCall): MiddlewareResult<Request | Response>;
  /** Runs after the response; what it returns replaces the response. */
  onResponse?(call: MiddlewareCall & { readonly response: Response }): MiddlewareResult<Response>;
  /** Runs after `fetch` rejected; what it returns replaces the error, or makes up for it. */
  onError?(call: MiddlewareCall & { readonly error: unknown }): MiddlewareResult<Response | Error>;
}

/**
 * What a middleware is given.
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
    /** By name, such as `id`. */
    readonly path?: Record<string, unknown>;
    /** By name, before it is written as a string. */
    readonly query?: Record<string, unknown>;
  };
  /** The same for all functions of one attempt. */
  readonly id: string;
}

/** @inline */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- as in openapi-fetch: a middleware may return nothing
type MiddlewareResult<T> = T | undefined | void | Promise<T | undefined | void>;

/**
 * Options of one call; each replaces the client's own.
 *
 * @category Client
 */
export interface CallOptions {
  /** Ends the call, including its waits, as soon as it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The deadline of one attempt, body included, in milliseconds from 1 to 2³¹−1.
   *
   * @defaultValue 30 000, or the client's own
   */
  readonly timeout?: number | undefined;
  /**
   * The deadline of the whole call, retries and waits included, in milliseconds from 1 to 2³¹−1. Nothing is sent once it has passed.
   *
   * @defaultValue 90 000, or the client's own
   */
  readonly totalTimeout?: number | undefined;
  /**
   * Further attempts after a transient failure, a whole number from 0. Which failures are retried depends on the operation.
   *
   * @defaultValue 2, or the client's own
   */
  readonly retries?: number | undefined;
  /** Headers added to every request of the call; they replace the client's. `authorization` together with `auth` is refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Options of a list. `timeout`, `totalTimeout` and `retries` apply to each page; `signal` ends the whole iteration.
 *
 * @category Reading
 */
export interface ListOptions extends CallOptions {
  /**
   * How many pages are requested at a time when the list is iterated or collected, 1 to 16. Their order is kept.
   *
   * @defaultValue 1
   */
  readonly concurrency?: number | undefined;
}

/**
 * What {@link ApiUsersClientOptions.onAttempt} is given: how one attempt ended, and what follows. A call that ends while it waits for its
 * next attempt reports a last event with a `duration` of 0.
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
  /** How the attempt ended; `"cancelled"` is a prefetched page that is no longer wanted. */
  readonly outcome: "ok" | "cancelled" | SigfoxErrorKind;
  /** The HTTP status, if a response arrived. */
  readonly status?: number;
  /** The response headers without secrets, if a response arrived. */
  readonly headers?: Headers;
  /** The runtime's code of a lost connection, such as `ECONNRESET`. */
  readonly code?: string;
  /** How long the attempt waited for its turn, in milliseconds. */
  readonly waited: number;
  /** How long the attempt took, in milliseconds. */
  readonly duration: number;
  /** How long until the next attempt, in milliseconds, at the earliest; absent after the last one. */
  readonly retryIn?: number;
}

/**
 * Options of {@link ApiUsersClient}.
 *
 * @category Client
 */
export interface ApiUsersClientOptions extends Omit<CallOptions, "signal"> {
  /**
   * The credentials, or a function, async too, that returns them for each attempt. Leave it out behind a proxy that adds them.
   */
  readonly auth?: Auth | undefined;
  /**
   * Where the service is: an absolute `https:` URL, `http:` on a loopback host, or in a browser a path on the page's own origin.
   *
   * @defaultValue `https://api.sigfox.com/v2`
   */
  readonly baseUrl?: string | undefined;
  /**
   * Lets `baseUrl` be `http:` on any host, such as a fake or a proxy in another container. Credentials are then sent unencrypted.
   *
   * @defaultValue false
   */
  readonly allowInsecureConnection?: boolean | undefined;
  /**
   * Any WHATWG fetch. It is called with a URL and an init whose headers are a plain object by lower-case name.
   *
   * @defaultValue the global one, looked up at each call
   */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /**
   * How long to wait before a retry, in milliseconds; `attempt` is 1 before the first retry. The server's `Retry-After` takes precedence.
   *
   * @defaultValue a random delay from 250 to 500 ms before the first retry, then up to twice as long each time, at most 8 s
   */
  readonly retryDelay?: ((attempt: number) => number) | undefined;
  /**
   * How many requests of this client may be under way, a whole number from 1 or `Infinity`; further calls wait for their turn. After a 429
   * fewer are. Share one client per process: one client has one pace.
   *
   * @defaultValue 10
   */
  readonly maxConcurrency?: number | undefined;
  /**
   * Is told of each attempt when it has ended and what follows is decided, in the async context of its call. What it throws is ignored.
   */
  readonly onAttempt?: ((event: AttemptEvent) => unknown) | undefined;
  /**
   * Middleware, run once per attempt. What it throws before the request becomes a {@link SigfoxValidationError}, what it throws after the
   * response a {@link SigfoxConnectionError}. Of a request it returns, `fetch` gets the URL, method, headers, body, redirect mode and signal;
   * settings such as `cache` belong in a `fetch` of your own.
   */
  readonly middleware?: readonly Middleware[] | undefined;
}
