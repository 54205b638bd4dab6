import type { components, operations } from "../../generated/api-users";
import { service as generated, unfilteredQuery as unfiltered } from "../../generated/service";
import { contract, type Rule } from "../schema";

export { contract, fieldsVocabulary } from "../schema";

/**
 * The operationId of one of the operations in the contract, such as `"getApiUser"`.
 *
 * @useDeclaredType
 */
export type OperationId = keyof operations;

/** What a server also has to know about each operation. */
export const service: Readonly<Record<OperationId, ServiceFacts>> = generated;

interface ServiceFacts {
  /** The delimiter of arrays that the query has in a single parameter. */
  readonly delimiters?: Readonly<Record<string, string | undefined>>;
  /** The status of a success. */
  readonly status: number;
  readonly body?: Rule;
}

/** The query parameters that no handler carries out. */
export const unfilteredQuery: Readonly<Partial<Record<OperationId, readonly string[]>>> = unfiltered;

export const operationIds = Object.keys(contract) as readonly OperationId[];

const { getApiUser } = generated;
export const userRule: Rule = getApiUser.body;
/** The properties of an API user. */
export const userProperties: Readonly<Record<keyof ApiUser, Rule>> = getApiUser.body.properties;

/** The properties that only `authorizations` adds to a response, anywhere in the contract. */
export const authorizationNames: readonly string[] = ["actions", "resources"];

export type Issue = components["schemas"]["Issue"];
export type ApiUser = components["schemas"]["ApiUser"];

/** The input of an operation, once it has passed the checks of the contract. */
export interface ReceivedInput<O extends OperationId> {
  readonly path: NonNullable<operations[O]["parameters"]["path"]>;
  readonly query: NonNullable<operations[O]["parameters"]["query"]>;
  readonly body: operations[O] extends { requestBody: Json<infer B> } ? B : undefined;
}

/** The body of an operation's success; `undefined` if it has none. */
export type SuccessOf<O extends OperationId> = operations[O]["responses"] extends
  { 200: Json<infer B> } | { 201: Json<infer B> }
  ? B
  : undefined;

interface Json<B> {
  content: { "application/json": B };
}
