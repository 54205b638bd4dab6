/** The facade's names for what the contract describes. */
export interface FacadeNames {
  /** `ApiUsersClient.list`, or what to say of an operation that has no method. */
  readonly method: (operationId: string) => string | undefined;
  /** The kind of the error that a status becomes. */
  readonly kind: (status: number) => string;
}

/** Schemas that the facade shows under another name. */
const types: Readonly<Record<string, string>> = { ApiUserList: "ApiUserPage" };

export const typeName = (schema: string): string => types[schema] ?? schema;

export const queryType = (operationId: string): string => `${upperFirst(operationId)}Query`;

export const upperFirst = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
