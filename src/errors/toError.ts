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
  type SigfoxIssue,
} from "./classes";
import type { SigfoxApiErrorKind } from "./kinds";
import { createRedact, excerpt, redactHeaders, redactJson, redactThrown, secretName, textLimit } from "./redact";
import type { Redact } from "./redact";
import { codeOf, peek, reasonOf } from "./thrown";

/** An error response, as it arrived. */
export interface ErrorResponse {
  readonly kind: SigfoxApiErrorKind;
  readonly response: Response;
  /** Parsed if it is JSON, otherwise its text. */
  readonly body: unknown;
  /** Whether only the beginning of the body arrived, or was read. */
  readonly isCut: boolean;
  readonly url: string;
  /** What the caller should know about it. */
  readonly hint?: string | undefined;
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
export function toError(
  failure: Failure,
  context: Omit<ErrorContext, "summary">,
  secrets: Iterable<string>,
): AnySigfoxError {
  const redact = createRedact(secrets);
  switch (failure.kind) {
    case "connection": {
      const cause = redactThrown(failure.cause, redact);
      const code = codeOf(cause);
      const what = reasonOf(cause);
      const summary = code === undefined || what.includes(code) ? what : `${code} (${what})`;
      return new SigfoxConnectionError({ ...context, summary: `no complete response: ${summary}`, cause }, { code });
    }
    case "timeout": {
      const { limit, scope } = failure;
      const what = scope === "attempt" ? "no complete response" : "not done";
      return new SigfoxTimeoutError({ ...context, summary: `${what} within ${limit} ms` }, { limit, scope });
    }
    case "aborted":
      return new SigfoxAbortError({ ...context, summary: "aborted by the caller", cause: failure.cause });
    case "validation": {
      const { cause, option } = failure;
      // What is wrong with what the function gave. An error of another client is no more than its words.
      const known = isSigfoxError(cause) ? cause.issues.filter(({ field }) => field.startsWith(`${option}.`)) : [];
      const issues: readonly SigfoxIssue[] =
        known.length > 0 ? known : [{ type: "option", field: option, message: redact(reasonOf(cause)) }];
      const summary = `could not be sent: ${issues.map(inWords).join("; ")}`;
      return new SigfoxValidationError({ ...context, summary, issues, cause });
    }
    case "parse": {
      const { status, reason, body } = failure;
      // What cannot be parsed may hold the password of any user.
      const at = body.search(secretName);
      const shown = redact(at === -1 ? body : excerpt(body, at));
      return new SigfoxParseError(
        { ...context, summary: `${status} but ${reason}` },
        { status, body: excerpt(shown, 500) },
      );
    }
    default:
      return apiError(failure, context, redact);
  }
}

function apiError(failure: ErrorResponse, context: Omit<ErrorContext, "summary">, redact: Redact): SigfoxApiError {
  const { kind, response, url, hint } = failure;
  const body =
    typeof failure.body === "string" ? redact(failure.body, failure.isCut) : redactJson(failure.body, redact);
  const issues = issuesOf(peek(body, "errors"));
  const detail =
    kind === "redirect" ? `to ${redact(targetOf(response, url))}` : detailOf(peek(body, "message"), issues);
  const reason = redact(textOf(peek(response, "statusText"))).slice(0, 60);
  const status = `${response.status || ""} ${reason}`.trim() || "redirect";
  const summary = status.endsWith(detail) ? status : `${status} (${detail})`;
  return new SigfoxApiError(
    { ...context, summary: hint === undefined ? summary : `${summary}; ${hint}`, issues },
    {
      kind,
      status: response.status,
      headers: redactHeaders(response.headers, redact),
      body: body === "" ? undefined : capped(body),
      allowedMethods: textsOf(peek(body, "allowedMethods")),
      retryAfter: retryAfterOf(response),
    },
  );
}

/** Parsed JSON can be longer than what is kept. */
function capped(body: unknown): unknown {
  if (body === undefined || typeof body === "string") return body;
  const text = JSON.stringify(body);
  return text.length > textLimit ? excerpt(text, textLimit) : body;
}

/** How long a response asks to wait, in milliseconds, from seconds or an IMF date (RFC 9110 section 10.2.3). */
export function retryAfterOf(response: Response): number | undefined {
  const value = response.headers.get("Retry-After")?.trim() ?? "";
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER);
  const date = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
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
  const parts = [textOf(message), ...issues.slice(0, 3).map(inWords)];
  return parts.filter(Boolean).join("; ").slice(0, 300);
}

function issuesOf(errors: unknown): SigfoxIssue[] {
  if (!Array.isArray(errors)) return [];
  return errors
    .filter((one): one is object => typeof one === "object" && one !== null)
    .map((one) => {
      const type = peek(one, "type");
      return {
        type: type === "query" || type === "path" ? type : "body",
        field: textOf(peek(one, "field")),
        message: textOf(peek(one, "message")),
      };
    });
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : undefined;
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
