import { traceFrom } from "../errors/classes";
import type {
  SigfoxCallback,
  AnySigfoxError,
  SigfoxApiError,
  SigfoxApiErrorKind,
  SigfoxErrorKind,
  SigfoxIssue,
} from "sigfox-api-users";
import { check, checkKeys, isWhole } from "./checks";
import { isApiErrorKind, kindOfStatus, makeError, propertiesOfKind } from "./clientErrors";
import { operationIds, type OperationId } from "./schema";

/** What an error of {@link createFakeError} says about its call. */
export interface FakeErrorCall {
  /**
   * The operation that failed; `method` follows from it.
   *
   * @defaultValue `"getApiUser"`, and `"listApiUsers"` for `pagination`
   */
  readonly operation?: OperationId | undefined;
  /**
   * The path of the call.
   *
   * @defaultValue that of the operation, with the ids of the default data
   */
  readonly path?: string | undefined;
  /**
   * How many attempts were made.
   *
   * @defaultValue 1
   */
  readonly attempts?: number | undefined;
  /**
   * Whether the call may have been applied.
   *
   * @defaultValue `false`
   */
  readonly mayHaveBeenApplied?: boolean | undefined;
}

/** The properties that {@link createFakeError} takes for an error response. */
export interface FakeApiErrorProperties extends FakeErrorCall {
  /**
   * The HTTP status, which must be one of the kind.
   *
   * @defaultValue the usual one, such as 404 for `notFound`; 503 for `server`
   */
  readonly status?: number | undefined;
  /**
   * The text of the status.
   *
   * @defaultValue the usual one, such as `"Not Found"`
   */
  readonly reason?: string | undefined;
  /** Headers of the response, in addition to its default ones. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * The body: an object as from JSON, or a text.
   *
   * @defaultValue the documented one, such as `{ message: "Not Found" }`
   */
  readonly body?: string | object | undefined;
  /** What is wrong with which field, as `errors` of the default body. */
  readonly issues?: readonly SigfoxIssue[] | undefined;
  /** The methods that the path accepts, as `allowedMethods` of the default body. */
  readonly allowedMethods?: readonly string[] | undefined;
  /** The `Retry-After` of the response, in milliseconds. */
  readonly retryAfter?: number | undefined;
}

/** The properties that {@link createFakeError} takes for each of the other kinds. */
export interface FakeErrorPropertiesByKind {
  /** For `connection`. */
  readonly connection: FakeErrorCall & {
    /** The runtime's code; `"ECONNRESET"` by default. */
    readonly code?: string | undefined;
    /** The runtime's message; `"other side closed"` by default. */
    readonly reason?: string | undefined;
    /** What `fetch` threw, in place of `code` and `reason`. */
    readonly cause?: unknown;
  };
  /** For `timeout`. */
  readonly timeout: FakeErrorCall & {
    /** The deadline that passed, in milliseconds; 30 000 by default. */
    readonly limit?: number | undefined;
    /** `timeout` (`"attempt"`, the default) or `totalTimeout` (`"total"`). */
    readonly scope?: "attempt" | "total" | undefined;
  };
  /** For `aborted`. */
  readonly aborted: FakeErrorCall & {
    /** The signal's `reason`; an `AbortError` by default. */
    readonly cause?: unknown;
  };
  /** For `parse`. */
  readonly parse: FakeErrorCall & {
    /** The HTTP status; 200 by default. */
    readonly status?: number | undefined;
    /** What is wrong; `"the body is not JSON"` by default. */
    readonly reason?: string | undefined;
    /** The beginning of the body; HTML by default. */
    readonly body?: string | undefined;
  };
  /** For `callback`: one of the caller's own functions failed. */
  readonly callback: FakeErrorCall & {
    /** The option that failed; `"auth"` by default. */
    readonly option?: SigfoxCallback | undefined;
    /** What the function threw. */
    readonly cause?: unknown;
  };
  /** For `validation`: nothing was sent. */
  readonly validation: Pick<FakeErrorCall, "operation"> & {
    /** What is wrong with which input; by default, that `name` must be a string. */
    readonly issues?: readonly SigfoxIssue[] | undefined;
  };
  /** For `pagination`. */
  readonly pagination: FakeErrorCall & {
    /** What is wrong; by default, that the next page would not advance. */
    readonly reason?: string | undefined;
    /** Where paging stopped; 100 by default. */
    readonly offset?: number | undefined;
    /** How many pages were read; 1 by default. */
    readonly pagesRead?: number | undefined;
  };
}

