import { refusedOption } from "../contract/input";

/**
 * The absolute base URL, without a slash at its end.
 *
 * @throws SigfoxValidationError for anything that is not safe to send credentials to; it does not repeat the URL
 */
export function resolveBaseUrl(baseUrl: string, allowInsecureConnection: boolean): string {
  const url = parse(baseUrl);
  if (url.username !== "" || url.password !== "") throw refused("must not contain credentials; use auth");
  if (/[?#]/.test(baseUrl)) throw refused("must not have a query or a fragment");
  const isSafe = url.protocol === "https:" || isLoopback(url.hostname) || url.origin === pageOrigin();
  if (!isSafe && !allowInsecureConnection)
    throw refused("must be https:, or http: on a loopback host; allowInsecureConnection allows http: on any host");
  return url.href.replace(/\/+$/, "");
}

function parse(baseUrl: string): URL {
  const origin = pageOrigin();
  // One slash: two would name another host.
  const isPath = /^\/(?![/\\])/.test(baseUrl);
  if (isPath && origin === undefined)
    throw refused("must be an absolute URL: a path needs a page, and there is none here");
  try {
    if (isPath || /^https?:\/\//i.test(baseUrl)) return new URL(baseUrl, origin);
  } catch {
    // The TypeError repeats the URL, which may hold a password.
  }
  throw refused("must be an absolute URL, or a path on the page's own origin");
}

/** The origin of the page in a browser. */
export const pageOrigin = (): string | undefined => (globalThis as { location?: { origin?: string } }).location?.origin;

const isLoopback = (host: string): boolean => /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);

const refused = (message: string): Error => refusedOption("baseUrl", message);
