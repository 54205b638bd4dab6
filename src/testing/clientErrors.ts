import { SigfoxAbortError, SigfoxApiError, SigfoxConnectionError, SigfoxPaginationError } from "sigfox-api-users";
import { SigfoxCallbackError, SigfoxParseError, SigfoxTimeoutError, SigfoxValidationError } from "sigfox-api-users";
import type { AnySigfoxError, SigfoxApiErrorKind, SigfoxErrorKind } from "sigfox-api-users";
import { callOf, refusal } from "../contract/input";
import { kindOf } from "../errors/kinds";
import { toError, type Failure } from "../errors/toError";
import { retryAfterOf } from "../http/retryAfter";
import { connectionFailure } from "./connectionFailure";
import type { FakeApiErrorProperties, FakeErrorCall, FakeErrorPropertiesByKind } from "./createFakeError";
import { documentedResponse, reasons } from "./responses";
import type { OperationId } from "./schema";
import { documentedIds } from "./seed";

type OtherKind = keyof FakeErrorPropertiesByKind;

const call = ["operation", "path", "attempts", "mayHaveBeenApplied"];
const ofResponse = [...call, "status", "reason", "headers", "body", "issues", "allowedMethods", "retryAfter"];

const statuses: Readonly<Record<SigfoxApiErrorKind, number>> = {
  badRequest: 400,
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  conflict: 409,
  rateLimited: 429,
  server: 503,
  redirect: 302,
  unexpected: 418,
};

const ofOthers: Readonly<Record<OtherKind, readonly string[]>> = {
  connection: [...call, "code", "reason", "cause"],
  timeout: [...call, "limit", "scope"],
  aborted: [...call, "cause"],
  parse: [...call, "status", "reason", "body"],
  callback: [...call, "option", "cause"],
  validation: ["operation", "issues"],
  pagination: [...call, "reason", "offset", "pagesRead"],
};

export const isApiErrorKind = (kind: SigfoxErrorKind): kind is SigfoxApiErrorKind => Object.hasOwn(statuses, kind);

/** The properties that can be given for a kind; `undefined` if there is no such kind. */
export function propertiesOfKind(kind: SigfoxErrorKind): readonly string[] | undefined {
  if (isApiErrorKind(kind)) return ofResponse;
  return Object.hasOwn(ofOthers, kind) ? ofOthers[kind] : undefined;
}

export { kindOf as kindOfStatus };

/** The class of each kind, as the user of the client imports it. */
const classes: Readonly<Record<OtherKind, { readonly prototype: object }>> = {
  connection: SigfoxConnectionError,
  timeout: SigfoxTimeoutError,
  aborted: SigfoxAbortError,
  parse: SigfoxParseError,
  callback: SigfoxCallbackError,
  validation: SigfoxValidationError,
  pagination: SigfoxPaginationError,
};

/** An error of a kind, made by the client's own code, with the defaults of the kind. */
export function makeError(kind: SigfoxErrorKind, properties: object): AnySigfoxError {
  const error = isApiErrorKind(kind) ? apiError(kind, properties) : makers[kind](properties);
  // The client and the fake are built apart, each with its copy of the code: what a user checks with `instanceof` is the client's.
  const { prototype } = isApiErrorKind(kind) ? SigfoxApiError : classes[kind];
  return Object.setPrototypeOf(error, prototype) as AnySigfoxError;
}

/** How the errors of each kind are made. */
const makers: { readonly [K in OtherKind]: (properties: FakeErrorPropertiesByKind[K]) => AnySigfoxError } = {
  connection({ code = "ECONNRESET", reason = "other side closed", cause, ...call }) {
    return errorOf({ kind: "connection", cause: cause ?? connectionFailure(reason, code) }, call);
  },
  timeout({ limit = 30_000, scope = "attempt", ...call }) {
    return errorOf({ kind: "timeout", limit, scope }, call);
  },
  aborted({ cause = AbortSignal.abort().reason as unknown, ...call }) {
    return errorOf({ kind: "aborted", cause }, call);
  },
  parse({ status = 200, reason = "the body is not JSON", body = "<html></html>", ...call }) {
    return errorOf({ kind: "parse", status, reason, body }, call);
  },
  callback({ option = "auth", cause = new Error("the vault does not answer"), ...call }) {
    return errorOf({ kind: "callback", option, cause }, call);
  },
  validation({ operation = "updateApiUser", issues = [{ type: "body", field: "name", message: "must be a string" }] }) {
    return refusal(operation, issues);
  },
  pagination({ offset = 100, pagesRead = 1, reason, ...call }) {
    const summary = reason ?? `the page after offset ${offset} would start at ${offset}`;
    return new SigfoxPaginationError(summary, { ...contextOf(call, "listApiUsers"), offset, pagesRead });
  },
};

function apiError(kind: SigfoxApiErrorKind, properties: FakeApiErrorProperties): AnySigfoxError {
  const { status = statuses[kind], retryAfter } = properties;
  const { reason = reasons[status] ?? "", body = bodyOf(status, properties) } = properties;
  const headers = new Headers(documentedResponse(status).headers);
  if (retryAfter !== undefined) headers.set("retry-after", `${retryAfter / 1_000}`);
  for (const [name, value] of Object.entries(properties.headers ?? {})) headers.set(name, value);
  const response = new Response(null, { status, statusText: reason, headers });
  return errorOf({ kind, response, body, retryAfter: retryAfterOf(response), hasAuth: true }, properties);
}

/** The documented body of a status, as the client reads it. */
function bodyOf(status: number, { issues, allowedMethods }: FakeApiErrorProperties): unknown {
  const { headers, body = "" } = documentedResponse(status);
  if (headers["content-type"] !== "application/json") return body;
  return {
    ...(JSON.parse(body) as object),
    ...(issues && { errors: issues }),
    ...(allowedMethods && { allowedMethods }),
  };
}

function errorOf(failure: Failure, call: FakeErrorCall): AnySigfoxError {
  // There is no secret to take out.
  return toError(failure, contextOf(call, "getApiUser"), (text) => text);
}

/** What an error reports about its call. */
function contextOf({ operation, path, attempts = 1, mayHaveBeenApplied }: FakeErrorCall, usual: OperationId) {
  const call = callOf(operation ?? usual, { id: documentedIds.user, profileId: documentedIds.profile });
  return { ...call, ...(path !== undefined && { path }), attempts, mayHaveBeenApplied };
}
