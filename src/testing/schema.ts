import type { components, operations } from "../../generated/api-users";
import { operations as facts } from "../../generated/contract";

export { fieldsVocabulary } from "../../generated/contract";
export { document } from "../../generated/document";

/**
 * The operationId of one of the operations in the contract, such as `"getApiUser"`.
 *
 * @useDeclaredType
 */
export type OperationId = keyof operations;

export const operationIds = Object.keys(facts) as readonly OperationId[];

export type Issue = components["schemas"]["Issue"];
export type ApiUser = components["schemas"]["ApiUser"];
export type ApiUserList = components["schemas"]["ApiUserList"];
export type CreatedApiUser = components["schemas"]["CreatedApiUser"];
export type RenewedCredential = components["schemas"]["RenewedCredential"];

/** The input of an operation, once it has passed the checks of the contract. */
export interface InputOf<O extends OperationId> {
  readonly path: NonNullable<operations[O]["parameters"]["path"]>;
  readonly query: NonNullable<operations[O]["parameters"]["query"]>;
  readonly body: operations[O] extends { requestBody: { content: { "application/json": infer B } } } ? B : undefined;
}
