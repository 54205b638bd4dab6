import { listed, SigfoxValidationError, type ErrorContext, type SigfoxIssue } from "../errors/classes";
import { contract, type InputOf, type InputPart, type OperationId, queryArrays } from "../schema";
import { checkValue, type CheckedRule, type Report } from "./check";

/** An operation and what it sends, each part checked against the contract. */
export type CheckedInput<O extends OperationId = OperationId> = { readonly operation: O } & InputOf<O>;

/** Reports what is wrong with a field of a part of the input. */
type ReportOn = (part: SigfoxIssue["type"]) => Report;

/**
 * Checks input, and refuses what is reported as wrong. Input that throws when it is read is refused, too.
 *
 * @param name - what to call all of the input
 * @throws SigfoxValidationError naming every field that is wrong
 */
export function checked<T>(operation: OperationId | undefined, check: (reportOn: ReportOn) => T, name = ""): T {
  const issues: SigfoxIssue[] = [];
  let part: SigfoxIssue["type"] = "option";
  const reportOn: ReportOn = (type) => {
    part = type;
    return (field, message) => void issues.push({ type, field, message });
  };
  try {
    const value = check(reportOn);
    if (issues.length === 0) return value;
  } catch {
    reportOn(part)(name, "cannot be read");
  }
  throw refusal(operation, issues);
}

/**
 * Checks the input of an operation against the contract.
 *
 * @param queryRule - the rule of the query, if it is more than the contract says
 * @returns a copy without `undefined`
 * @throws SigfoxValidationError naming every field that is wrong
 */
export function checkInput<O extends OperationId>(
  operation: O,
  input: Readonly<Partial<Record<InputPart, unknown>>>,
  queryRule: CheckedRule | undefined = contract[operation].input.query,
): CheckedInput<O> {
  const rules = contract[operation].input;
  return checked(operation, (reportOn) => {
    const parts: Partial<Record<InputPart | "operation", unknown>> = { operation };
    if (rules.path) parts.path = checkPath(rules.path, input.path, reportOn("path"));
    if (queryRule) parts.query = checkQuery(queryRule, reportOn("query"), input.query);
    if (rules.body) parts.body = checkValue(rules.body, input.body, "", reportOn("body"));
    return parts as CheckedInput<O>;
  });
}

function checkPath(rule: CheckedRule, value: unknown, report: Report): unknown {
  const path = checkValue(rule, value, "", report) as Readonly<Record<string, unknown>>;
  // A URL takes them for steps through the path, however they are encoded.
  for (const name of Object.keys(rule.properties ?? {}))
    if (path[name] === "." || path[name] === "..") report(name, 'must not be "." or ".."');
  return path;
}

/** A query may be left out, a body may not. */
function checkQuery(rule: CheckedRule, report: Report, value: unknown): unknown {
  if (value === undefined && rule.required === undefined) return undefined;
  const query = checkValue(rule, value === undefined ? {} : value, "", report) as Readonly<Record<string, unknown>>;
  for (const [name, list] of Object.entries(query)) {
    if (!Array.isArray(list)) continue;
    for (const [index, item] of list.entries()) checkItem(String(item), `${name}[${index}]`, report);
  }
  return query;
}

/** Checks an item of a list in the query: one that the server reads as none, or as two, would widen the result. */
function checkItem(item: string, field: string, report: Report): void {
  if (/^\s+$/.test(item)) report(field, "must not be blank");
  if (!queryArrays.explode && item.includes(",")) report(field, "must not contain a comma");
}

/** What was given of optional properties. */
type Given<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };

/**
 * Checks options by name and value.
 *
 * @returns a copy without `undefined`
 * @throws SigfoxValidationError naming every option that is wrong
 */
export function checkOptions<T>(rule: CheckedRule, options: T, operation?: OperationId): Given<T> {
  return checked(operation, (reportOn) => checkValue(rule, options, "", reportOn("option"))) as Given<T>;
}

/** The error for input that is refused before anything is sent. */
export function refusal(operation: OperationId | undefined, issues: readonly SigfoxIssue[]): SigfoxValidationError {
  const what = listed(issues);
  return new SigfoxValidationError(`${what}; nothing was sent`, { ...(operation && callOf(operation)), issues });
}

/** The error for an option that is refused. */
export function refusedOption(field: string, message: string, operation?: OperationId): SigfoxValidationError {
  return refusal(operation, [{ type: "option", field, message }]);
}

/** What an error reports about its call. */
export interface CallContext extends ErrorContext {
  readonly operation: OperationId;
  readonly method: string;
  readonly path: string;
}

/** What an error reports about its call; the parameters of the path may be unknown. */
export function callOf(operation: OperationId, params: Readonly<Record<string, string>> = {}): CallContext {
  const { method, path } = contract[operation];
  return { operation, method, path: fillPath(path, params) };
}

/** A path of the contract with each parameter as exactly one segment. */
export function fillPath(template: string, params: Readonly<Record<string, string>>): string {
  let path = template;
  for (const name of Object.keys(params)) path = path.replace(`{${name}}`, encodeURIComponent(params[name] ?? ""));
  return path;
}
