import { isRecord, refusedOption } from "../contract/check";
import { secretsOfBasic } from "./credentials";
import type { OperationId } from "../schema";
import { Secret } from "../errors/secret";
import { version } from "./version";

/** A copy of the headers that a caller asks for, by lower-case name, so that one may take the place of another. */
export function checkHeaders(
  headers: unknown,
  hasAuth: boolean,
  operation?: OperationId,
): Readonly<Record<string, string>> {
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
 * What in a caller's headers is secret: the values of those whose name says so, the words they are made of, and what Basic encodes. Nothing
 * shorter than 8 characters: to take out `x-auth-version: 1` would take every 1 out of an error.
 */
export function secretsIn(headers: Readonly<Record<string, string>>): Secret[] {
  const values = Object.entries(headers)
    .filter(([name]) => /auth|cookie|token|key|secret|pass/i.test(name))
    .flatMap(([, value]) => [value, ...value.split(/[\s",;=]+/)])
    .filter((value) => value.length >= 8);
  return [...[...new Set(values)].map((form) => new Secret(form)), ...Object.values(headers).flatMap(secretsOfBasic)];
}

/** A header's value as it travels, without the white space around it; `undefined` if it cannot. */
function normalize(name: string, value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  try {
    return new Headers([[name, value]]).get(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The headers that every request has before the caller's own. */
export function ownHeaders(): Record<string, string> {
  const accept = { accept: "application/json" };
  // A browser says who it is by itself, and would ask a proxy for leave to send this one.
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
