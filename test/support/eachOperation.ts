import { contract } from "../../src/schema";
import type { ApiUsersClient, CallOptions, OperationId } from "../../src/index";
import { validCreation } from "./validInput";

/** One good call of each operation. */
export const calls: Readonly<
  Record<OperationId, (apiUsers: ApiUsersClient, options?: CallOptions) => Promise<unknown>>
> = {
  listApiUsers: async (apiUsers, options) => await apiUsers.list({}, options),
  getApiUser: (apiUsers, options) => apiUsers.get("u1", {}, options),
  createApiUser: (apiUsers, options) => apiUsers.create(validCreation(), options),
  updateApiUser: (apiUsers, options) => apiUsers.update("u1", { name: "New name" }, options),
  deleteApiUser: (apiUsers, options) => apiUsers.delete("u1", options),
  addProfileToApiUser: (apiUsers, options) => apiUsers.addProfiles("u1", ["p1"], options),
  deleteProfileOfApiUser: (apiUsers, options) => apiUsers.removeProfile("u1", "p1", options),
  renewCredential: (apiUsers, options) => apiUsers.renewCredential("u1", options),
};

export const operations = Object.keys(calls) as OperationId[];
export const reads = operations.filter((operation) => contract[operation].method === "GET");
export const writes = operations.filter((operation) => !reads.includes(operation));
/** Writes that may be sent again only if they were definitely not carried out. */
export const onceOnly: readonly OperationId[] = ["createApiUser", "renewCredential", "addProfileToApiUser"];
/** Writes that may be sent again whatever became of them. */
export const repeatableWrites = writes.filter((operation) => !onceOnly.includes(operation));
