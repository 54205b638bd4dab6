import type { Rule } from "../schema";

/** A rule of the contract, or of options. */
export interface CheckedRule extends Rule {
  readonly properties?: Readonly<Record<string, CheckedRule>>;
  /** Where to put the names that are often put here by mistake. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/** Reports what is wrong with a field. */
export type Report = (field: string, message: string) => void;

/**
 * Checks a value against a rule of the contract and reports what is wrong with it.
 *
 * @returns a copy without `undefined`, so that nothing the caller changes later changes what is sent
 */
export function checkValue(rule: CheckedRule, value: unknown, field: string, report: Report): unknown {
  const { type, nullable } = rule;
  if (value === null && nullable === true) return value;
  if (type === "object" && rule.properties !== undefined) return checkObject(rule, value, field, report);
  if (type === "array") return checkArray(rule, value, field, report);
  if (type === "integer" || type === "number") {
    const isNumber = type === "integer" ? Number.isSafeInteger(value) : Number.isFinite(value);
    if (isNumber) checkRange(rule, value as number, field, report);
    else report(field, `must be a ${type === "integer" ? "whole number" : "number"}, not ${describe(value)}`);
  } else if (type !== undefined && (typeof value !== type || value === null)) {
    report(field, `must be ${article(type)}, not ${describe(value)}`);
  } else if (typeof value === "string") {
    checkText(rule, value, field, report);
  }
  if (rule.enum?.includes(value) === false) report(field, `must be one of ${rule.enum.join(", ")}`);
  return value;
}

function checkText({ minLength = 0, maxLength = Infinity }: Rule, text: string, field: string, report: Report): void {
  // JSON Schema counts code points; counting those of a huge text takes seconds.
  const length = text.length > 1_000_000 ? text.length : Array.from(text).length;
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

function checkArray(rule: Rule, value: unknown, field: string, report: Report): unknown {
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

function checkObject(rule: CheckedRule, value: unknown, field: string, report: Report): unknown {
  if (!isRecord(value)) {
    report(field, `must be an object, not ${describe(value)}`);
    return {};
  }
  const { properties = {}, required = [] } = rule;
  const below = (name: string): string => (field === "" ? name : `${field}.${name}`);
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(properties, name)) report(below(name), unknownName(name, rule));
  }
  const result: Record<string, unknown> = {};
  for (const name in properties) {
    // Inherited properties count too: skipping a filter that is a getter of a class would widen the result.
    const item = value[name];
    if (item !== undefined) result[name] = checkValue(properties[name] ?? {}, item, below(name), report);
    else if (required.includes(name)) report(below(name), "is missing");
  }
  return result;
}

function unknownName(name: string, { properties = {}, elsewhere = {} }: CheckedRule): string {
  if (Object.hasOwn(elsewhere, name)) return `belongs in ${String(elsewhere[name])}`;
  const known = Object.keys(properties);
  const near = known.find((candidate) => candidate.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase());
  return near === undefined ? `is not known; known are ${known.join(", ")}` : `is not known; did you mean ${near}?`;
}

/**
 * Whether something is read by its properties. A promise, a Map or an AbortSignal is not: it would pass as an empty object.
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (Object.prototype.toString.call(value) !== "[object Object]") return false;
  return !(Symbol.iterator in (value as object)) && !("then" in (value as object));
}

/** Whether a text can be encoded as UTF-8: it has no unpaired surrogate. */
// Not `\p{Surrogate}`: V8 looks that up while it compiles the module, which takes a tenth of the time to import it.
export const isWellFormed = (text: string): boolean => !/[\ud800-\udfff]/u.test(text);

/** What a value is, without its content, which may be secret. */
function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === "number") return String(value);
  if (typeof value !== "object") return article(typeof value);
  return article(Object.prototype.toString.call(value).slice("[object ".length, -1));
}

function article(type: string): string {
  const word = type === "Object" || type === "Array" ? type.toLowerCase() : type;
  return `${/^[aeiou]/i.test(word) ? "an" : "a"} ${word}`;
}
