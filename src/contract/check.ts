import { inWords, SigfoxValidationError, type SigfoxIssue } from "../errors/classes";
import { callOf, climbingSegments } from "./path";
import { contract, type OperationId, type Rule } from "../schema";

/** An operation and what it is to send, each part of it checked against the contract. */
export interface CheckedInput {
  readonly operation: OperationId;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

type Place = "path" | "query" | "body";

/** Collects what is wrong with a value and gives a copy of it, so that nothing the caller does later changes what is sent. */
export type Report = (field: string, message: string) => void;

/** Whether a text can be encoded: it has no unpaired surrogate. */
// No `\p{Surrogate}`: V8 would look that up while it compiles the module, which takes a tenth of the time to import it.
export const isWellFormed = (text: string): boolean => !/[\ud800-\udfff]/u.test(text);

/**
 * Checks the input of an operation against the contract.
 *
 * @returns a copy without what is `undefined`
 * @throws SigfoxValidationError naming every field that is wrong
 */
export function checkInput(operation: OperationId, input: Partial<Record<Place, unknown>>): CheckedInput {
  const rules = contract[operation].input;
  const issues: SigfoxIssue[] = [];
  const checked: { operation: OperationId } & Partial<Record<Place, unknown>> = { operation };
  for (const place of ["path", "query", "body"] as const) {
    const rule = rules[place];
    if (rule === undefined) continue;
    // A query that is left out is an empty one; a body is not.
    const value = place === "query" && input[place] === undefined ? {} : input[place];
    checked[place] = checkValue(rule, value, "", (field, message) => issues.push({ type: place, field, message }));
    if (place === "path") issues.push(...climbingSegments(checked[place] as Record<string, unknown>));
  }
  if (issues.length > 0) throw refusal(operation, issues);
  return checked as CheckedInput;
}

/**
 * Checks options by name and value.
 *
 * @returns a copy without what is `undefined`
 * @throws SigfoxValidationError naming every option that is wrong
 */
export function checkOptions<T>(properties: Readonly<Record<string, Rule>>, options: T, operation?: OperationId): T {
  const issues: SigfoxIssue[] = [];
  const checked = copyObject({ properties }, options, "", (field, message) => {
    issues.push({ type: "option", field, message });
  });
  if (issues.length > 0) throw refusal(operation, issues);
  return checked as T;
}

/** The error for input that is refused locally. */
export function refusal(operation: OperationId | undefined, issues: readonly SigfoxIssue[]): SigfoxValidationError {
  const what = issues.map(inWords).join("; ");
  return new SigfoxValidationError({
    ...(operation && callOf(operation)),
    summary: `${what}; nothing was sent`,
    issues,
  });
}

/** The error for an option that is refused. */
export function refusedOption(field: string, message: string, operation?: OperationId): SigfoxValidationError {
  return refusal(operation, [{ type: "option", field, message }]);
}

/** Checks a value against a rule, and gives a copy of it. */
export function checkValue(rule: Rule, value: unknown, field: string, report: Report): unknown {
  const { type } = rule;
  if (type === "object" && rule.properties !== undefined) return copyObject(rule, value, field, report);
  if (type === "array") return copyArray(rule, value, field, report);
  if (type === "integer" || type === "number") {
    const isNumber = type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value);
    if (!isNumber) report(field, `must be a ${type === "integer" ? "whole number" : "number"}, not ${describe(value)}`);
    else checkRange(rule, value as number, field, report);
  } else if (type !== undefined && (typeof value !== type || value === null)) {
    report(field, `must be ${article(type)}, not ${describe(value)}`);
  } else if (typeof value === "string") {
    checkText(rule, value, field, report);
  }
  if (rule.enum?.includes(value) === false) report(field, `must be one of ${rule.enum.join(", ")}`);
  return value;
}

function checkText({ minLength = 0, maxLength = Infinity }: Rule, text: string, field: string, report: Report): void {
  // JSON Schema counts code points, which are never more than the code units. To count those of a huge text would take seconds.
  const isNear = (minLength > 1 || text.length > maxLength) && text.length <= 1_000_000;
  const length = isNear ? Array.from(text).length : text.length;
  if (length < minLength)
    report(field, length === 0 ? "must not be empty" : `must have at least ${minLength} characters`);
  if (length > maxLength) report(field, `must have at most ${maxLength} characters, not ${length}`);
  if (!isWellFormed(text)) report(field, "must not contain an unpaired surrogate");
}

function checkRange(
  { minimum = -Infinity, maximum = Infinity }: Rule,
  value: number,
  field: string,
  report: Report,
): void {
  if (value < minimum) report(field, `must be at least ${minimum}, not ${value}`);
  if (value > maximum) report(field, `must be at most ${maximum}, not ${value}`);
}

function copyArray(rule: Rule, value: unknown, field: string, report: Report): unknown {
  if (!Array.isArray(value)) {
    report(field, `must be an array, not ${describe(value)}`);
    return value;
  }
  const { minItems = 0, maxItems = Infinity } = rule;
  if (value.length < minItems)
    report(field, value.length === 0 ? "must not be empty" : `must have at least ${minItems} items`);
  if (value.length > maxItems) report(field, `must have at most ${maxItems} items, not ${value.length}`);
  // Array.from visits holes too.
  return Array.from(value, (item: unknown, index) => checkValue(rule.items ?? {}, item, `${field}[${index}]`, report));
}

function copyObject(rule: Rule, value: unknown, field: string, report: Report): unknown {
  if (!isRecord(value)) {
    report(field, `must be an object, not ${describe(value)}`);
    return {};
  }
  const { properties = {}, required = [] } = rule;
  const below = (name: string): string => (field === "" ? name : `${field}.${name}`);
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(properties, name))
      report(below(name), `is not known; known are ${Object.keys(properties).join(", ")}`);
  }
  const result: Record<string, unknown> = {};
  for (const name in properties) {
    // Inherited ones count too: to pass over a filter that is a getter of a class would widen the result.
    const item = value[name];
    if (item !== undefined) result[name] = checkValue(properties[name] ?? {}, item, below(name), report);
    else if (required.includes(name)) report(below(name), "is missing");
  }
  return result;
}

/** Whether something is read by its properties. A promise, a Map or an AbortSignal is not: it would count as an empty object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (Object.prototype.toString.call(value) !== "[object Object]") return false;
  return !(Symbol.iterator in (value as object)) && !("then" in (value as object));
}

/** What a value is, without its content, which may be secret. */
function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === "number") return String(value);
  if (Array.isArray(value)) return "an array";
  return article(typeof value);
}

const article = (type: string): string => `${type === "object" ? "an" : "a"} ${type}`;
