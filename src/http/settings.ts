import { version } from "../../package.json";
import type { CheckedRule } from "../contract/check";
import { checkOptions, refusedOption } from "../contract/input";
import { secretsOfBasic } from "../errors/secrets";
import type { ApiUsersClientOptions, Auth, CallOptions } from "../options";
import { contract, type OperationId, type Rule } from "../schema";
import { pageOrigin } from "./baseUrl";
import { backOff } from "./retry";

const defaults = { timeout: 30_000, totalTimeout: 90_000, retries: 2, maxConcurrency: 10, retryDelay: backOff };

/** The options of a client with its defaults, or those that one of its calls goes by. */
export interface ClientSettings extends Omit<ApiUsersClientOptions, keyof typeof defaults>, Readonly<typeof defaults> {
  /** All but the credentials, by lower-case name. */
  readonly headers: Headers;
}

/** By lower-case name, so that one may replace another. */
type Headers = Readonly<Record<string, string>>;

// Timers treat a longer delay as none at all.
const milliseconds: Rule = { type: "number", min: 1, max: 2 ** 31 - 1 };
const shared = {
  timeout: milliseconds,
  totalTimeout: milliseconds,
  retries: { type: "integer", min: 0 },
  headers: { values: { type: "string" } },
};
const ofClient = {
  ...shared,
  auth: {},
  baseUrl: { type: "string" },
  allowInsecureConnection: { type: "boolean" },
  fetch: { type: "function" },
  retryDelay: { type: "function" },
  maxConcurrency: { type: "integer", min: 1, max: Infinity },
  onAttempt: { type: "function" },
  middleware: { type: "array", items: { type: "object" } },
};
const ofCall = { ...shared, signal: { type: "AbortSignal" } };
const ofList = { ...ofCall, concurrency: { type: "integer", min: 1, max: 16 } };

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
  const given = checkOptions(clientRule, options);
  const headers = checkHeaders(given.headers, given.auth);
  // A browser sends a user agent of its own, and would ask a proxy for permission to send another.
  const userAgent = pageOrigin() === undefined && { "user-agent": `sigfox-api-users/${version}` };
  return { ...defaults, ...given, headers: { accept: "application/json", ...userAgent, ...headers } };
}

/** @throws SigfoxValidationError naming the options that are wrong */
export function callSettings(client: ClientSettings, operation: OperationId, options: CallOptions): ClientSettings {
  const given = checkOptions(callRule, options, operation);
  const headers = checkHeaders(given.headers, client.auth, operation);
  return { ...client, ...given, headers: { ...client.headers, ...headers } };
}

function checkHeaders(headers: Headers = {}, auth?: Auth, operation?: OperationId): Headers {
  const entries = Object.entries(headers).flatMap(([name, value]) => {
    try {
      return [...new globalThis.Headers([[name, value]])];
    } catch {
      throw refusedOption(`headers.${name}`, "must be a valid header", operation);
    }
  });
  const checked = Object.fromEntries(entries);
  if (auth !== undefined && "authorization" in checked)
    throw refusedOption("headers.authorization", "must not be given together with auth", operation);
  return checked;
}

/**
 * What is secret in a caller's headers: the values of those whose name says so, the words they are made of, and what Basic encodes.
 * Nothing shorter than 8 characters: redacting `x-auth-version: 1` would take every 1 out of an error.
 */
export function secretsIn(headers: Headers): string[] {
  const values = Object.entries(headers)
    .filter(([name]) => /auth|cookie|token|key|secret|pass/i.test(name))
    .flatMap(([, value]) => [value, ...value.split(/[\s",;=]+/)])
    .filter((value) => value.length >= 8);
  return [...values, ...Object.values(headers).flatMap(secretsOfBasic)];
}
