import type { OperationId, WireIssue } from "../schema";
import type { SigfoxApiErrorKind, SigfoxErrorKind } from "./kinds";

/**
 * What is wrong with one field of a request. `type` is the part of the request that contains the field. `"option"` means an option of the
 * client or of the call; the other three come from the API.
 *
 * @category Errors
 */
export interface SigfoxIssue {
  /** The part of the request that holds the field. */
  readonly type: WireIssue["type"] | "option";
  /** The name of the field, such as `name` or `profileIds[0]`. */
  readonly field: string;
  /** What is wrong with it. The text of issues from the server may change. */
  readonly message: string;
}

/** An issue as text for an error's message. */
export const inWords = ({ type, field, message }: SigfoxIssue): string =>
  `${field || (type === "option" ? "options" : type)}: ${message}`;

/** The properties that every error class reports. */
export interface ErrorContext {
  readonly operation?: OperationId;
  readonly method?: string;
  readonly path?: string;
  readonly attempts?: number | undefined;
  readonly issues?: readonly SigfoxIssue[] | undefined;
  readonly mayHaveBeenApplied?: boolean | undefined;
  /** Whether a retry was withheld. */
  readonly isWithheld?: boolean | undefined;
  readonly cause?: unknown;
}

// A registered symbol is the same in every copy of the package and in every realm.
const brand = Symbol.for("sigfox-api-users.error");

/**
 * Base class of every error this library rejects with. Check with {@link isSigfoxError}, then decide by `kind`.
 *
 * No error shows the client's password, its `Authorization` header or an access token when it is printed or turned into JSON.
 *
 * @category Errors
 */
export abstract class SigfoxError extends Error {
  /** What happened, for a `switch`: one of {@link SigfoxErrorKind}. */
  abstract readonly kind: SigfoxErrorKind;
  /** The operationId of the call; `undefined` for an error of the client's constructor. */
  declare readonly operation: OperationId | undefined;
  /** The HTTP method of the call. */
  declare readonly method: string | undefined;
  /**
   * The path of the call beneath the base URL, such as `/api-users/5138e7dfa2f1fffaf25fd4aa`; for input that was refused locally, the
   * template, such as `/api-users/{id}`.
   */
  declare readonly path: string | undefined;
  /** The number of attempts; 0 if none was made. */
  declare readonly attempts: number;
  /** What is wrong with which field, from a 400 or from a local check; empty if unknown. */
  declare readonly issues: readonly SigfoxIssue[];
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
  declare readonly mayHaveBeenApplied: boolean;

  /** @internal */
  constructor(summary: string, context: ErrorContext, own: object = {}) {
    const { operation, method, path, attempts = 0, issues = [], mayHaveBeenApplied = false } = context;
    const { isWithheld, ...rest } = context;
    const cause = "cause" in rest ? { cause: rest.cause } : {};
    const call = operation === undefined ? "ApiUsersClient" : `${operation} ${method} ${path}`;
    const tries = attempts > 1 ? ` after ${attempts} attempts` : "";
    const withheld = isWithheld ? "; not retried: too many recent failures" : "";
    const applied = mayHaveBeenApplied ? "; may have been applied" : "";
    super(`${call}: ${inOneLine(summary)}${tries}${withheld}${applied}`, cause);
    Object.assign(this, { operation, method, path, attempts, issues, mayHaveBeenApplied }, own);
  }

  /** The error as plain data for a log, without `stack` and `cause`. */
  toJSON(): Record<string, unknown> {
    return Object.assign<Record<string, unknown>, object>({ name: this.name, message: this.message }, this);
  }
}

/** A text of others without terminal sequences, line breaks and other control characters. */
const inOneLine = (text: string): string =>
  text
    .replace(/\u001b\[[\d;]*[A-Za-z]/g, "")
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .trim();

/**
 * Starts an error's stack at the caller of one of our own running functions. A stack holds ten lines: without our innermost ones, the
 * user's line is among them.
 */
export function traceFrom(error: SigfoxError, caller: (...input: never[]) => unknown): void {
  // Not every runtime has this.
  (Error as Partial<typeof Error>).captureStackTrace?.(error, caller);
}

/**
 * The server responded with an error.
 *
 * @category Errors
 */
export class SigfoxApiError extends SigfoxError {
  /** The meaning of the status, for a `switch`. */
  declare readonly kind: SigfoxApiErrorKind;
  /** The HTTP status; 0 for a redirect that a browser hides. */
  declare readonly status: number;
  /** The response headers, without secrets. */
  declare readonly headers: Headers;
  /** The body without secrets: parsed if it is JSON, otherwise its text, at most 10 KB. `undefined` if there was none. */
  declare readonly body: unknown;
  /** The methods that the path accepts, from a 405. */
  declare readonly allowedMethods: readonly string[] | undefined;
  /** The wait that the server requested, in milliseconds; `undefined` if it requested none. */
  declare readonly retryAfter: number | undefined;

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), headers: Object.fromEntries(this.headers) };
  }
}

/**
 * No complete response arrived: the connection failed or was lost.
 *
 * @category Errors
 */
export class SigfoxConnectionError extends SigfoxError {
  /** The connection failed. */
  readonly kind = "connection";
  /** The runtime's code, such as `ECONNREFUSED`; `undefined` if the runtime reports none, as in browsers. */
  declare readonly code: string | undefined;
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
  declare readonly limit: number;
  /** Which deadline it was: `timeout` (one attempt) or `totalTimeout` (the whole call). */
  declare readonly scope: "attempt" | "total";
}

/**
 * The caller's `signal` ended the call. Its `name` is `AbortError`, as on the platform; `cause` is the signal's `reason`.
 *
 * @category Errors
 */
export class SigfoxAbortError extends SigfoxError {
  /** The caller ended the call. */
  readonly kind = "aborted";
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
  declare readonly status: number;
  /** The beginning of the body, without secrets; empty for a response that may contain a new password. */
  declare readonly body: string;
}

/**
 * The input was refused before anything was sent, or one of the caller's own functions failed: `auth`, a middleware before the request,
 * or `retryDelay`. `issues` names what was wrong. `cause` is the thrown value, whose text is part of `message`: it should contain no
 * secret. Only an earlier attempt can have sent anything; see `attempts` and `mayHaveBeenApplied`.
 *
 * @category Errors
 */
export class SigfoxValidationError extends SigfoxError {
  /** The input was refused. */
  readonly kind = "validation";
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
  declare readonly offset: number;
  /** The number of pages read before. */
  declare readonly pagesRead: number;
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

// On the prototypes, so that none is an own property.
(SigfoxError.prototype as { [brand]?: unknown })[brand] = true;
SigfoxApiError.prototype.name = "SigfoxApiError";
SigfoxConnectionError.prototype.name = "SigfoxConnectionError";
SigfoxTimeoutError.prototype.name = "TimeoutError";
SigfoxAbortError.prototype.name = "AbortError";
SigfoxParseError.prototype.name = "SigfoxParseError";
SigfoxValidationError.prototype.name = "SigfoxValidationError";
SigfoxPaginationError.prototype.name = "SigfoxPaginationError";
