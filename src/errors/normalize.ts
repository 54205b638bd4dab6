import {
  SigfoxAbortError,
  SigfoxApiError,
  SigfoxConnectionError,
  SigfoxParseError,
  SigfoxTimeoutError,
  SigfoxValidationError,
  inWords,
  isSigfoxError,
  type AnySigfoxError,
  type ErrorContext,
  type SigfoxApiErrorKind,
  type SigfoxIssue,
} from "./classes";
import { bodyLimit } from "../http/body";
import { causesOf, peek } from "./peek";
import { createScrub, redactCause, redactHeaders, redactJson, type Scrub } from "./redact";
import type { Secret } from "./secret";

/** Why an attempt did not succeed. Nothing in it is scrubbed yet. */
export type Failure =
  | { readonly kind: SigfoxApiErrorKind; readonly response: Response; readonly body: unknown; readonly url: string }
  | { readonly kind: "connection"; readonly cause: unknown }
  | { readonly kind: "validation"; readonly cause: unknown; readonly option: string }
  | { readonly kind: "timeout"; readonly limit: number; readonly scope: "attempt" | "total" }
  | { readonly kind: "aborted"; readonly cause: unknown }
  | { readonly kind: "parse"; readonly status: number; readonly reason: string; readonly body: string };

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

/** The kind of an answer that is an error; the status alone decides. */
export function kindOf(status: number): SigfoxApiErrorKind {
  // A browser shows a redirect that it did not follow as status 0.
  if (status === 0 || (status >= 300 && status < 400)) return "redirect";
  if (status >= 500 && status < 600) return "server";
  return kinds[status] ?? "unexpected";
}

/** The error for a failure, with every secret taken out of what others wrote. */
export function toError(
  failure: Failure,
  context: Omit<ErrorContext, "summary">,
  secrets: Iterable<Secret>,
): AnySigfoxError {
  const scrub = createScrub(secrets);
  switch (failure.kind) {
    case "connection": {
      const cause = redactCause(failure.cause, scrub);
      const code = codeOf(cause);
      const what = reasonOf(cause);
      const summary = code === undefined || what.includes(code) ? what : `${code} (${what})`;
      return new SigfoxConnectionError({ ...context, summary: `no complete answer: ${summary}`, cause }, code);
    }
    case "timeout": {
      const what = failure.scope === "attempt" ? "no complete answer" : "not done";
      return new SigfoxTimeoutError(
        { ...context, summary: `${what} within ${failure.limit} ms` },
        failure.limit,
        failure.scope,
      );
    }
    case "aborted":
      return new SigfoxAbortError({ ...context, summary: "aborted by the caller", cause: failure.cause });
    case "validation": {
      // A function of the caller's failed before the request: `auth`, or a middleware.
      const cause = redactCause(failure.cause, scrub);
      const issues: readonly SigfoxIssue[] = isSigfoxError(failure.cause)
        ? failure.cause.issues
        : [{ type: "option", field: failure.option, message: reasonOf(cause) }];
      const what = issues.map(inWords).join("; ");
      return new SigfoxValidationError({ ...context, summary: `could not be sent: ${what}`, issues, cause });
    }
    case "parse":
      return new SigfoxParseError(
        { ...context, summary: `${failure.status} but ${failure.reason}` },
        failure.status,
        scrub(failure.body),
      );
    default:
      return apiError(failure, context, scrub);
  }
}

function apiError(
  failure: Extract<Failure, { response: Response }>,
  context: Omit<ErrorContext, "summary">,
  scrub: Scrub,
): SigfoxApiError {
  const { kind, response, url } = failure;
  const body = failure.body === "" ? undefined : redactJson(failure.body, scrub);
  const said = (name: string): unknown => redactJson(peek(failure.body, name), scrub);
  const issues = issuesOf(peek(failure.body, "errors"), scrub);
  const detail = kind === "redirect" ? `to ${scrub(targetOf(response, url))}` : detailOf(said("message"), issues);
  // What is no Response of the platform may have none.
  const reason = redactJson(peek(response, "statusText"), scrub);
  const status = `${response.status || ""} ${textOf(reason).slice(0, 60)}`.trim() || "redirect";
  return new SigfoxApiError(
    { ...context, summary: status.endsWith(detail) ? status : `${status} (${detail})`, issues },
    {
      kind,
      status: response.status,
      headers: redactHeaders(response.headers, scrub),
      body: capped(body),
      allowedMethods: strings(said("allowedMethods")),
      retryAfter: retryAfterOf(response),
    },
  );
}

/** A redacted body can be longer than what was read. */
function capped(body: unknown): unknown {
  if (body === undefined) return undefined;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return text.length > bodyLimit ? text.slice(0, bodyLimit) : body;
}

/** How long an answer asks to wait, in milliseconds, from seconds or an HTTP date (RFC 9110 section 10.2.3). */
export function retryAfterOf(response: Response): number | undefined {
  const value = response.headers.get("Retry-After")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER);
  // An HTTP date begins with the name of a day; Date.parse alone would take "-5" for a year.
  // One of its three forms names no zone, and is GMT like the others.
  const date = /^[A-Za-z]{3,}/.test(value) ? Date.parse(/GMT$/.test(value) ? value : `${value} GMT`) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** The runtime's code of a lost connection, wherever in the chain of causes it stands. */
export function codeOf(thrown: unknown): string | undefined {
  return causesOf(thrown)
    .map((cause) => peek(cause, "code"))
    .find((code): code is string => typeof code === "string" && /^[\w-]{1,60}$/.test(code));
}

/** The message of the innermost cause, which says more than `fetch failed`. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "something other than an Error was thrown";
  return (cause.cause === undefined ? "" : reasonOf(cause.cause)) || cause.message;
}

function targetOf(response: Response, url: string): string {
  const location = response.headers.get("Location");
  if (location === null) return "an unnamed target";
  try {
    return new URL(location, url).origin;
  } catch {
    return "an unreadable target";
  }
}

function detailOf(message: unknown, issues: readonly SigfoxIssue[]): string {
  const parts = [message, ...issues.slice(0, 3).map(inWords)];
  return parts
    .filter((part) => typeof part === "string" && part !== "")
    .join("; ")
    .slice(0, 300);
}

function issuesOf(errors: unknown, scrub: Scrub): SigfoxIssue[] {
  if (!Array.isArray(errors)) return [];
  return errors
    .filter((one): one is Record<string, unknown> => typeof one === "object" && one !== null)
    .map((one) => ({
      type: one["type"] === "query" || one["type"] === "path" ? one["type"] : "body",
      field: scrub(textOf(one["field"])),
      message: scrub(textOf(one["message"])),
    }));
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
