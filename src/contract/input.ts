import { inWords, SigfoxValidationError, type ErrorContext, type SigfoxIssue } from "../errors/classes";
import { contract, type InputOf, type InputPart, type OperationId, queryArrays } from "../schema";
import { checkValue, type CheckedRule, type Report } from "./check";

/** An operation and what it sends, each part checked against the contract. */
export type CheckedInput<O extends OperationId = OperationId> = { readonly operation: O } & InputOf<O>;

/**
 * Checks the input of an operation against the contract.
 *
 * @param prepare - makes the query of the contract of the caller's
 * @returns a copy without `undefined`
 * @throws SigfoxValidationError naming every field that is wrong
 */
export function checkInput<O extends OperationId>(
  operation: O,
  input: Readonly<Partial<Record<InputPart, unknown>>>,
  prepare: (query: unknown, report: Report) => unknown = (query) => query,
): CheckedInput<O> {
  const issues: SigfoxIssue[] = [];
  const checked: Partial<Record<InputPart | "operation", unknown>> = { operation };
  for (const part of ["path", "query", "body"] as const) {
    const rule = contract[operation].input[part];
    if (rule === undefined) continue;
    checked[part] = readSafely(issues, part, (report) => {
      // A query may be left out, a body may not.
      const { [part]: given = part === "query" ? {} : undefined } = input;
      const copy = checkValue(rule, part === "query" ? prepare(given, report) : given, "", report);
      if (part === "path") checkSteps(copy as Record<string, unknown>, report);
      if (part === "query") checkCommas(copy as Record<string, unknown>, report);
      return copy;
    });
  }
  if (issues.length > 0) throw refusal(operation, issues);
  return checked as CheckedInput<O>;
}

/** A URL takes `.` and `..` for steps through the path, however they are encoded. */
function checkSteps(path: Readonly<Record<string, unknown>>, report: Report): void {
  for (const name in path) if (path[name] === "." || path[name] === "..") report(name, 'must not be "." or ".."');
}

/** Where lists are joined by commas, the wire takes an item with a comma for two. */
function checkCommas(query: Readonly<Record<string, unknown>>, report: Report): void {
  if (queryArrays.explode) return;
  for (const [name, value] of Object.entries(query))
    for (const [index, item] of (Array.isArray(value) ? value : []).entries())
      if (String(item).includes(",")) report(`${name}[${index}]`, "must not contain a comma");
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
  const issues: SigfoxIssue[] = [];
  const checked = readSafely(issues, "option", (report) => checkValue(rule, options, "", report));
  if (issues.length > 0) throw refusal(operation, issues);
  return checked as Given<T>;
}

const unreadable = "cannot be read";

/** Collects what a check reports; input that throws when it is read is refused as well. */
function readSafely<T>(issues: SigfoxIssue[], type: SigfoxIssue["type"], check: (report: Report) => T) {
  const report: Report = (field, message) => issues.push({ type, field, message });
  try {
    return check(report);
  } catch {
    report("", unreadable);
    return undefined;
  }
}

/** Reads an option; one that throws when it is read is refused. */
export function readOption<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof SigfoxValidationError ? error : refusedOption(field, unreadable);
  }
}

/** The error for input that is refused before anything is sent. */
export function refusal(operation: OperationId | undefined, issues: readonly SigfoxIssue[]): SigfoxValidationError {
  const what = issues.map(inWords).join("; ");
  return new SigfoxValidationError(`${what}; nothing was sent`, { ...(operation && callOf(operation)), issues });
}

/** The error for an option that is refused. */
export function refusedOption(field: string, message: string, operation?: OperationId): SigfoxValidationError {
  return refusal(operation, [{ type: "option", field, message }]);
}

type CallContext = Required<Pick<ErrorContext, "operation" | "method" | "path">>;

/** What an error reports about its call; the parameters of the path may be unknown. */
export function callOf(operation: OperationId, params: Readonly<Record<string, string>> = {}): CallContext {
  const { method, path } = contract[operation];
  return { operation, method, path: fillPath(path, params) };
}

/** A path of the contract with each parameter as exactly one segment. */
export function fillPath(template: string, params: Readonly<Record<string, string>>): string {
  return Object.entries(params).reduce(
    (path, [name, value]) => path.replace(`{${name}}`, encodeURIComponent(value)),
    template,
  );
}
