import { listed, plain, type Change } from "../openapi/difference";
import type { Places } from "../openapi/facts";
import { isSent, isType, keyOf, withoutAlternative } from "../openapi/notation";
import { isOpen, waysIn } from "../openapi/security";

/** What a difference means to those who use the facade. A compatible one takes something away that nobody relies on. */
const severities = ["breaking", "additive", "compatible", "documentation"] as const;
export type Severity = (typeof severities)[number];

/** Requests are written by the facade's users, responses are read by them: what widens one narrows the other. */
type Direction = "request" | "response";

export const byWorst = (one: { severity: Severity }, other: { severity: Severity }): number =>
  severities.indexOf(one.severity) - severities.indexOf(other.severity);

/** How much a change matters: as much as the worst of its facts. */
export function severityOf({ place, kind, came, went }: Change, before: Places, after: Places): Severity {
  const direction = isSent(place) ? "request" : "response";
  const whole = withoutAlternative(place);
  const isAlternative = whole !== place && before.has(whole) && after.has(whole);
  if (kind !== "changed" && isAlternative)
    return severityOfType(typesOf(whole, before), typesOf(whole, after), direction);
  if (kind === "added") return direction === "request" && came.includes("required") ? "breaking" : "additive";
  if (kind === "gone") return isSuperfluous(place, went) ? "compatible" : "breaking";
  const found = [...came, ...went]
    .map(keyOf)
    .map((key) => severityOfFact(key, statedOf(key, place, before), statedOf(key, place, after), direction));
  return severities.find((severity) => found.includes(severity)) ?? "documentation";
}

/** What a place states of a key. */
function statedOf(key: string, place: string, places: Places): string[] {
  if (key === "type") return typesOf(place, places);
  return [...(places.get(place) ?? [])].filter((fact) => keyOf(fact) === key);
}

/** The types of a place, or of each of its alternatives with all that it states: `string maxLength=5`. What is beneath one is not compared. */
function typesOf(place: string, places: Places): string[] {
  const own = [...(places.get(place) ?? [])].filter(isType);
  const alternatives = [...places].filter(([one]) => one !== place && withoutAlternative(one) === place);
  if (alternatives.length === 0) return own;
  const isNested = (facts: ReadonlySet<string>) => facts.has("object") || facts.has("array");
  return alternatives.map(([one, facts]) => {
    const stated = listed(new Set([...own, ...plain([...facts])]));
    return [...stated, ...(isNested(facts) ? [one] : [])].join(" ");
  });
}

/** Whether nobody relies on a place: the status of an error, or of a success without content. */
const isSuperfluous = (place: string, went: readonly string[]): boolean =>
  /^\S+ ([13-5]\w\w|default)$/.test(place) || (/^\S+ 2\w\w$/.test(place) && plain(went).length === 0);

/** Bounds do not show in the types of a response: an enumeration does. */
const bounds =
  /^(maximum|minimum|exclusiveM\w+|maxLength|minLength|maxItems|minItems|maxProperties|minProperties|multipleOf|pattern|uniqueItems)$/;

/** How much it matters that something else is stated of a key. Of a key that nobody knows, nobody can tell. */
function severityOfFact(key: string, old: readonly string[], now: readonly string[], direction: Direction): Severity {
  const isStated = now.length > 0;
  const narrowing = (isNarrower: boolean) => (isNarrower === (direction === "request") ? "breaking" : "additive");
  switch (key) {
    case "text":
    case "format":
      return "documentation";
    case "deprecated":
      return isStated ? "compatible" : "documentation";
    case "readOnly":
    case "writeOnly":
      if ((key === "readOnly") !== (direction === "request")) return "documentation";
      return isStated ? "breaking" : "additive";
    case "required":
      return narrowing(isStated);
    case "null":
      return narrowing(!isStated);
    case "type":
      return severityOfType(old, now, direction);
    case "address":
    case "style":
    case "explode":
      return "breaking";
    case "server":
    case "media type":
      return old.every((one) => now.includes(one)) ? "additive" : "breaking";
    case "security":
      return isStillEnough(waysIn(old), waysIn(now)) ? "additive" : "breaking";
    case "default":
      return old.length === 0 || direction === "response" ? "documentation" : "breaking";
    case "enum":
    case "const":
    case "additionalProperties":
      return severityOfRange(key, old, now, direction);
    default:
      if (!bounds.test(key)) return "compatible";
      return direction === "response" ? "documentation" : severityOfRange(key, old, now, direction);
  }
}

/**
 * Whether every caller is still served as before. The client sends its credentials to open operations too, where they do no harm. Where an
 * operation takes other credentials or none, callers with the old ones would become anonymous.
 */
const isStillEnough = (old: readonly string[], now: readonly string[]): boolean =>
  now.every(isOpen) || old.every((way) => now.includes(way));

/** @param old - the types that were stated; none for anything */
function severityOfType(old: readonly string[], now: readonly string[], direction: Direction): Severity {
  if (direction === "response" && old.join() === "integer" && now.join() === "number") return "compatible";
  const [wide, narrow] = direction === "request" ? [now, old] : [old, now];
  const isAdmitted = (type: string) =>
    wide.some((one) => type === one || type.startsWith(`${one} `) || (type === "integer" && one === "number"));
  return wide.length === 0 || (narrow.length > 0 && narrow.every(isAdmitted)) ? "additive" : "breaking";
}

function severityOfRange(key: string, old: readonly string[], now: readonly string[], direction: Direction): Severity {
  const [expected, given] = direction === "request" ? [old, now] : [now, old];
  if (narrows(key, expected, given)) return "breaking";
  return narrows(key, given, expected) ? "additive" : "documentation";
}

/** Whether values pass before that do not pass now. */
function narrows(key: string, old: readonly string[], now: readonly string[]): boolean {
  if (now.length === 0 || now.includes("additionalProperties=true")) return false;
  const [before = NaN, after = NaN] = [old, now].map(([fact = ""]) => Number(fact.split("=")[1]));
  if (bounds.test(key) && !Number.isNaN(before) && !Number.isNaN(after))
    return /^(max|exclusiveMax)/.test(key) ? after < before : after > before;
  return old.length === 0 || old.some((one) => !now.includes(one));
}
