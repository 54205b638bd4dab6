import type { Issue } from "./schema";

/** A response, before it becomes a `Response` or is written to a socket. */
export interface OutgoingResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** Thrown to answer a request with an error response. */
export class HttpError extends Error {
  constructor(readonly response: OutgoingResponse) {
    super(response.body);
  }
}

export const reasons: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  204: "No Content",
  302: "Found",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  412: "Precondition Failed",
  413: "Content Too Large",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};

export const json = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): OutgoingResponse => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(value),
});

export function throwBadRequest(...errors: readonly Issue[]): never {
  throw new HttpError(json(400, { message: "Bad request", errors }));
}

export const notFound = (message = "Not found"): OutgoingResponse => json(404, { message });

export const unauthorized: OutgoingResponse = json(
  401,
  { message: "Bad Credentials" },
  { "www-authenticate": 'Basic realm="Sigfox API", charset="UTF-8"' },
);

export const methodNotAllowed = (allowedMethods: readonly string[]): OutgoingResponse =>
  json(405, { message: "Method not allowed", allowedMethods }, { allow: allowedMethods.join(", ") });

/** The documented response for a status, or the likeliest one if none is documented. */
export function documentedResponse(status: number): OutgoingResponse {
  const reason = reasons[status] ?? `Status ${status}`;
  if (status < 400 || status === 500) return { status, headers: {} };
  if (status === 401) return unauthorized;
  if (status === 405) return methodNotAllowed([]);
  if (status < 500) return json(status, { message: reason });
  const title = `${status} ${reason}`;
  const body = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return { status, headers: { "content-type": "text/html" }, body };
}
