import createClient, { type Client } from "openapi-fetch";
import { isWellFormed } from "../contract/check";
import { fillPath, refusal, refusedOption } from "../contract/input";
import type { FetchInit } from "../options";
import { queryArrays, type Paths } from "../schema";
import { resolveBaseUrl } from "./baseUrl";
import type { CredentialStore } from "./credentials";
import type { ClientSettings } from "./settings";

/**
 * The typed openapi-fetch client beneath the facade.
 *
 * @category Client
 */
export type Http = Client<Paths>;

export interface Transport {
  readonly http: Http;
  /**
   * What openapi-fetch makes a request of. Only middleware needs a real `Request`, with the headers: it costs as much as the rest of a call.
   */
  requestOptions(headers: PlainHeaders): { readonly Request?: typeof Request; readonly headers?: PlainHeaders };
  /** Hands a request to `fetch` as a URL and an init with plain headers, with the `Authorization` if it leads beneath the base URL. */
  dispatch(request: Request, authorization: string | undefined, headers: PlainHeaders): Promise<Response>;
}

type PlainHeaders = ClientSettings["headers"];

export function createTransport(options: ClientSettings, credentials: CredentialStore): Transport {
  const baseUrl = resolveBaseUrl(options.baseUrl, options.allowInsecureConnection);
  const beneath = `${baseUrl}/`;
  let hasMiddleware = false;

  const dispatch: Transport["dispatch"] = async (request, authorization, defaults) => {
    const init = request instanceof PlainRequest ? request.init : await initOf(request);
    const isAuthorized = authorization !== undefined && request.url.startsWith(beneath);
    const headers = { ...defaults, ...init.headers, ...(isAuthorized && { authorization }) };
    // Looked up at each call, so that a fetch that is patched later counts.
    const response = (await (options.fetch ?? globalThis.fetch)(request.url, { ...init, headers })) as Response;
    // In Node.js, a Request's signal no longer follows the caller's once the Request is collected as garbage.
    if (!(request instanceof PlainRequest)) requests.set(response, request);
    return response;
  };

  const http = createClient<Paths>({
    baseUrl,
    redirect: "manual",
    querySerializer: { array: queryArrays },
    pathSerializer: safePath,
    fetch: async (request) => await dispatch(request, await credentials.current(), options.headers),
  });
  const use = http.use.bind(http);
  http.use = (...middleware) => {
    use(...middleware);
    hasMiddleware = true;
  };
  try {
    for (const middleware of options.middleware ?? []) http.use(middleware as Parameters<typeof use>[number]);
  } catch {
    throw refusedOption("middleware", "each must have onRequest, onResponse or onError");
  }
  const requestOptions: Transport["requestOptions"] = (headers) =>
    hasMiddleware ? { headers } : { Request: PlainRequest as unknown as typeof Request };
  return { http, requestOptions, dispatch };
}

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

/** A real Request as an init. What else it says, such as its `cache`, some runtimes refuse to be told. */
async function initOf(request: Request): Promise<PlainInit> {
  const { method, redirect, signal } = request;
  const init = { method, redirect, signal, headers: Object.fromEntries(request.headers) };
  return request.body === null ? init : { ...init, body: await request.text() };
}

/** Openapi-fetch would let `..` walk up the path. */
function safePath(template: string, params: Record<string, unknown>): string {
  const message = "must be one path segment";
  for (const [field, value] of Object.entries(params))
    if (typeof value !== "string" || /^\.{0,2}$/.test(value) || !isWellFormed(value))
      throw refusal(undefined, [{ type: "path", field, message }]);
  return fillPath(template, params as Record<string, string>);
}
