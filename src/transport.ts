import createClient, { type Client, type Middleware } from "openapi-fetch";
import { defaultBaseUrl, resolveBaseUrl } from "./baseUrl";
import { cancel, readError } from "./body";
import { isWellFormed, refusal } from "./check";
import type { Ending } from "./deadline";
import type { CredentialStore, UsedCredentials } from "./credentials";
import { climbingSegments, fillPath } from "./path";
import type { Paths } from "./schema";

/**
 * The typed openapi-fetch client beneath the facade.
 *
 * @category Client
 */
export type Http = Client<Paths>;

/** What one attempt asks for, and what becomes known while it runs. */
export interface Attempt<T = unknown> {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the request was handed to `fetch`, and not refused for its credentials. */
  sent: boolean;
  /** Whether its credentials were refused and have changed since. */
  isStale: boolean;
  /** The credentials that it went with. */
  used?: UsedCredentials | undefined;
  /** The result, if the headers told it before the body came. */
  result?: T | undefined;
}

/** The options of an openapi-fetch call that make it an attempt of ours. */
export interface AttemptInit {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  readonly parseAs: "stream";
  readonly fetch: (request: Request) => Promise<Response>;
}

export interface Transport {
  /** For users: one raw attempt a call. */
  readonly http: Http;
  /** For the facade, which hands each call an {@link AttemptInit}. */
  readonly wire: Http;
  readonly baseUrl: string;
  init(attempt: Attempt, ending: Ending): AttemptInit;
}

export interface TransportOptions {
  readonly baseUrl?: string | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** All that the raw client sends, but the credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly middleware?: readonly Middleware[] | undefined;
}

export function createTransport(options: TransportOptions, credentials: CredentialStore): Transport {
  const baseUrl = resolveBaseUrl(options.baseUrl === undefined ? defaultBaseUrl : options.baseUrl);
  const beneath = `${baseUrl}/`;
  const { middleware = [] } = options;

  /** Adds the credentials after every middleware, so that none sees them, and only beneath the base URL. */
  function authorize(request: Request, used: UsedCredentials | undefined): void {
    if (used !== undefined && request.url.startsWith(beneath)) request.headers.set("Authorization", used.header);
  }

  function dispatch(request: Request): Promise<Response> {
    // Looked up at each call, so that a fetch that is patched later counts.
    const fetch = options.fetch ?? globalThis.fetch;
    return request instanceof WireRequest ? fetch(request.url, request) : fetch(request);
  }

  const config = {
    baseUrl,
    redirect: "manual",
    querySerializer: { array: { style: "form", explode: false } },
    pathSerializer: safePath,
    fetch: async (request: Request) => {
      authorize(request, await credentials.current());
      return await dispatch(request);
    },
  } as const;
  const http = createClient<Paths>({ ...config, headers: options.headers });
  // Middleware is promised a real Request. Without any, building one would cost as much as everything else here together.
  const wire =
    middleware.length > 0
      ? createClient<Paths>(config)
      : createClient<Paths>({ ...config, Request: WireRequest as never });
  for (const [index, one] of middleware.entries()) {
    try {
      for (const client of [http, wire]) client.use(one);
    } catch {
      const message = "must have onRequest, onResponse or onError";
      throw refusal(undefined, [{ type: "option", field: `middleware[${index}]`, message }]);
    }
  }
  return {
    http,
    wire,
    baseUrl,
    init(attempt, ending) {
      const fetch = async (request: Request): Promise<Response> => {
        const current = credentials.current();
        // What is there already is not waited for: that would cost a turn of the event loop's microtasks.
        attempt.used = current instanceof Promise ? await current : current;
        if (request instanceof WireRequest) request.complete(attempt, ending);
        else authorize(request, attempt.used);
        ending.throwIfOver();
        attempt.sent = true;
        const response = await dispatch(request);
        // A fetch that does not heed its signal answers even when the attempt is over.
        if (ending.isOver) cancel(response.body);
        // Openapi-fetch would read the body of an error to its end, however long it is.
        if (!response.ok) response.text = () => readError(response);
        return response;
      };
      // A WireRequest gets the rest when it is sent.
      if (middleware.length === 0) return { parseAs: "stream", fetch };
      return { parseAs: "stream", fetch, signal: ending.signal, headers: attempt.headers };
    },
  };
}

/** What openapi-fetch asks of a Request, with nothing checked or copied: `fetch` does that once. */
class WireRequest {
  readonly url: string;
  declare readonly body: string | undefined;
  /** A plain record: what openapi-fetch merges into `Headers`, `fetch` would copy into `Headers` again. */
  headers: Readonly<Record<string, string>> = {};
  #ending: Ending | undefined;

  constructor(url: string, init: RequestInit) {
    Object.assign(this, init);
    this.url = url;
  }

  complete({ headers, used }: Attempt, ending: Ending): void {
    this.headers = {
      ...(this.body !== undefined && { "content-type": "application/json" }),
      ...headers,
      ...(used !== undefined && { authorization: used.header }),
    };
    this.#ending = ending;
  }

  get signal(): AbortSignal | undefined {
    return this.#ending?.signal;
  }
}

/** Openapi-fetch would let `..` walk up the path. */
function safePath(template: string, params: Record<string, unknown>): string {
  const issues = climbingSegments(params);
  for (const field in params) {
    const value = params[field];
    if (typeof value !== "string" || value === "" || !isWellFormed(value)) {
      issues.push({ type: "path", field, message: "must be a string that is not empty and well formed" });
    }
  }
  if (issues.length > 0) throw refusal(undefined, issues);
  return fillPath(template, params as Record<string, string>);
}
