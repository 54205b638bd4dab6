import createClient, { type Client, type Middleware } from "openapi-fetch";
import { resolveBaseUrl } from "./baseUrl";
import { cancel, readError } from "./body";
import { isWellFormed, refusal, refusedOption, type CheckedInput } from "../contract/check";
import type { CredentialStore, UsedCredentials } from "./credentials";
import { climbingSegments, fillPath } from "../contract/path";
import { contract, type Method, type Paths } from "../schema";

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
  /** Whose turn it is, before the request is handed to `fetch`. */
  at: "middleware" | "auth";
  /** Whether the request was handed to `fetch`, and not refused for its credentials. */
  sent: boolean;
  /** Whether its credentials were refused and have changed since. */
  isStale: boolean;
  /** Held on to, since its signal no longer follows that of the attempt in Node.js once it is collected as garbage. */
  request?: Request;
  /** The credentials that it went with. */
  used?: UsedCredentials | undefined;
  /** The result, if the headers told it before the body came. */
  result?: T | undefined;
}

export interface Transport {
  /** For users: one raw attempt a call. */
  readonly http: Http;
  readonly baseUrl: string;
  /** For the facade: one attempt; `error` is the body of an answer that is one. */
  request(input: CheckedInput, attempt: Attempt, signal: AbortSignal): Promise<Answer>;
}

interface Answer {
  readonly response: Response;
  readonly error?: unknown;
}

/** An openapi-fetch client for operations that are known at run time only. */
type Wire = Readonly<Record<Method, (path: string, init: object) => Promise<Answer>>>;

export interface TransportOptions {
  readonly baseUrl?: string | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** All that the raw client sends, but the credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly middleware?: readonly Middleware[] | undefined;
}

export function createTransport(options: TransportOptions, credentials: CredentialStore): Transport {
  const baseUrl = resolveBaseUrl(options.baseUrl);
  const beneath = `${baseUrl}/`;
  const { middleware = [] } = options;

  // Looked up at each call, so that a fetch that is patched later counts.
  const dispatch: typeof globalThis.fetch = (input, init) => (options.fetch ?? globalThis.fetch)(input, init);

  /** Sends a copy with the credentials, so that no middleware sees them, and only beneath the base URL. */
  function authorized(request: Request, used: UsedCredentials | undefined): Promise<Response> {
    if (used === undefined || !request.url.startsWith(beneath)) return dispatch(request);
    const copy = new Request(request);
    copy.headers.set("Authorization", used.header);
    // The copy's own signal no longer follows the request's in Node.js once the copy is collected as garbage.
    return dispatch(copy, { signal: request.signal });
  }

  const config = {
    baseUrl,
    redirect: "manual",
    querySerializer: { array: { style: "form", explode: false } },
    pathSerializer: safePath,
    fetch: async (request: Request) => await authorized(request, await credentials.current()),
  } as const;
  const http = createClient<Paths>({ ...config, headers: options.headers });
  // Middleware is promised a real Request. Without any, building one would cost as much as everything else here together.
  const inner = createClient<Paths>(middleware.length > 0 ? config : { ...config, Request: WireRequest as never });
  const wire = inner as unknown as Wire;
  for (const [index, one] of middleware.entries()) {
    try {
      for (const client of [http, inner]) client.use(one);
    } catch {
      throw refusedOption(`middleware[${index}]`, "must have onRequest, onResponse or onError");
    }
  }
  return {
    http,
    baseUrl,
    request({ operation, path, query, body }, attempt, signal) {
      const fetch = async (request: Request): Promise<Response> => {
        attempt.at = "auth";
        const current = credentials.current();
        // What is there already is not waited for: that would cost a turn of the event loop's microtasks.
        attempt.used = current instanceof Promise ? await current : current;
        signal.throwIfAborted();
        attempt.sent = true;
        attempt.request = request;
        const response =
          request instanceof WireRequest
            ? await dispatch(request.url, request.init(attempt, signal))
            : await authorized(request, attempt.used);
        // A fetch that does not heed its signal answers even when the attempt is over.
        if (signal.aborted) cancel(response.body);
        // Openapi-fetch would read the body of an error to its end, however long it is.
        if (!response.ok) response.text = () => readError(response);
        return response;
      };
      const { method, path: template } = contract[operation];
      const init = { params: { path, query }, body, parseAs: "stream", fetch };
      // A WireRequest gets the rest when it is sent.
      return wire[method](template, middleware.length === 0 ? init : { ...init, signal, headers: attempt.headers });
    },
  };
}

/** What openapi-fetch asks of a Request, with nothing checked or copied: `fetch` does that once. */
class WireRequest {
  readonly #init: RequestInit;

  constructor(
    readonly url: string,
    init: RequestInit,
  ) {
    this.#init = init;
  }

  /** With headers as a plain record: what openapi-fetch merges into `Headers`, `fetch` would copy into `Headers` again. */
  init({ headers, used }: Attempt, signal: AbortSignal): RequestInit {
    return {
      ...this.#init,
      headers: {
        ...(this.#init.body !== undefined && { "content-type": "application/json" }),
        ...headers,
        ...(used !== undefined && { authorization: used.header }),
      },
      signal,
    };
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
