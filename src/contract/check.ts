import type { Rule } from "../schema";

/** A rule of the contract, or of options. */
export interface CheckedRule extends Rule {
  /** Where names belong that are often given here by mistake. */
  readonly places?: Readonly<Record<string, string>>;
  /** The rule of values under any name; without it only `properties` are known. */
  readonly values?: Rule;
  readonly properties?: Readonly<Record<string, CheckedRule>>;
}

/** Reports what is wrong with a field. */
export type Report = (field: string, message: string) => void;

/**
 * Checks a value against a rule of the contract and reports what is wrong with it.
 *
 * @returns a copy without `undefined`, so that nothing the caller changes later changes what is sent
 */
export function checkValue(rule: CheckedRule, value: unknown, field: string, report: Report): unknown {
  const { type, items = {}, min = -Infinity, max = Infinity } = rule;
  if (value === null && rule.nullable === true) return value;
  if (rule.properties ?? rule.values) return checkObject(rule, value, field, report);
  // An integer without bounds has the maximum Infinity.
  if (type !== undefined && !isOf(type, value) && !(type === "integer" && value === rule.max)) {
    report(field, `must be ${article(type === "integer" ? "whole number" : type)}, not ${describe(value)}`);
    return value;
  }
  const checkSize = (size: number, verb: string, unit: string): void => {
    const bound = size < min ? `least ${min}` : size > max ? `most ${max}` : undefined;
    const isEmpty = size === 0 && unit !== "";
    if (bound !== undefined)
      report(field, isEmpty ? "must not be empty" : `must ${verb} at ${bound}${unit}, not ${size}`);
  };
  if (rule.enum?.includes(value) === false) report(field, `must be one of ${rule.enum.join(", ")}`);
  if (typeof value === "number") checkSize(value, "be", "");
  if (typeof value === "string") {
    // JSON Schema counts code points.
    checkSize(value.replace(/[\u{10000}-\u{10ffff}]/gu, "_").length, "have", " characters");
    if (!isWellFormed(value)) report(field, "must not contain an unpaired surrogate");
  }
  if (!Array.isArray(value)) return value;
  checkSize(value.length, "have", " items");
  // Array.from visits holes too.
  return Array.from(value, (item: unknown, index) => checkValue(items, item, `${field}[${index}]`, report));
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
  // Without a prototype, so that a name such as __proto__ is one like any other.
  const result = (values ? Object.create(null) : {}) as Record<string, unknown>;
  for (const name in values ? value : properties) {
    // Inherited properties count too: skipping a filter that is a getter of a class would widen the result.
    const item = value[name];
    if (item !== undefined) result[name] = checkValue(values ?? properties[name] ?? {}, item, below(name), report);
    else if (required.includes(name)) report(below(name), "is missing");
  }
  return result;
}

function unknownName(name: string, { properties = {}, places = {} }: CheckedRule): string {
  if (Object.hasOwn(places, name)) return `belongs in ${String(places[name])}`;
  const known = Object.keys(properties);
  const near = known.find((candidate) => candidate.slice(0, 3).toLowerCase() === name.slice(0, 3).toLowerCase());
  return near === undefined ? `is unknown; expected one of ${known.join(", ")}` : `is unknown; did you mean ${near}?`;
}

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
