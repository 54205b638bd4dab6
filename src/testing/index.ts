/**
 * A fake of the service, and errors and lists for stubs of a client: for tests, and for trying things out without an account. See
 * [Testing your application](../../guides/testing.md).
 *
 * @module sigfox-api-users/testing
 */
export { createFakeApi } from "./createFakeApi";
export { createFakeError, type FakeError, type FakeErrorProperties } from "./createFakeError";
export type { FakeApiErrorProperties, FakeErrorCall, FakeErrorPropertiesByKind } from "./createFakeError";
export { createFakeList, type FakeListedUser } from "./createFakeList";
export type { FakeApi, FakeApiOptions, FakeFetch } from "./fakeApi";
export type { FakeFailure } from "./faults";
export type { FakeRateLimit } from "./rateLimit";
export type { FakeCredentials, FakeRequest } from "./request";
export type { OperationId } from "./schema";
export type { FakeGroup, FakeProfile, FakeRole, FakeUser, FakeUserSeed } from "./seed";
export type { FakeListenOptions, FakeServer } from "./server";
