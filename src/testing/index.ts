/**
 * A working stand-in for the service, for tests and for trying things out without an account. The guide to it is
 * [Testing your application](../../guides/testing.md).
 *
 * @module sigfox-api-users/testing
 */
export { createFakeApi } from "./createFakeApi";
export type { FakeCredentials } from "./basicAuth";
export type { FakeApi, FakeApiOptions } from "./fakeApi";
export type { FakeFailure } from "./faults";
export type { FakeRequest } from "./recorder";
export type { OperationId } from "./schema";
export type { FakeGroup, FakeProfile, FakeRole, FakeUser } from "./seed";
export type { FakeServer } from "./server";
