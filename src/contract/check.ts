import type { Rule } from "../schema";

/** A rule of the contract, or of options. */
export interface CheckedRule extends Rule {
  /** Where names belong that are often given here by mistake. */
  readonly places?: Readonly<Record<string, string>>;
  /** The rule of values under any name; without it only `properties` are known. */
  readonly values?: Rule;
  /** Converts the value to the form that the rule is about, and reports what is wrong with it. */
  readonly convert?: (value: unknown, report: Report, field: string) => unknown;
  readonly properties?: Readonly<Record<string, CheckedRule>>;
}

/** The longest delay of a timer, in milliseconds; a longer one fires at once. */
export const longestTimer: number = 2 ** 31 - 1;

/** Reports what is wrong with a field. */
export type Report = (field: string, message: string) => void;

/**
 * Checks a value against a rule of the contract and reports what is wrong with it.
 *
 * @returns a copy without `undefined`, so that nothing the caller changes later changes what is sent
 */
export function checkValue(rule: CheckedRule, given: unknown, field: string, report: Report): unknown {
  const { type, items = {}, convert } = rule;
  const value = convert === undefined ? given : convert(given, report, field);
  if (convert !== undefined && value === undefined) return value;
  if (value === null && rule.nullable === true) return value;
  if (rule.properties ?? rule.values) return checkObject(rule, value, field, report);
  // An integer without bounds has the maximum Infinity.
  if (type !== undefined && !isOf(type, value) && !(type === "integer" && value === rule.max)) {
    report(field, `must be ${article(type === "integer" ? "whole number" : type)}, not ${describe(value)}`);
    return value;
  }
  if (rule.enum?.includes(value) === false) report(field, `must be one of ${rule.enum.join(", ")}`);
  checkBounds(rule, value, field, report);
  if (!Array.isArray(value)) return value;
  // Array.from visits holes too.
  return Array.from(value, (item: unknown, index) => checkValue(items, item, `${field}[${index}]`, report));
}

/** Checks the bounds of a number, of the length of a text, or of the number of items. */
function checkBounds(
  { min = -Infinity, max = Infinity }: CheckedRule,
  value: unknown,
  field: string,
  report: Report,
): void {
  const check = (size: number, verb: string, unit: string): void => {
    const bound = size < min ? `least ${min}` : size > max ? `most ${max}` : undefined;
    const isEmpty = size === 0 && unit !== "";
    if (bound !== undefined)
      report(field, isEmpty ? "must not be empty" : `must ${verb} at ${bound}${unit}, not ${size}`);
  };
  if (typeof value === "number") check(value, "be", "");
  if (Array.isArray(value)) check(value.length, "have", " items");
  if (typeof value === "string") {
    // JSON Schema counts code points. A text has no more of them than units: most need no counting.
    const isCounted = value.length > max || min > 1;
    check(isCounted ? Array.from(value).length : value.length, "have", " characters");
    if (!isWellFormed(value)) report(field, "must not contain an unpaired surrogate");
  }
}

function isOf(type: string, value: unknown): boolean {
  if (type === "array") return Array.isArray(value);
  if (type === "integer") return Number.isSafeInteger(value);
  if (type === "AbortSignal")
    return isObject(value) && typeof value["aborted"] === "boolean" && "addEventListener" in value;
  return type === "number" ? Number.isFinite(value) : typeof value === type && value !== null;
}

function checkObject(rule: CheckedRule, value: unknown, field: string, report: Report): unknown {
  if (!isRecord(value)) {
    report(field, `must be an object, not ${describe(value)}`);
    return {};
  }
  const { properties = {}, required = [], values } = rule;
  const below = (name: string): string => (field === "" ? name : `${field}.${name}`);
  for (const name of Object.keys(value)) {
    if (!values && !Object.hasOwn(properties, name)) report(below(name), unknownName(name, rule));
  }
  // Without a prototype, so that a name such as __proto__ is one like any other, and what is not given is not inherited.
  const result = Object.create(null) as Record<string, unknown>;
  const names = values ? Object.keys(value) : Object.keys(properties);
  for (const name of names) {
    const item = isOwn(value, name) ? value[name] : undefined;
    if (item !== undefined) {
      const checked = checkValue(values ?? properties[name] ?? {}, item, below(name), report);
      if (checked !== undefined) result[name] = checked;
    } else if (isNotOwn(value, name)) report(below(name), mustBeOwn);
    else if (required.includes(name)) report(below(name), "is missing");
  }
  return result;
}

/** Whether a property counts, as in JSON. */
const isOwn = (value: object, name: string): boolean => Object.prototype.propertyIsEnumerable.call(value, name);

/** What is wrong with a property that does not count. */
export const mustBeOwn = "must be an own property, not an inherited or hidden one";

/**
 * Whether an object has a property that does not count: skipping a filter in silence would widen the result. What everything inherits from
 * `Object.prototype` is nobody's.
 */
export function isNotOwn(value: object, name: string): boolean {
  if (!(name in value) || isOwn(value, name)) return false;
  let owner: object | null = value;
  while (owner !== null && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object | null;
  return owner !== Object.prototype;
}

function unknownName(name: string, { properties = {}, places = {} }: CheckedRule): string {
  if (Object.hasOwn(places, name)) return `belongs in ${String(places[name])}`;
  const known = Object.keys(properties);
  const near = nearestOf(known, name);
  return near === undefined ? `is unknown; expected one of ${known.join(", ")}` : `is unknown; did you mean ${near}?`;
}

/** The known name that another one begins like. */
export const nearestOf = (known: readonly string[], name: string): string | undefined =>
  known.find((candidate) => candidate.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase());

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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

const article = (type: string): string => `${/^[aeiou]/i.test(type) ? "an" : "a"} ${type}`;