/**
 * The properties that {@link createFakeError} takes for a kind.
 *
 * @typeParam K - the kind
 */
export type FakeErrorProperties<K extends SigfoxErrorKind> = K extends keyof FakeErrorPropertiesByKind
  ? FakeErrorPropertiesByKind[K]
  : FakeApiErrorProperties;

/**
 * The error of a kind.
 *
 * @typeParam K - the kind
 */
export type FakeError<K extends SigfoxErrorKind> = K extends SigfoxApiErrorKind
  ? SigfoxApiError & { readonly kind: K }
  : Extract<AnySigfoxError, { readonly kind: K }>;

/**
 * Creates an error for a stub of a client, as the client itself makes it: of the same class, with the same message and properties. Every
 * kind has defaults.
 *
 * @param kind - the kind of the error
 * @param properties - what differs from the defaults
 * @throws TypeError if the kind or a property is unknown, or a value does not fit the kind
 *
 * @example
 * ```ts
 * import type { ApiUsersClient } from "sigfox-api-users";
 * import { createFakeError } from "sigfox-api-users/testing";
 *
 * const stub: Pick<ApiUsersClient, "get"> = {
 *   get: () => Promise.reject(createFakeError("notFound")),
 * };
 * await stub.get("u1").catch((error: Error) => {
 *   console.log(error.message); // getApiUser GET /api-users/5138e7dfa2f1fffaf25fd4aa: 404 Not Found
 * });
 * console.log(createFakeError("rateLimited", { retryAfter: 2_000 }).retryAfter); // 2000
 * ```
 */
export function createFakeError<K extends SigfoxErrorKind>(kind: K, properties?: FakeErrorProperties<K>): FakeError<K>;
export function createFakeError(kind: SigfoxErrorKind, properties: object = {}): AnySigfoxError {
  const known = propertiesOfKind(kind);
  if (known === undefined) throw new TypeError(`There is no kind of error "${kind}"`);
  checkKeys(`createFakeError("${kind}")`, properties, known);
  checkProperties(kind, properties);
  const error = makeError(kind, properties);
  traceFrom(error, createFakeError);
  return error;
}

const callbacks = [
  "auth",
  "retryDelay",
  "fetch",
  "onRequest",
  "onResponse",
  "onError",
] satisfies SigfoxCallback[] as string[];

type Properties = FakeApiErrorProperties &
  Partial<Record<"code" | "option" | "limit" | "scope" | "offset" | "pagesRead" | "cause", unknown>>;

function checkProperties(kind: SigfoxErrorKind, properties: Properties): void {
  const { operation, path, attempts, mayHaveBeenApplied, status, reason, headers, body, issues } = properties;
  const isText = (value: unknown) => typeof value === "string";
  const isCount = (value: unknown) => isWhole(value) && Number(value) >= 0;
  check("operation", operation, (value) => operationIds.includes(value), `one of ${operationIds.join(", ")}`);
  check("path", path, isText, "a text");
  check("attempts", attempts, isCount, "a whole number from 0");
  check("mayHaveBeenApplied", mayHaveBeenApplied, (value) => typeof value === "boolean", "true or false");
  check("status", status, (value) => isWhole(value) && value >= 200 && value <= 599, "a whole number from 200 to 599");
  check("reason", reason, isText, "a text");
  check("headers", headers, (value) => typeof value === "object", "names and values");
  check("body", body, (value) => ["string", "object"].includes(typeof value), "a text or an object");
  check("issues", issues, Array.isArray, "a list of { type, field, message }");
  check("allowedMethods", properties.allowedMethods, Array.isArray, "a list of methods");
  check("retryAfter", properties.retryAfter, (value) => Number.isFinite(value) && value >= 0, "milliseconds");
  check("code", properties.code, isText, "a text");
  check("option", properties.option, (value) => callbacks.includes(String(value)), `one of ${callbacks.join(", ")}`);
  check("limit", properties.limit, (value) => Number.isFinite(value) && Number(value) > 0, "milliseconds, more than 0");
  check("scope", properties.scope, (value) => value === "attempt" || value === "total", '"attempt" or "total"');
  check("offset", properties.offset, isCount, "a whole number from 0");
  check("pagesRead", properties.pagesRead, isCount, "a whole number from 0");
  if (properties.cause !== undefined && (properties.code ?? reason) !== undefined)
    throw new TypeError("The code and the reason come from the cause: give either the cause or these two");
  if (isApiErrorKind(kind) && status !== undefined && kindOfStatus(status) !== kind)
    throw new TypeError(`A ${status} is of kind "${kindOfStatus(status)}", not "${kind}"`);
}
