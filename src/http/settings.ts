import { isRecord } from "../contract/check";
import { checkOptions, refusedOption } from "../contract/input";
import {
  callRules,
  clientRules,
  listRules,
  type ApiUsersClientOptions,
  type CallOptions,
  type ListOptions,
} from "../options";
import type { OperationId } from "../schema";
import { secretsOfBasic } from "./credentials";
import { backOff } from "./retry";

/** The version of this package, as in `package.json`. */
const version = "0.1.0";

/** The options that a call goes by: its own, the client's and the defaults. */
export interface CallSettings {
  readonly timeout: number;
  readonly totalTimeout: number;
  readonly retries: number;
  readonly retryDelay: (attempt: number) => number;
  readonly hasAuth: boolean;
  /** All but the credentials, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** What is secret in the caller's headers. */
  readonly secrets: readonly string[];
}

/**
 * The settings of a client, and the options that its transport is made of.
 *
 * @throws SigfoxValidationError naming the options that are wrong
 */
export function clientSettings(options: ApiUsersClientOptions): {
  settings: CallSettings;
  transport: Pick<ApiUsersClientOptions, "auth" | "baseUrl" | "allowInsecureConnection" | "fetch" | "middleware">;
} {
  const { headers = {}, timeout, totalTimeout, retries, retryDelay, ...transport } = checkOptions(clientRules, options);
  const hasAuth = transport.auth !== undefined;
  const given = checkHeaders(headers, hasAuth);
  const settings = {
    timeout: timeout ?? 30_000,
    totalTimeout: totalTimeout ?? 90_000,
    retries: retries ?? 2,
    retryDelay: retryDelay ?? backOff,
    hasAuth,
    headers: { ...ownHeaders(), ...given },
    secrets: secretsIn(given),
  };
  return { settings, transport };
}

/** @throws SigfoxValidationError naming the options that are wrong */
export function callSettings(
  client: CallSettings,
  options: CallOptions | undefined,
  operation: OperationId,
): CallSettings {
  if (options === undefined) return client;
  const { headers, ...given } = checkOptions(callRules, options, operation);
  if (given.signal !== undefined && !("aborted" in given.signal && "addEventListener" in given.signal))
    throw refusedOption("signal", "must be an AbortSignal", operation);
  const settings = { ...client, ...(given as Partial<CallSettings>) };
  if (headers === undefined) return settings;
  const own = checkHeaders(headers, client.hasAuth, operation);
  return {
    ...settings,
    headers: { ...client.headers, ...own },
    secrets: [...client.secrets, ...secretsIn(own)],
  };
}

/** The options of a list, copied so that all its pages are requested with the same. */
export function listSettings(options: ListOptions): CallOptions & { readonly concurrency: number } {
  const { concurrency = 1, headers, ...call } = checkOptions(listRules, options, "listApiUsers");
  return { concurrency, ...call, headers: isRecord(headers) ? { ...headers } : headers };
}

/** A copy of the headers that a caller asks for, by lower-case name, so that one may replace another. */
function checkHeaders(headers: unknown, hasAuth: boolean, operation?: OperationId): Readonly<Record<string, string>> {
  if (!isRecord(headers)) throw refusedOption("headers", "must be an object of names and values", operation);
  // Without a prototype, so that a name such as __proto__ is one like any other.
  const copy = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const normalized = normalize(name, value);
    if (normalized === undefined)
      throw refusedOption(`headers.${name}`, "must be a valid header name with a string as its value", operation);
    const key = name.toLowerCase();
    if (hasAuth && key === "authorization")
      throw refusedOption(`headers.${name}`, "must not be given together with auth", operation);
    copy[key] = normalized;
  }
  return copy;
}

/**
 * What is secret in a caller's headers: the values of those whose name says so, the words they are made of, and what Basic encodes.
 * Nothing shorter than 8 characters: redacting `x-auth-version: 1` would take every 1 out of an error.
 */
function secretsIn(headers: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(headers)
    .filter(([name]) => /auth|cookie|token|key|secret|pass/i.test(name))
    .flatMap(([, value]) => [value, ...value.split(/[\s",;=]+/)])
    .filter((value) => value.length >= 8);
  return [...values, ...Object.values(headers).flatMap(secretsOfBasic)];
}

/** A header's value as it is sent, without the white space around it; `undefined` if it cannot be sent. */
function normalize(name: string, value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  try {
    return new Headers([[name, value]]).get(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The headers that every request has before the caller's own. */
function ownHeaders(): Record<string, string> {
  const accept = { accept: "application/json" };
  // A browser sends its own, and would ask a proxy for permission to send this one.
  return isBrowser() ? accept : { ...accept, "user-agent": `sigfox-api-users/${version}` };
}

function isBrowser(): boolean {
  const scope = globalThis as {
    process?: { versions?: { node?: string } };
    Deno?: unknown;
    navigator?: { userAgent?: string };
  };
  const isServer = scope.process?.versions?.node !== undefined || scope.Deno !== undefined;
  return !isServer && scope.navigator?.userAgent !== undefined && scope.navigator.userAgent !== "Cloudflare-Workers";
}
