/**
 * The client, its options, its results and the errors it rejects with.
 *
 * @module sigfox-api-users
 */
export { ApiUsersClient } from "./client";
export {
  isSigfoxError,
  SigfoxAbortError,
  SigfoxApiError,
  SigfoxConnectionError,
  SigfoxError,
  SigfoxPaginationError,
  SigfoxParseError,
  SigfoxTimeoutError,
  SigfoxValidationError,
} from "./errors/classes";
export type { AnySigfoxError, SigfoxIssue } from "./errors/classes";
export type { SigfoxApiErrorKind, SigfoxErrorKind } from "./errors/kinds";
export type { ApiUserFields, ApiUserWith, Known, OnlyKnownNames } from "./fields/selection";
export type {
  ApiUsersClientOptions,
  AttemptEvent,
  Auth,
  CallOptions,
  Credentials,
  ListOptions,
  Middleware,
  MiddlewareCall,
} from "./options";
export { ApiUserList } from "./pagination/list";
export { ApiUserPage } from "./pagination/page";
export type { GetApiUserQuery, ListApiUsersQuery } from "./fields/query";
export type {
  ApiUser,
  ApiUserCreation,
  ApiUserEdition,
  CreatedApiUser,
  FieldsVocabulary,
  MinGroup,
  MinProfile,
  MinRole,
  OperationId,
  Permission,
  RenewedCredential,
} from "./schema";
export type { Http } from "./http/transport";
