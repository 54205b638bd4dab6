import type { components, operations as GeneratedOperations } from "../generated/api-users";
import { operations, queryArrays as arrays, type fieldsVocabulary } from "../generated/contract";

type Schemas = components["schemas"];

/** The paths of the contract, in the form that openapi-fetch expects. An alias would leave `paths` without a name in users' declarations. */
export type { paths as Paths } from "../generated/api-users";

/**
 * The operationId of one of the operations in the contract, such as `"getApiUser"`.
 *
 * @category Errors
 * @useDeclaredType
 */
export type OperationId = keyof typeof operations;

/** The query parameters of an operation, as they go over the wire. */
export type QueryOf<O extends OperationId> = NonNullable<GeneratedOperations[O]["parameters"]["query"]>;

/**
 * Everything that `fields` can select, as a tree. It is generated from the contract.
 *
 * @category Reading
 * @interface
 */
export type FieldsVocabulary = typeof fieldsVocabulary;

/** What the contract says of one value of a request: what is checked before sending. */
export interface Rule {
  readonly type?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  /** The bounds of a number, of the length of a text, or of the number of items. */
  readonly min?: number;
  readonly max?: number;
  readonly default?: unknown;
  readonly items?: Rule;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Rule>>;
}

export { fieldsVocabulary, baseUrl as defaultBaseUrl } from "../generated/contract";

/** Method, path and the rules of the input of each operation. */
export const contract: Readonly<
  Record<
    OperationId,
    { readonly method: string; readonly path: string; readonly input: Readonly<Partial<Record<InputPart, Rule>>> }
  >
> = operations;

export type InputPart = "path" | "query" | "body";

type ParametersOf<O extends OperationId> = GeneratedOperations[O]["parameters"];

/** The input of an operation, in the form that openapi-fetch expects. */
export type InputOf<O extends OperationId> = {
  readonly [K in keyof ParametersOf<O> as ParametersOf<O>[K] extends undefined ? never : K]: ParametersOf<O>[K];
} & (GeneratedOperations[O] extends { requestBody: { content: { "application/json": infer B } } }
  ? { readonly body: B }
  : unknown);

/** How an array is serialised in a query. */
export const queryArrays: { readonly style: "form"; readonly explode: boolean } = arrays;

/** What a caller may pass: an optional property may also be `undefined`, and all properties are read-only. */
export type Input<T> = {
  readonly [K in keyof T]:
    | (T[K] extends readonly (infer I)[] | undefined ? readonly I[] : T[K])
    | (Partial<Pick<T, K>> extends Pick<T, K> ? undefined : never);
};

/**
 * An API user with all properties that a response can contain, except its password: {@link accessTokenOf} returns that. All but `id`,
 * `name` and `timezone` may be missing.
 *
 * @category Data
 */
export interface ApiUser extends WithoutPassword {}
// Not Omit, which would change the order of the properties.
type WithoutPassword = {
  [K in keyof Schemas["ApiUser"] as K extends "accessToken" ? never : K]: Schemas["ApiUser"][K];
};

/**
 * The group that an API user belongs to.
 *
 * @category Data
 * @interface
 */
export type MinGroup = Schemas["MinGroup"];

/**
 * A profile of an API user.
 *
 * @category Data
 * @interface
 */
export type MinProfile = Schemas["MinProfile"];

/**
 * A role of a profile.
 *
 * @category Data
 * @interface
 */
export type MinRole = Schemas["MinRole"];

/**
 * A permission of a role.
 *
 * @category Data
 * @interface
 */
export type Permission = Schemas["Permission"];

/**
 * The body of {@link ApiUsersClient.create}.
 *
 * @category Data
 */
export interface ApiUserCreation extends Input<Schemas["ApiUserCreation"]> {}

/**
 * The body of {@link ApiUsersClient.update}. A property that you leave out keeps its value.
 *
 * @category Data
 */
export interface ApiUserEdition extends Input<Schemas["ApiUserEdition"]> {}

/**
 * The result of {@link ApiUsersClient.create}.
 *
 * @category Data
 * @interface
 */
export type CreatedApiUser = Schemas["CreatedApiUser"];

/**
 * The result of {@link ApiUsersClient.renewCredential}: the new password, in plain text.
 *
 * @category Data
 * @interface
 */
export type RenewedCredential = Schemas["RenewedCredential"];

/** One entry of `errors` in a 400, as on the wire. */
export type WireIssue = Schemas["Issue"];
