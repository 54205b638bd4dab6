import type { OperationId, WireIssue } from "../schema";
import type { SigfoxApiErrorKind, SigfoxErrorKind } from "./kinds";

/**
 * A problem with one field of a request.
 *
 * @category Errors
 */
export interface SigfoxIssue {
  /** The part of the request that holds the field; `"option"` means an option of the client or of the call. */
  readonly type: WireIssue["type"] | "option";
  /** The name of the field, such as `name` or `profileIds[0]`. */
  readonly field: string;
  /** What is wrong with it. The text of issues from the server may change. */
  readonly message: string;
}

/** An issue as text for an error's message. */
export const inWords = ({ type, field, message }: SigfoxIssue): string =>
  `${field || (type === "option" ? "options" : type)}: ${message}`;

/** Issues as text for an error's message: the first ten, and how many more there are. */
export function listed(issues: readonly SigfoxIssue[]): string {
  const first = issues.slice(0, 10).map(inWords);
  const more = issues.length - first.length;
  return [...first, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

/** What every error reports about its call. */
export interface ErrorContext {
  readonly operation?: OperationId | undefined;
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  readonly attempts?: number | undefined;
  readonly issues?: readonly SigfoxIssue[] | undefined;
  readonly mayHaveBeenApplied?: boolean | undefined;
  /** Whether a retry was withheld, because too many calls failed recently. */
  readonly isRetryWithheld?: boolean | undefined;
  readonly cause?: unknown;
}

// A registered symbol is the same in every copy of the package and in every realm.
const brand = Symbol.for("sigfox-api-users.error");

/**
 * Base class of every error this library rejects with. Check with {@link isSigfoxError}, then decide by `kind`.
 *
 * No error shows the client's password, its `Authorization` header or an access token when it is printed or turned into JSON,
 * unless one of the caller's own functions throws it, or the password has fewer than four characters.
 *
 * @category Errors
 */
export abstract class SigfoxError extends Error {
  /** What happened, for a `switch`: one of {@link SigfoxErrorKind}. */
  abstract readonly kind: SigfoxErrorKind;
  /** The operationId of the call; `undefined` for an error of the client's constructor. */
  readonly operation: OperationId | undefined;
  /** The HTTP method of the call. */
  readonly method: string | undefined;
  /**
   * The path of the call beneath the base URL, such as `/api-users/5138e7dfa2f1fffaf25fd4aa`; for input that was refused locally, the
   * template, such as `/api-users/{id}`.
   */
  readonly path: string | undefined;
  /** The number of attempts; 0 if none was made. */
  readonly attempts: number;
  /** What is wrong with which field, from a 400 or from a local check; empty if unknown. */
  readonly issues: readonly SigfoxIssue[];
  /**
   * Whether the server may have applied the call in any of its attempts: `true` for a write that may have reached the server and got
   * no conclusive response, `false` for reads, local refusals and clear refusals by the server.
   *
   * How to recover when it is `true`:
   * - `create`: look for the name in the group before creating again.
   * - `update`, `delete`, `removeProfile`: call again; repeating them does no harm.
   * - `addProfiles`: read the user's profiles, then add what is missing.
   * - `renewCredential` of another user: call again. Of the client's own user: the password may have changed, and the new one is
   *   lost; another credential may be needed to renew it.
   */
  readonly mayHaveBeenApplied: boolean;

  /** @internal */
  constructor(summary: string, context: ErrorContext = {}) {
    super(messageOf(summary, context), context);
    this.operation = context.operation;
    this.method = context.method;
    this.path = context.path;
    this.attempts = context.attempts ?? 0;
    this.issues = context.issues ?? [];
    this.mayHaveBeenApplied = context.mayHaveBeenApplied ?? false;
  }

  /** The error as plain data for a log, without `stack` and `cause`. */
  toJSON(): Record<string, unknown> {
    return Object.assign<Record<string, unknown>, object>({ name: this.name, message: this.message }, this);
  }
}

function messageOf(summary: string, context: ErrorContext): string {
  const { operation, method, path, attempts = 0, isRetryWithheld, mayHaveBeenApplied } = context;
  const call = operation === undefined ? "ApiUsersClient" : `${operation} ${method} ${path}`;
  const parts = [
    attempts > 1 ? `${inOneLine(summary)} after ${attempts} attempts` : inOneLine(summary),
    isRetryWithheld && "not retried: too many recent failures",
    mayHaveBeenApplied && "may have been applied",
  ];
  return `${call}: ${parts.filter(Boolean).join("; ")}`;
}

/** Removes terminal sequences, line breaks and other control characters from text of others. */
const inOneLine = (text: string): string =>
  text
    .replace(/\u001b\[[\d;]*[A-Za-z]/g, "")
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .trim();

/**
 * Starts an error's stack at the caller of one of our own running functions. A stack holds ten lines: without our innermost ones, the
 * user's line is among them.
 */
export function traceFrom(error: unknown, caller: (...input: never[]) => unknown): void {
  // Not every runtime has this.
  if (error instanceof SigfoxError) (Error as Partial<typeof Error>).captureStackTrace?.(error, caller);
}

// The constructors below are not in the declarations, which show those of Error. Their defaults serve errors that somebody makes by hand.

/** What an error response says. */
export interface ApiErrorDetails extends ErrorContext {
  readonly kind: SigfoxApiErrorKind;
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly allowedMethods?: readonly string[] | undefined;
  readonly retryAfter?: number | undefined;
}

/**
 * The server responded with an error.
 *
 * @category Errors
 */
export class SigfoxApiError extends SigfoxError {
  /** The meaning of the status, for a `switch`. */
  readonly kind: SigfoxApiErrorKind;
  /** The HTTP status; 0 for a redirect that a browser hides. */
  readonly status: number;
  /** The response headers, without secrets. */
  readonly headers: Headers;
  /** The body without secrets: parsed if it is JSON, otherwise its text, at most 10 KB. `undefined` if there was none. */
  readonly body: unknown;
  /** The methods that the path accepts, from a 405. */
  readonly allowedMethods: readonly string[] | undefined;
  /**
   * The wait that the server requested, in milliseconds; `undefined` if it requested none. For a call that was never sent because of a
   * pause, what is left of the pause.
   */
  readonly retryAfter: number | undefined;

  /** @internal */
  constructor(summary: string, details?: ApiErrorDetails) {
    super(summary, details);
    this.kind = details?.kind ?? "unexpected";
    this.status = details?.status ?? 0;
    this.headers = details?.headers ?? new Headers();
    this.body = details?.body;
    this.allowedMethods = details?.allowedMethods;
    this.retryAfter = details?.retryAfter;
  }

  override get name(): "SigfoxApiError" {
    return "SigfoxApiError";
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), headers: Object.fromEntries(this.headers) };
  }
}

/** How a connection failed. */
export interface ConnectionErrorDetails extends ErrorContext {
  readonly code: string | undefined;
}

/**
 * No complete response arrived: the connection failed or was lost, or `fetch` refused the request.
 *
 * @category Errors
 */
export class SigfoxConnectionError extends SigfoxError {
  /** The connection failed. */
  readonly kind = "connection";
  /** The runtime's code, such as `ECONNREFUSED`; `undefined` if the runtime reports none, as in browsers. */
  readonly code: string | undefined;

  /** @internal */
  constructor(summary: string, details?: ConnectionErrorDetails) {
    super(summary, details);
    this.code = details?.code;
  }

  override get name(): "SigfoxConnectionError" {
    return "SigfoxConnectionError";
  }
}

/** Which deadline passed. */
export interface TimeoutErrorDetails extends ErrorContext {
  readonly limit: number;
  readonly scope: "attempt" | "total";
}

/**
 * A deadline passed. Its `name` is `TimeoutError`, as on the platform.
 *
 * @category Errors
 */
export class SigfoxTimeoutError extends SigfoxError {
  /** A deadline passed. */
  readonly kind = "timeout";
  /** The deadline that passed, in milliseconds. */
  readonly limit: number;
  /** Which deadline it was: `timeout` (one attempt) or `totalTimeout` (the whole call). */
  readonly scope: "attempt" | "total";

  /** @internal */
  constructor(summary: string, details?: TimeoutErrorDetails) {
    super(summary, details);
    this.limit = details?.limit ?? 0;
    this.scope = details?.scope ?? "attempt";
  }

  override get name(): "TimeoutError" {
    return "TimeoutError";
  }
}

/**
 * The caller's `signal` ended the call. Its `name` is `AbortError`, as on the platform; `cause` is the signal's `reason`.
 *
 * @category Errors
 */
export class SigfoxAbortError extends SigfoxError {
  /** The caller ended the call. */
  readonly kind = "aborted";

  override get name(): "AbortError" {
    return "AbortError";
  }
}

/** What is wrong with a success. */
export interface ParseErrorDetails extends ErrorContext {
  readonly status: number;
  readonly body: string;
}

/**
 * The server reported success, but its response does not match the contract.
 *
 * @category Errors
 */
export class SigfoxParseError extends SigfoxError {
  /** A successful response could not be read. */
  readonly kind = "parse";
  /** The HTTP status of the response. */
  readonly status: number;
  /** The beginning of the body, without secrets; empty for a response that may contain a new password. */
  readonly body: string;

  /** @internal */
  constructor(summary: string, details?: ParseErrorDetails) {
    super(summary, details);
    this.status = details?.status ?? 0;
    this.body = details?.body ?? "";
  }

  override get name(): "SigfoxParseError" {
    return "SigfoxParseError";
  }
}

/**
 * The input was refused and nothing was sent; `issues` names what is wrong. Credentials that an `auth` function returns are input too.
 * If they are refused, an earlier attempt may have been sent: see `attempts` and `mayHaveBeenApplied`.
 *
 * @category Errors
 */
export class SigfoxValidationError extends SigfoxError {
  /** The input was refused. */
  readonly kind = "validation";

  override get name(): "SigfoxValidationError" {
    return "SigfoxValidationError";
  }
}

/**
 * Which of the caller's functions failed: an option of the client, or a function of a middleware.
 *
 * @category Errors
 */
export type SigfoxCallback = "auth" | "retryDelay" | "fetch" | "onRequest" | "onResponse" | "onError";

/** Which of the caller's functions failed. */
export interface CallbackErrorDetails extends ErrorContext {
  readonly option: SigfoxCallback;
}

/**
 * One of the caller's own functions failed: `auth` threw, `retryDelay` or a middleware threw or returned something that cannot be used,
 * a middleware read the body of a success and not that of a clone, or `fetch` resolved to something that is not an unread response.
 * `cause` is the thrown value itself, or says what is wrong; its text is part of `message`, so it should contain no secret. The call is
 * not retried; `mayHaveBeenApplied` is `true` for a write that was sent, whatever its response.
 *
 * @category Errors
 */
export class SigfoxCallbackError extends SigfoxError {
  /** A function of the caller's failed. */
  readonly kind = "callback";
  /** The option that failed. */
  readonly option: SigfoxCallback;

  /** @internal */
  constructor(summary: string, details?: CallbackErrorDetails) {
    super(summary, details);
    this.option = details?.option ?? "fetch";
  }

  override get name(): "SigfoxCallbackError" {
    return "SigfoxCallbackError";
  }
}

/** Where a list stopped. */
export interface PaginationErrorDetails extends ErrorContext {
  readonly offset: number;
  readonly pagesRead: number;
}

/**
 * A list cannot continue without skipping or repeating users.
 *
 * @category Errors
 */
export class SigfoxPaginationError extends SigfoxError {
  /** The list cannot continue. */
  readonly kind = "pagination";
  /** The offset at which paging stopped. */
  readonly offset: number;
  /** The number of pages read before. */
  readonly pagesRead: number;

  /** @internal */
  constructor(summary: string, details?: PaginationErrorDetails) {
    super(summary, details);
    this.offset = details?.offset ?? 0;
    this.pagesRead = details?.pagesRead ?? 0;
  }

  override get name(): "SigfoxPaginationError" {
    return "SigfoxPaginationError";
  }
}

/**
 * The union of the error classes. A `switch` on `kind` narrows it to one class.
 *
 * @category Errors
 */
export type AnySigfoxError =
  | SigfoxApiError
  | SigfoxConnectionError
  | SigfoxTimeoutError
  | SigfoxAbortError
  | SigfoxParseError
  | SigfoxValidationError
  | SigfoxCallbackError
  | SigfoxPaginationError;

/**
 * Checks whether a caught value is an error of this library, from any copy of it and any realm.
 *
 * @example
 * ```ts
 * import { ApiUsersClient, isSigfoxError } from "sigfox-api-users";
 *
 * const apiUsers = new ApiUsersClient({ auth: { username: "my-login", password: "my-password" } });
 * try {
 *   await apiUsers.get("5138e7dfa2f1fffaf25fd4aa");
 * } catch (error) {
 *   if (!isSigfoxError(error)) throw error;
 *   if (error.kind === "notFound") console.log("no such API user");
 *   else if (error.kind === "rateLimited") console.log("wait", error.retryAfter ?? 1_000, "ms");
 *   else console.log(error.message);
 * }
 * ```
 *
 * @category Errors
 */
export function isSigfoxError(value: unknown): value is AnySigfoxError {
  return (value as { [brand]?: unknown } | null | undefined)?.[brand] === true;
}

// On the prototype, so that it is no own property.
Object.defineProperty(SigfoxError.prototype, brand, { value: true });
