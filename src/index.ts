/**
 * The client, its options, what it gives and the errors it rejects with.
 *
 * @module sigfox-api-users
 */
export { ApiUsersClient } from "./client";
export type { Auth, Credentials } from "./credentials";
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
} from "./errors";
export type { AnySigfoxError, SigfoxApiErrorKind, SigfoxErrorKind, SigfoxIssue } from "./errors";
export type { ApiUserFields, ApiUserWith } from "./fields";
export type { ApiUsersClientOptions, CallOptions, ListOptions } from "./options";
export { ApiUserList, ApiUserPage } from "./pagination";
export type { GetApiUserQuery, ListApiUsersQuery } from "./query";
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
export type { Http } from "./transport";
