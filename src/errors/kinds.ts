/**
 * The kinds of an error response.
 *
 * @category Errors
 */
export type SigfoxApiErrorKind =
  | "badRequest"
  | "unauthorized"
  | "forbidden"
  | "notFound"
  | "methodNotAllowed"
  | "conflict"
  | "rateLimited"
  | "server"
  | "redirect"
  | "unexpected";

/**
 * Every kind of {@link SigfoxError}.
 *
 * @category Errors
 */
export type SigfoxErrorKind =
  SigfoxApiErrorKind | "connection" | "timeout" | "aborted" | "parse" | "validation" | "callback" | "pagination";

const kinds: Readonly<Record<number, SigfoxApiErrorKind>> = {
  400: "badRequest",
  401: "unauthorized",
  403: "forbidden",
  404: "notFound",
  405: "methodNotAllowed",
  409: "conflict",
  412: "conflict",
  429: "rateLimited",
};

/** The kind of an error response; its status alone decides. */
export function kindOf(status: number): SigfoxApiErrorKind {
  // A browser shows a redirect that it did not follow as status 0.
  const group = Math.trunc(status / 100);
  return group === 0 || group === 3 ? "redirect" : group === 5 ? "server" : (kinds[status] ?? "unexpected");
}
