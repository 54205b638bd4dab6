import createClient, { createQuerySerializer, type Client } from "openapi-fetch";
import { isObject, isWellFormed } from "../contract/check";
import { fillPath, refusal, refusedOption } from "../contract/input";
import type { FetchInit, Middleware } from "../options";
import { queryArrays, type Paths } from "../schema";
import { resolveBaseUrl } from "./baseUrl";
import { boundBody, isStream, skipBody } from "./body";
import { CallbackFailure, mistake, thrownBy } from "./callback";
import { createCredentialStore, type CredentialStore } from "./credentials";
import { observed, type CallbackFailures } from "./middleware";
import { ownConnection } from "./ownConnection";
import type { ClientSettings, PlainHeaders } from "./settings";

/**
 * The typed openapi-fetch client beneath the facade.
 *
 * @category Client
 */
export type Http = Client<Paths> & {
  /** Adds middleware, for the methods of the client too. */
  use(...middleware: readonly Middleware[]): void;
  /** Removes middleware. */
  eject(...middleware: readonly Middleware[]): void;
};

export interface Transport {
  readonly http: Http;
  readonly credentials: CredentialStore;
  /** Whether the client has middleware, which may look at requests and responses. */
  hasMiddleware(): boolean;
  /** The Request class for openapi-fetch: the real one, with the headers, only if there is middleware. It costs as much as the rest of a call. */
  requestOptions(headers: PlainHeaders): { readonly Request?: typeof Request; readonly headers?: PlainHeaders };
  /**
   * Hands a request to `fetch` as a URL and an init with plain headers. The response's body is bounded.
   *
   * @throws a {@link CallbackFailure} if `fetch` resolves to no response; otherwise what `fetch` throws
   */
  dispatch(request: Request, sending: Sending): Promise<Response>;
  /** Makes the body of a response one that nobody waits for, once middleware has seen it. */
  skipBody(response: Response): void;
  /** Which of the caller's functions failed in an attempt, by the `fetch` that it gave to openapi-fetch. */
  readonly failures: CallbackFailures;
}

/** What goes with a request. */
export interface Sending {
  /** Sent only beneath the base URL: a middleware may have changed the URL. */
  readonly authorization: string | undefined;
  /** Added to a plain request; a real one has them already, but for those that a middleware has removed. */
  readonly headers: PlainHeaders;
  /** Takes the place of the request's own. In Node.js, a Request's signal no longer follows another once the Request is garbage. */
  readonly signal?: AbortSignal;
  /** Whether the runtime must not send it twice. */
  readonly isSentOnce?: boolean;
  /** Told of the headers that `fetch` is given. */
  readonly onSend?: (headers: PlainHeaders) => void;
}

const serializeQuery = createQuerySerializer({ array: queryArrays });

export function createTransport(options: ClientSettings): Transport {
  const credentials = createCredentialStore(options.auth, options.timeout);
  const beneath = `${resolveBaseUrl(options.baseUrl, options.allowInsecureConnection)}/`;

  const dispatch: Transport["dispatch"] = async (request, sending) => {
    const { authorization, headers: plain, signal, isSentOnce, onSend } = sending;
    const isPlain = request instanceof PlainRequest;
    const init = isPlain ? request.init : await initOf(request);
    const isAuthorized = authorization !== undefined && request.url.startsWith(beneath);
    const headers = { ...(isPlain && plain), ...init.headers, ...(isAuthorized && { authorization }) };
    const connection = isSentOnce ? ownConnection() : undefined;
    try {
      // Looked up at each call, so that a fetch that is patched later counts.
      const fetch = options.fetch ?? globalThis.fetch;
      if (typeof fetch !== "function") throw new TypeError("there is no global fetch; pass one as the option fetch");
      const call = { ...init, ...connection, signal: signal ?? init.signal, headers };
      onSend?.(headers);
      return received(await fetch(request.url, call));
    } finally {
      connection?.client?.close();
    }
  };

  const http = createClient<Paths>({
    baseUrl: beneath.slice(0, -1),
    redirect: "manual",
    // Openapi-fetch would serialize what a query inherits, too.
    querySerializer: (query) => serializeQuery(Object.assign(Object.create(null), query)),
    pathSerializer: safePath,
    fetch: async (request) => {
      try {
        if (!middleware.hasMiddleware()) addTo(request, options.headers);
        const response = await dispatch(request, { authorization: await credentials.current(), headers: {} });
        boundBody(response);
        // Its signal is the Request's, which has to live as long.
        requests.set(response, request);
        return response;
      } catch (error) {
        throw thrownBy(error);
      }
    },
  });
  const failures: CallbackFailures = new WeakMap();
  const middleware = observeMiddleware(http, options.headers, failures);
  try {
    http.use(...((options.middleware ?? []) as Parameters<Client<Paths>["use"]>));
  } catch {
    throw refusedOption("middleware", "each must have functions onRequest, onResponse or onError");
  }
  const requestOptions: Transport["requestOptions"] = (headers) =>
    middleware.hasMiddleware() ? { headers } : { Request: PlainRequest as unknown as typeof Request };
  return { http, credentials, requestOptions, dispatch, failures, ...middleware };
}

