import { refusedOption } from "../contract/input";
import { defaultBaseUrl } from "../schema";

/**
 * The absolute base URL, without a slash at its end.
 *
 * @throws SigfoxValidationError for anything that is not safe to send credentials to; it does not repeat the URL
 */
export function resolveBaseUrl(baseUrl: unknown = defaultBaseUrl, allowInsecureConnection = false): string {
  const url = parse(baseUrl);
  if (url === undefined) throw refused("must be an absolute URL, or a path such as /sigfox on the origin of the page");
  if (url.username !== "" || url.password !== "") throw refused("must not contain credentials; use auth");
  if (/[?#]/.test(String(baseUrl))) throw refused("must not have a query or a fragment");
  const isSafe = url.protocol === "https:" || isLoopback(url.hostname) || url.origin === pageOrigin();
  if (!isSafe && !allowInsecureConnection)
    throw refused("must be https:, or http: on a loopback host; allowInsecureConnection allows http: on any host");
  return url.href.replace(/\/+$/, "");
}

function parse(baseUrl: unknown): URL | undefined {
  if (typeof baseUrl !== "string") return undefined;
  // One slash: two would name another host.
  const origin = /^\/(?![/\\])/.test(baseUrl) ? pageOrigin() : undefined;
  const isUrl = (origin !== undefined || /^https?:\/\//i.test(baseUrl)) && URL.canParse(baseUrl, origin);
  return isUrl ? new URL(baseUrl, origin) : undefined;
}

const pageOrigin = (): string | undefined => (globalThis as { location?: { origin?: string } }).location?.origin;

const isLoopback = (host: string): boolean => /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(host);

const refused = (message: string): Error => refusedOption("baseUrl", message);
