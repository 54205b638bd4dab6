import { isRecord } from "../contract/check";
import { checkOptions, readOption, refusedOption } from "../contract/input";
import { callRules, clientRules, listRules } from "../options";
import type { ApiUsersClientOptions, CallOptions, ListOptions } from "../options";
import type { OperationId } from "../schema";
import { secretsOfBasic } from "./credentials";
import { backOff } from "./retry";

/** The version of this package, as in `package.json`. */
const version = "0.2.0";

/** The options that a call goes by: its own, the client's and the defaults. */
export interface CallSettings {
  readonly timeout: number;
  readonly totalTimeout: number;
  readonly retries: number;
  readonly hasAuth: boolean;
  /** All but the credentials, by lower-case name. */
  readonly headers: Headers;
  /** What is secret in the caller's headers. */
  readonly secrets: readonly string[];
}

/** The options of a client with its defaults. */
export type ClientSettings = Omit<ApiUsersClientOptions, keyof CallSettings> &
  CallSettings & { readonly maxConcurrency: number; readonly retryDelay: (attempt: number) => number };

/** By lower-case name, so that one may replace another. */
type Headers = Readonly<Record<string, string>>;

/** @throws SigfoxValidationError naming the options that are wrong */
export function clientSettings(options: ApiUsersClientOptions): ClientSettings {
  const {
    timeout = 30_000,
    totalTimeout = 90_000,
    retries = 2,
    maxConcurrency = 10,
    retryDelay = backOff,
    ...given
  } = checkOptions(clientRules, options);
  if (maxConcurrency !== Infinity && !(Number.isSafeInteger(maxConcurrency) && maxConcurrency > 0))
    throw refusedOption("maxConcurrency", "must be a whole number from 1, or Infinity");
  const hasAuth = given.auth !== undefined;
  const own = checkHeaders(given.headers, hasAuth);
  const headers = { accept: "application/json", ...userAgent(), ...own };
  const limits = { timeout, totalTimeout, retries, maxConcurrency, retryDelay };
  return { ...given, ...limits, hasAuth, headers, secrets: secretsIn(own) };
}

/** @throws SigfoxValidationError naming the options that are wrong */
export function callSettings(
  client: CallSettings,
  options: CallOptions | undefined,
  operation: OperationId,
): CallSettings {
  if (options === undefined) return client;
  const checked = checkOptions(callRules, options, operation);
  const { signal } = checked;
  const isSignal = (): boolean => typeof signal?.aborted === "boolean" && "addEventListener" in signal;
  if (signal !== undefined && !readOption("signal", isSignal, operation))
    throw refusedOption("signal", "must be an AbortSignal", operation);
  const own = checkHeaders(checked.headers, client.hasAuth, operation);
  const headers = { ...client.headers, ...own };
  return { ...client, ...(checked as Partial<CallSettings>), headers, secrets: [...client.secrets, ...secretsIn(own)] };
}

/** The options of a list, copied so that all its pages are requested with the same. */
export function listSettings(options: ListOptions): CallOptions & { readonly concurrency: number } {
  const { concurrency = 1, headers, ...call } = checkOptions(listRules, options, "listApiUsers");
  const copy = (): CallOptions["headers"] => (isRecord(headers) ? { ...headers } : headers);
  return { concurrency, ...call, headers: readOption("headers", copy, "listApiUsers") };
}

function checkHeaders(headers: unknown = {}, hasAuth: boolean, operation?: OperationId): Headers {
  const entries = readOption("headers", () => isRecord(headers) && Object.entries(headers), operation);
  if (!entries) throw refusedOption("headers", "must be an object of names and values", operation);
  // Without a prototype, so that a name such as __proto__ is one like any other.
  const copy = Object.create(null) as Record<string, string>;
  for (const [name, value] of entries) {
    if (value === undefined) continue;
    const refused = (message: string): Error => refusedOption(`headers.${name}`, message, operation);
    const key = name.toLowerCase();
    if (hasAuth && key === "authorization") throw refused("must not be given together with auth");
    try {
      if (typeof value !== "string") throw new TypeError();
      copy[key] = String(new globalThis.Headers([[name, value]]).get(name));
    } catch {
      throw refused("must be a valid header name with a string as its value");
    }
  }
  return copy;
}

/**
 * What is secret in a caller's headers: the values of those whose name says so, the words they are made of, and what Basic encodes.
 * Nothing shorter than 8 characters: redacting `x-auth-version: 1` would take every 1 out of an error.
 */
function secretsIn(headers: Headers): string[] {
  const values = Object.entries(headers)
    .filter(([name]) => /auth|cookie|token|key|secret|pass/i.test(name))
    .flatMap(([, value]) => [value, ...value.split(/[\s",;=]+/)])
    .filter((value) => value.length >= 8);
  return [...values, ...Object.values(headers).flatMap(secretsOfBasic)];
}

/** A browser sends its own, and would ask a proxy for permission to send another. */
function userAgent(): Headers {
  const { navigator } = globalThis as { navigator?: { userAgent?: string } };
  return /^Mozilla/.test(navigator?.userAgent ?? "") ? {} : { "user-agent": `sigfox-api-users/${version}` };
}
