import { SigfoxAbortError, SigfoxApiError, SigfoxCallbackError, SigfoxConnectionError } from "./classes";
import { SigfoxParseError, SigfoxTimeoutError, SigfoxValidationError, inWords, listed } from "./classes";
import type { AnySigfoxError, ApiErrorDetails, ErrorContext, SigfoxCallback, SigfoxIssue } from "./classes";
import type { SigfoxApiErrorKind } from "./kinds";
import { excerpt, redactHeaders, redactJson, redactThrown, secretWord } from "./redact";
import type { Redact } from "./redact";
import { codeOf, ownReasonOf, peek, reasonOf, textOf } from "./thrown";

/** An error response, as it arrived. */
export interface ErrorResponse {
  readonly kind: SigfoxApiErrorKind;
  readonly response: Response;
  /** Parsed if it is JSON, otherwise its text. */
  readonly body: unknown;
  /** How long it asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;
  /** Whether the client has credentials to send. */
  readonly hasAuth: boolean;
  /** Takes out the secrets of the call that it was sent to, if others are rejected because of it. */
  readonly redact?: Redact;
}

/** A pause that outlasts a call which was not sent in it. */
export interface OutlastingPause {
  readonly kind: "rateLimited";
  /** The response that began the pause. */
  readonly refusal: ErrorResponse;
  /** What is left of the pause, in milliseconds. */
  readonly left: number;
}

/** The function of the caller's that an attempt was waiting for when its deadline passed. */
export type Awaited = "auth" | "onRequest" | "onResponse" | "onError";

/** Why an attempt did not succeed. Nothing in it is redacted yet. */
export type Failure =
  | ErrorResponse
  | OutlastingPause
  | { readonly kind: "connection"; readonly cause: unknown }
  | { readonly kind: "callback"; readonly option: SigfoxCallback; readonly cause: unknown }
  /** Credentials that `auth` returned and that cannot be sent. */
  | { readonly kind: "validation"; readonly cause: SigfoxValidationError }
  | {
      readonly kind: "timeout";
      readonly limit: number;
      readonly scope: "attempt" | "total";
      readonly awaited?: Awaited | undefined;
    }
  | { readonly kind: "aborted"; readonly cause: unknown }
  | {
      readonly kind: "parse";
      readonly status: number;
      readonly reason: string;
      /** The body, or its beginning; empty if it may contain a new password. */
      readonly body: string;
      /** Whether the body may have been cut on its way: it begins like JSON and is none. */
      readonly isCut?: boolean;
    };

/** The error for a failure, without the secrets in what others wrote. */
export function toError(failure: Failure, context: ErrorContext, redact: Redact): AnySigfoxError {
  switch (failure.kind) {
    case "connection": {
      const cause = redactThrown(failure.cause, redact);
      const code = codeOf(cause);
      const reason = reasonOf(cause);
      const what = code === undefined || reason.includes(code) ? reason : `${code} (${reason})`;
      return new SigfoxConnectionError(`no complete response: ${what}`, { ...context, cause, code });
    }
    case "timeout": {
      const { limit, scope, awaited } = failure;
      const what = scope === "attempt" ? "no complete response" : "did not complete";
      const still = awaited === undefined ? "" : `; ${awaited} has not settled`;
      return new SigfoxTimeoutError(`${what} within ${limit} ms${still}`, { ...context, limit, scope });
    }
    case "aborted":
      return new SigfoxAbortError("aborted by the caller", { ...context, cause: failure.cause });
    case "validation": {
      const { cause } = failure;
      const { issues } = cause;
      const what = listed(issues);
      return new SigfoxValidationError(`could not be sent: ${what}`, { ...context, issues, cause });
    }
    case "callback": {
      const { cause, option } = failure;
      return new SigfoxCallbackError(`${option} failed: ${redact(ownReasonOf(cause))}`, { ...context, option, cause });
    }
    case "parse": {
      const { status, reason, body } = failure;
      // What cannot be parsed may hold the password of any user.
      const at = body.search(secretWord);
      const shown = excerpt(redact(at === -1 ? body : excerpt(body, at)), 500);
      return new SigfoxParseError(`${status} but ${reason}`, { ...context, status, body: shown });
    }
    default:
      return apiError(failure, context, redact);
  }
}

function apiError(failure: ErrorResponse | OutlastingPause, context: ErrorContext, redact: Redact): SigfoxApiError {
  const { refusal, left } = "refusal" in failure ? failure : { refusal: failure, left: failure.retryAfter };
  const shown = shownOf(refusal, redact);
  return new SigfoxApiError(shown.summary, { ...context, ...shown, retryAfter: left });
}

/** What an error shows of a response. */
interface Shown extends ApiErrorDetails {
  readonly summary: string;
}

/** A pause can end a thousand calls with the same response: it is redacted once. */
const shownToOthers = new WeakMap<ErrorResponse, Shown>();

function shownOf(failure: ErrorResponse, redactOwn: Redact): Shown {
  const { redact } = failure;
  if (redact === undefined) return show(failure, redactOwn);
  const shown = shownToOthers.get(failure) ?? show(failure, redact);
  shownToOthers.set(failure, shown);
  return shown;
}

function show(failure: ErrorResponse, redact: Redact): Shown {
  const { kind, response, retryAfter, hasAuth } = failure;
  const { status } = response;
  const body = redactJson(failure.body, redact);
  const methods = peek(body, "allowedMethods");
  const issues = issuesOf(peek(body, "errors"));
  const said = [textOf(peek(body, "message")), ...issues.slice(0, 3).map(inWords)].filter(Boolean).join("; ");
  const detail = kind === "redirect" ? `to ${redact(targetOf(response))}` : said.slice(0, 300);
  const reason = redact(textOf(peek(response, "statusText"))).slice(0, 60);
  const answered = `${status || ""} ${reason}`.trim() || "redirect";
  const parts = [
    answered.endsWith(detail) ? answered : `${answered} (${detail})`,
    kind === "unauthorized" && !hasAuth && "the client has no auth",
    kind === "rateLimited" && retryAfter && `asked to wait ${inSeconds(retryAfter)}`,
  ];
  return {
    summary: parts.filter(Boolean).join("; "),
    issues,
    kind,
    status,
    headers: redactHeaders(response.headers, redact),
    body: body === "" ? undefined : body,
    allowedMethods: Array.isArray(methods) ? methods.filter(textOf) : undefined,
    retryAfter,
  };
}

/** Whole seconds, such as `3,600 s`. */
const inSeconds = (milliseconds: number): string => `${Math.ceil(milliseconds / 1000).toLocaleString("en")} s`;

function targetOf({ headers, url }: Response): string {
  const target = headers.get("Location");
  try {
    return target === null ? "an unknown target" : new URL(target, url || undefined).origin;
  } catch {
    return "an unknown target";
  }
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
