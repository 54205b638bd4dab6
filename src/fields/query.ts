import { checkInput, isRecord, refusal, type CheckedInput } from "../contract/check";
import type { SigfoxIssue } from "../errors/classes";
import { formatFields } from "./format";
import type { ApiUserFields } from "./selection";
import { contract, type Input, type OperationId, type QueryOf } from "../schema";

/**
 * The query of {@link ApiUsersClient.list}: filters, page size, start and fields.
 *
 * @typeParam F - the type of the selection in `fields`
 *
 * @category Reading
 */
export interface ListApiUsersQuery<F = ApiUserFields | string> extends Input<Omit<QueryOf<"listApiUsers">, "fields">> {
  /** What to add to `group` and `profiles`: a selection, or the wire string. Without it they hold only their `id`. */
  readonly fields?: F | undefined;
}

/**
 * The query of {@link ApiUsersClient.get}: what to add to the API user.
 *
 * @typeParam F - the type of the selection in `fields`
 *
 * @category Reading
 */
export interface GetApiUserQuery<F = ApiUserFields | string> extends Input<Omit<QueryOf<"getApiUser">, "fields">> {
  /** What to add to `group` and `profiles`: a selection, or the wire string. Without it they hold only their `id`. */
  readonly fields?: F | undefined;
}

/**
 * Checks the path and the query of an operation that takes `fields`, and writes the selection as it goes over the wire.
 *
 * @throws SigfoxValidationError naming every field that is wrong
 */
export function checkSelecting(operation: OperationId, input: { path?: unknown; query: unknown }): CheckedInput {
  const { query } = input;
  if (!isRecord(query)) return checkInput(operation, input);
  const { fields } = query;
  if (fields === undefined || typeof fields === "string") return checkInput(operation, input);
  const issues: SigfoxIssue[] = [];
  const wire = formatFields(fields, (message) => issues.push({ type: "query", field: "fields", message }));
  if (issues.length > 0) throw refusal(operation, issues);
  // Inherited filters count too: to pass over one would widen the result.
  const names = new Set([...Object.keys(query), ...Object.keys(contract[operation].input.query?.properties ?? {})]);
  const values = Array.from(names, (name) => [name, name === "fields" ? wire || undefined : query[name]]);
  return checkInput(operation, { ...input, query: Object.fromEntries(values) });
}
