import { isRecord } from "../contract/check";
import { checkInput, type CheckedInput } from "../contract/input";
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
 * Checks the input of an operation that takes `fields`, and writes the selection as the wire string.
 *
 * @throws SigfoxValidationError naming every field that is wrong
 */
export function checkSelecting<O extends OperationId>(
  operation: O,
  input: { readonly path?: unknown; readonly query: unknown },
): CheckedInput<O> {
  return checkInput(operation, input, (query, report) => {
    if (!isRecord(query)) return query;
    const { fields } = query;
    if (fields === undefined || typeof fields === "string") return query;
    const wire = formatFields(fields, (message) => {
      report("fields", message);
    });
    // Inherited filters count too: skipping one would widen the result.
    const names = new Set([...Object.keys(query), ...Object.keys(contract[operation].input.query?.properties ?? {})]);
    return Object.fromEntries(Array.from(names, (name) => [name, name === "fields" ? wire || undefined : query[name]]));
  });
}
