/**
 * The client, its options, its results and the errors it rejects with.
 *
 * @module sigfox-api-users
 */
export { ApiUsersClient } from "./client";
export type { ApiUsersClientOptions, Auth, CallOptions, Credentials, ListOptions } from "./options";
export type { AttemptEvent, Fetch, FetchInit, FetchResponse, Middleware, MiddlewareCall } from "./options";
export { ApiUserList } from "./pagination/list";
export { ApiUserPage } from "./pagination/page";
export { accessTokenOf } from "./http/accessToken";
export type { ApiUserFields, ApiUserWith, Known, OnlyKnownNames } from "./fields/selection";
export type { GetApiUserQuery, ListApiUsersQuery } from "./fields/query";
export { SigfoxAbortError, SigfoxApiError, SigfoxConnectionError, SigfoxPaginationError } from "./errors/classes";
export { SigfoxCallbackError, type SigfoxCallback } from "./errors/classes";
export { SigfoxParseError, SigfoxTimeoutError, SigfoxValidationError } from "./errors/classes";
export { isSigfoxError, SigfoxError, type AnySigfoxError, type SigfoxIssue } from "./errors/classes";
export type { SigfoxApiErrorKind, SigfoxErrorKind } from "./errors/kinds";
export type { ApiUser, FieldsVocabulary, MinGroup, MinProfile, MinRole, Permission } from "./schema";
export type { ApiUserCreation, ApiUserEdition, CreatedApiUser, OperationId, RenewedCredential } from "./schema";
// What is built on `http` names these in its declarations.
export type { Http } from "./http/transport";
export type { Paths } from "./schema";
export type { ClientMethod as HttpMethod, ClientRequestMethod as HttpRequest } from "openapi-fetch";
export type { FetchOptions as HttpOptions, FetchResponse as HttpResponse } from "openapi-fetch";
export type { Middleware as HttpMiddleware } from "openapi-fetch";
