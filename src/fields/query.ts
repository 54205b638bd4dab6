import type { CheckedRule, Report } from "../contract/check";
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
 * Checks the input of an operation that takes `fields`, and converts a selection to the wire string.
 *
 * @throws SigfoxValidationError naming every field that is wrong
 */
export function checkSelecting<O extends OperationId>(
  operation: O,
  input: { readonly path?: unknown; readonly query: unknown },
): CheckedInput<O> {
  return checkInput(operation, input, rules[operation]);
}

const optionNames = ["signal", "timeout", "totalTimeout", "retries", "headers", "onAttempt", "concurrency"];

/** Where the options of a call belong that are given in the query by mistake. */
const places = Object.fromEntries(optionNames.map((name) => [name, "the options, the next argument"]));

/** The rule of a query whose `fields` may be a selection. */
function ruleOf(operation: OperationId): CheckedRule {
  const rule = contract[operation].input.query;
  const fields = { ...rule?.properties?.["fields"], convert };
  return { ...rule, places, properties: { ...rule?.properties, fields } };
}

const rules: Readonly<Partial<Record<OperationId, CheckedRule>>> = {
  listApiUsers: ruleOf("listApiUsers"),
  getApiUser: ruleOf("getApiUser"),
};

function convert(fields: unknown, report: Report, field: string): unknown {
  if (typeof fields === "string") return fields;
  const wire = formatFields(fields, (message) => {
    report(field, message);
  });
  return wire || undefined;
}