/** Makes `http.use` note which middleware fails, show middleware the headers of the client, and bound the bodies of the responses that it makes. */
function observeMiddleware(
  http: Client<Paths>,
  headers: PlainHeaders,
  failures: CallbackFailures,
): Pick<Transport, "hasMiddleware" | "skipBody"> {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- openapi-fetch's are functions without a `this`
  const { use, eject } = http;
  const observers = new WeakMap<object, Parameters<typeof use>[number]>();
  const unwanted = new WeakSet<Response>();
  let isUsed = false;
  http.use = (...all) => {
    if (all.length === 0) return;
    // The first one that is added sees a request first, and a response last.
    if (!isUsed)
      use({
        onRequest: ({ request }) => {
          addTo(request, headers);
        },
        onResponse: ({ response }) => {
          if (unwanted.has(response)) skipBody(response);
          else boundBody(response);
        },
      });
    isUsed = true;
    for (const one of all) {
      if (isObject(one)) observers.set(one, observers.get(one) ?? observed(one, failures));
      use(observers.get(one) ?? one);
    }
  };
  http.eject = (...all) => {
    eject(...all.map((one) => observers.get(one) ?? one));
  };
  return {
    hasMiddleware: () => isUsed,
    skipBody(response) {
      if (isUsed) unwanted.add(response);
      else skipBody(response);
    },
  };
}

/** Adds the headers that a request does not have: one of `http` has none of the client's. */
function addTo(request: Request, headers: PlainHeaders): void {
  for (const [name, value] of Object.entries(headers)) if (!request.headers.has(name)) request.headers.set(name, value);
}

/** What `fetch` resolved to, as a response whose body is bounded. */
function received(given: unknown): Response {
  const response = given as Partial<Response> | null | undefined;
  const isReadable = typeof response?.text === "function" || response?.body === null || isStream(response?.body);
  if (!isStatus(response?.status) || typeof response.headers?.get !== "function" || !isReadable)
    throw mistake("fetch", "must resolve to a Response: a status, headers, and a body or text()");
  if (response.type === "error") throw new TypeError("fetch resolved to Response.error()");
  try {
    if (response.ok === undefined)
      Object.defineProperty(response, "ok", { value: response.status >= 200 && response.status < 300 });
    // A success is read within its limit by whoever reads it: see response.ts, and the fetch of `http` above.
    if (!response.ok) boundBody(response as Response);
  } catch (error) {
    // It is frozen, or a proxy that takes no properties.
    throw new CallbackFailure("fetch", error);
  }
  return response as Response;
}

/** Browsers give 0 to a redirect that they hide. */
const isStatus = (status: unknown): status is number => Number.isInteger(status) && (status as number) >= 0;

const requests = new WeakMap<Response, Request>();

type PlainInit = Omit<FetchInit, "headers"> & { readonly headers: PlainHeaders };

/** What openapi-fetch asks of a Request, with nothing checked or copied: `fetch` does that once. */
class PlainRequest {
  readonly init: PlainInit;

  constructor(
    readonly url: string,
    init: RequestInit,
  ) {
    this.init = {
      ...(init as FetchInit),
      headers: init.body === undefined ? {} : { "content-type": "application/json" },
    };
  }
}

/**
 * A real Request as an init. Other properties, such as `cache`, are dropped: some runtimes reject them.
 *
 * @throws a {@link CallbackFailure} if a middleware has read its body
 */
async function initOf(request: Request): Promise<PlainInit> {
  const { method, redirect, signal } = request;
  const init = { method, redirect, signal, headers: Object.fromEntries(request.headers) };
  try {
    return request.body === null ? init : { ...init, body: await request.text() };
  } catch (error) {
    throw new CallbackFailure("onRequest", error);
  }
}

const isSegment = (value: unknown): boolean =>
  typeof value === "string" && !/^\.{0,2}$/.test(value) && isWellFormed(value);

/** Openapi-fetch would let `..` walk up the path. */
function safePath(template: string, params: Record<string, unknown>): string {
  for (const field of Object.keys(params))
    if (!isSegment(params[field]))
      throw refusal(undefined, [{ type: "path", field, message: "must be one path segment" }]);
  return fillPath(template, params as Record<string, string>);
}
