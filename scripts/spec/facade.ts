import type { ApiUsersClient } from "../../src/client";
import { kindOf } from "../../src/errors/kinds";
import type { OperationId } from "../../src/schema";

/** How the facade carries out an operation. The path is filled from the contract. */
interface Carried {
  /** The public method. */
  readonly method: string;
  /** What it takes from its caller and sends: all of the `query`, all of the `body`, or parameters and properties by name. */
  readonly takes?: readonly string[];
  /** Set if the caller gets what a success says. */
  readonly gives?: "result";
}

/** How the facade carries out each operation, by operationId. */
export type Facade = Readonly<Record<string, Carried>>;

type Method = Exclude<keyof ApiUsersClient, "http">;

/** A row that the methods bear out: whether one gives a result is what its type says. */
type Row = {
  [M in Method]: Omit<Carried, "gives"> & { readonly method: M } & (ReturnType<ApiUsersClient[M]> extends Promise<void>
      ? { readonly gives?: never }
      : { readonly gives: "result" });
}[Method];

/** The one table of methods that the tools have: a new operation does not compile without its row. */
export const facade = {
  listApiUsers: { method: "list", takes: ["query"], gives: "result" },
  createApiUser: { method: "create", takes: ["body"], gives: "result" },
  getApiUser: { method: "get", takes: ["query"], gives: "result" },
  updateApiUser: { method: "update", takes: ["body"] },
  deleteApiUser: { method: "delete" },
  addProfileToApiUser: { method: "addProfiles", takes: ["profileIds"] },
  deleteProfileOfApiUser: { method: "removeProfile" },
  renewCredential: { method: "renewCredential", gives: "result" },
} as const satisfies Record<OperationId, Row>;

/** What the facade reads of the result of a page, and the parameters that it pages with. */
export const page = { operationId: "listApiUsers", result: ["data", "paging.next"], query: ["limit", "offset"] };

/** What the facade can authenticate with. */
export const authentication = "http:basic";

/** Where an operation is named by hand, and what is to be written there of a new one. */
export const placesOfAnOperation: readonly (readonly [file: string, what: string])[] = [
  ["src/client.ts", "a method that sends it"],
  ["src/http/retry.ts", "whether repeating it does harm"],
  ["src/testing/handlers.ts", "what the fake API does with it"],
  ["test/support/eachOperation.ts", "one good call of it"],
  ["README.md", "a row for its method"],
  ["scripts/spec/facade.ts", "a row for it: its method, what it takes, whether it gives a result"],
];

/** Where the types of what an operation takes and gives are named by hand. */
export const placesOfTypes: readonly string[] = ["src/schema.ts", "src/index.ts"];

/** `ApiUsersClient.list`, if the operation has a method. */
export function methodName(methods: Facade, operationId: string): string | undefined {
  const method = methods[operationId]?.method;
  return method === undefined ? undefined : `ApiUsersClient.${method}`;
}

/** Whether a status of an error has no kind of its own. */
export const isUnexpected = (status: string): boolean =>
  /^[13-9]\d\d$/.test(status) && kindOf(Number(status)) === "unexpected";
