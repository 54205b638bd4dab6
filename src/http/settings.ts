import { version } from "../../package.json";
import { longestTimer, type CheckedRule } from "../contract/check";
import { checkOptions, refusedOption } from "../contract/input";
import { isSecretHeader, secretsOfBasic } from "../errors/secrets";
import type { ApiUsersClientOptions, CallOptions } from "../options";
import { contract, defaultBaseUrl, type OperationId, type Rule } from "../schema";
import { pageOrigin } from "./baseUrl";
import { convertAuth, type CheckedAuth } from "./credentials";
import { backOff } from "./retry";

type WithDefault =
  "baseUrl" | "allowInsecureConnection" | "timeout" | "totalTimeout" | "retries" | "maxConcurrency" | "retryDelay";
type Defaults = { readonly [Name in WithDefault]: NonNullable<ApiUsersClientOptions[Name]> };

/** The options of a client with its defaults, or those that one of its calls goes by. */
export interface ClientSettings extends Omit<ApiUsersClientOptions, WithDefault | "auth">, Defaults {
  readonly auth: CheckedAuth | undefined;
  readonly signal: AbortSignal | undefined;
  /** All but the credentials, by lower-case name. */
  readonly headers: PlainHeaders;
}

/** By lower-case name, so that one may replace another. */
export type PlainHeaders = Readonly<Record<string, string>>;

/** The rule of each option, with its default. */
type OptionRules = { readonly [Name in WithDefault]: CheckedRule & { readonly default: Defaults[Name] } } & {
  readonly [Name in Exclude<keyof ApiUsersClientOptions, WithDefault>]: CheckedRule;
};

const milliseconds: Rule = { type: "number", min: 1, max: longestTimer };
const shared = {
  onAttempt: { type: "function" },
  timeout: { ...milliseconds, default: 30_000 },
  totalTimeout: { ...milliseconds, default: 90_000 },
  retries: { type: "integer", min: 0, default: 2 },
  headers: { values: { type: "string" } },
};
const ofClient: OptionRules = {
  ...shared,
  auth: { convert: convertAuth },
  baseUrl: { type: "string", default: defaultBaseUrl },
  allowInsecureConnection: { type: "boolean", default: false },
  fetch: { type: "function" },
  retryDelay: { type: "function", default: backOff },
  maxConcurrency: { type: "integer", min: 1, max: Infinity, default: 10 },
  middleware: { type: "array", items: { type: "object" } },
};
const ofCall = { ...shared, signal: { type: "AbortSignal" } };
const ofList = { ...ofCall, concurrency: { type: "integer", min: 1, max: 16 } };

/** What no option says. `undefined` where there is no default, so that nothing is inherited from `Object.prototype`. */
const defaults = Object.fromEntries(
  Object.entries({ ...ofClient, ...ofCall }).map(([name, rule]: [string, CheckedRule]) => [name, rule.default]),
) as Defaults & { readonly signal: undefined };

const placed = (names: object, place: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(names).map((name) => [name, place]));

/** Where the names belong that are often given in another place by mistake. */
const places = {
  ...placed(contract.listApiUsers.input.query?.properties ?? {}, "the query"),
  ...placed(ofClient, "the options of the client"),
  concurrency: "the options of list",
  signal: "the options of a call",
  username: "auth",
  password: "auth",
};
const clientRule: CheckedRule = { properties: ofClient, places };
export const callRule: CheckedRule = { properties: ofCall, places };
export const listRule: CheckedRule = { properties: ofList, places };

/** @throws SigfoxValidationError naming the options that are wrong */
export function clientSettings(options: ApiUsersClientOptions): ClientSettings {
  const { auth, ...given } = checkOptions(clientRule, options);
  // A browser sends a user agent of its own, and would ask a proxy for permission to send another.
  const userAgent = pageOrigin() === undefined && { "user-agent": `sigfox-api-users/${version}` };
  const headers = { accept: "application/json", ...userAgent, ...checkHeaders(given.headers, auth !== undefined) };
  return { ...defaults, ...given, auth: auth as CheckedAuth | undefined, headers };
}

/** @throws SigfoxValidationError naming the options that are wrong */
export function callSettings(client: ClientSettings, operation: OperationId, options: CallOptions): ClientSettings {
  const given = checkOptions(callRule, options, operation);
  const headers = checkHeaders(given.headers, client.auth !== undefined, operation);
  return { ...client, ...given, headers: { ...client.headers, ...headers } };
}

/** They frame the message, which is for `fetch` to do. */
const framingHeaders: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

function checkHeaders(headers: PlainHeaders = {}, hasAuth: boolean, operation?: OperationId): PlainHeaders {
  const refused = (name: string, message: string): Error => refusedOption(`headers.${name}`, message, operation);
  const checked = Object.entries(headers).map(([given, value]) => {
    const header = normalized(given, value);
    if (header === undefined) throw refused(given, "must be a valid header");
    const [name] = header;
    if (framingHeaders.has(name)) throw refused(name, "must not be given: fetch sets it");
    if (hasAuth && name === "authorization") throw refused(name, "must not be given together with auth");
    return header;
  });
  return Object.fromEntries(checked);
}

/** The lower-case name and the normalized value of a header; `undefined` if it is not valid. */
function normalized(name: string, value: string): [string, string] | undefined {
  try {
    return [...new Headers([[name, value]])][0];
  } catch {
    // The TypeError repeats the value, which may be secret.
    return undefined;
  }
}

/**
 * What is secret in headers that are sent: what Basic encodes, and the values of those whose name says so, with the words they are made of.
 * Not the names of parameters, such as `username="…"` of Digest, which are what an error speaks of, and nothing shorter than 8 characters:
 * redacting `x-auth-version: 1` would take every 1 out of an error.
 */
export function secretsIn(headers: PlainHeaders): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    const ofBasic = secretsOfBasic(value);
    if (ofBasic.length > 0 || !isSecretHeader(name)) return ofBasic;
    return [value, ...value.split(/[\s",;]+(?:[\w-]+="?(?=\w))?|=+/)].filter(({ length }) => length >= 8);
  });
}
