import { SigfoxAbortError, SigfoxApiError, SigfoxConnectionError, SigfoxParseError } from "./classes";
import { SigfoxTimeoutError, SigfoxValidationError, inWords, isSigfoxError } from "./classes";
import type { AnySigfoxError, ErrorContext, SigfoxIssue } from "./classes";
import type { SigfoxApiErrorKind } from "./kinds";
import { excerpt, redactHeaders, redactJson, redactThrown, secretName } from "./redact";
import type { Redact } from "./redact";
import { codeOf, peek, reasonOf } from "./thrown";

/** An error response, as it arrived. */
export interface ErrorResponse {
  readonly kind: SigfoxApiErrorKind;
  readonly response: Response;
  /** Parsed if it is JSON, otherwise its text. */
  readonly body: unknown;
  /** Whether the client has credentials to send. */
  readonly hasAuth: boolean;
  /** What is left of the pause that it began, for a call that was not sent in it. */
  readonly left?: number;
}

/** Why an attempt did not succeed. Nothing in it is redacted yet. */
export type Failure =
  | ErrorResponse
  | { readonly kind: "connection"; readonly cause: unknown }
  | { readonly kind: "validation"; readonly cause: unknown; readonly option: string }
  | { readonly kind: "timeout"; readonly limit: number; readonly scope: "attempt" | "total" }
  | { readonly kind: "aborted"; readonly cause: unknown }
  | { readonly kind: "parse"; readonly status: number; readonly reason: string; readonly body: string };

/** The error for a failure, without the secrets in what others wrote. */
export function toError(failure: Failure, context: ErrorContext, redact: Redact): AnySigfoxError {
  switch (failure.kind) {
    case "connection": {
      const cause = redactThrown(failure.cause, redact);
      const code = codeOf(cause);
      const reason = reasonOf(cause);
      const what = code === undefined || reason.includes(code) ? reason : `${code} (${reason})`;
      return new SigfoxConnectionError(`no complete response: ${what}`, { ...context, cause }, { code });
    }
    case "timeout": {
      const { limit, scope } = failure;
      const what = scope === "attempt" ? "no complete response" : "did not complete";
      return new SigfoxTimeoutError(`${what} within ${limit} ms`, context, { limit, scope });
    }
    case "aborted":
      return new SigfoxAbortError("aborted by the caller", { ...context, cause: failure.cause });
    case "validation": {
      const { cause, option } = failure;
      // What is wrong with what the function gave. An error of another client is no more than its words.
      const issues = isSigfoxError(cause) ? cause.issues.filter(({ field }) => field.startsWith(`${option}.`)) : [];
      if (issues.length === 0) issues.push({ type: "option", field: option, message: redact(reasonOf(cause)) });
      const what = issues.map(inWords).join("; ");
      return new SigfoxValidationError(`could not be sent: ${what}`, { ...context, issues, cause });
    }
    case "parse": {
      const { status, reason, body } = failure;
      // What cannot be parsed may hold the password of any user.
      const at = body.search(secretName);
      const shown = excerpt(redact(at === -1 ? body : excerpt(body, at)), 500);
      return new SigfoxParseError(`${status} but ${reason}`, context, { status, body: shown });
    }
    default:
      return apiError(failure, context, redact);
  }
}

function apiError(failure: ErrorResponse, context: ErrorContext, redact: Redact): SigfoxApiError {
  const { kind, response } = failure;
  const { status } = response;
  const body = redactJson(failure.body, redact);
  const methods = peek(body, "allowedMethods");
  const issues = issuesOf(peek(body, "errors"));
  const said = [textOf(peek(body, "message")), ...issues.slice(0, 3).map(inWords)].filter(Boolean).join("; ");
  const detail = kind === "redirect" ? `to ${redact(targetOf(response))}` : said.slice(0, 300);
  const reason = redact(textOf(peek(response, "statusText"))).slice(0, 60);
  const answered = `${status || ""} ${reason}`.trim() || "redirect";
  const what = answered.endsWith(detail) ? answered : `${answered} (${detail})`;
  const asked = retryAfterOf(response);
  const summary = what + noteOf(failure, asked);
  const own = {
    kind,
    status,
    headers: redactHeaders(response.headers, redact),
    body: body === "" ? undefined : body,
    allowedMethods: Array.isArray(methods) ? methods.filter(textOf) : undefined,
    retryAfter: failure.left ?? asked,
  };
  return new SigfoxApiError(summary, { ...context, issues }, own);
}

function noteOf({ kind, hasAuth }: ErrorResponse, retryAfter = 0): string {
  if (kind === "unauthorized" && !hasAuth) return "; the client has no auth";
  if (kind !== "rateLimited" || retryAfter === 0) return "";
  const seconds = String(Math.ceil(retryAfter / 1_000)).replace(/\B(?=(?:\d{3})+$)/g, ",");
  return `; asked to wait ${seconds} s`;
}

/** How long a response asks to wait, in milliseconds, from seconds or an IMF date (RFC 9110 section 10.2.3). */
export function retryAfterOf({ headers }: Response): number | undefined {
  const value = headers.get("Retry-After")?.trim() ?? "";
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER);
  const date = /^\w{3}, \d.*:.*GMT$/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function targetOf({ headers, url }: Response): string {
  const target = headers.get("Location");
  const base = url || undefined;
  return target !== null && URL.canParse(target, base) ? new URL(target, base).origin : "an unknown target";
}

function issuesOf(errors: unknown): SigfoxIssue[] {
  const issues = Array.isArray(errors) ? errors.filter((one) => typeof one === "object" && one !== null) : [];
  return issues.map((issue: unknown) => {
    const type = peek(issue, "type");
    return {
      type: type === "query" || type === "path" ? type : "body",
      field: textOf(peek(issue, "field")),
      message: textOf(peek(issue, "message")),
    };
  });
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
