export { createFakeApi } from "./createFakeApi";
export type { FakeCredentials } from "./basicAuth";
export type { FakeApi, FakeApiOptions } from "./fakeApi";
export type { FakeFailure } from "./faults";
export type { FakeRequest } from "./recorder";
export type { OperationId } from "./schema";
export type { FakeGroup, FakeProfile, FakeRole, FakeUser } from "./seed";
export type { FakeServer } from "./server";
