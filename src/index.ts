/**
 * The client, its options, what it gives and the errors it rejects with.
 *
 * @module sigfox-api-users
 */
export { ApiUsersClient } from "./client";
export type { Auth, Credentials } from "./http/credentials";
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
export type { AnySigfoxError, SigfoxApiErrorKind, SigfoxErrorKind, SigfoxIssue } from "./errors/classes";
export type { ApiUserFields, ApiUserWith, Known, OnlyKnownNames } from "./fields/selection";
export type { ApiUsersClientOptions, CallOptions, ListOptions } from "./options";
export { ApiUserList, ApiUserPage } from "./pagination/list";
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
