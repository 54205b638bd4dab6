import { asList, isList, same, type Json } from "../openapi/json";
import type { Shape } from "../openapi/shape";
import { change, type Change, type Severity } from "./change";
import { typeName } from "./facade";

export interface Compared {
  readonly before: Shape;
  readonly after: Shape;
  /** Requests are written by the facade's users, responses are read by them: what widens one narrows the other. */
  readonly direction: "request" | "response";
  /** What the contract calls this value. */
  readonly label: string;
  /** What the facade calls it. */
  readonly touches: readonly string[];
}

const who = { request: "breaking for everyone who sends it", response: "breaking for everyone who reads it" };

/** Every difference between two schemas, in words. */
export function compareShapes(compared: Compared): Change[] {
  const { before, after, direction, touches } = compared;
  const name = after.name ?? before.name;
  const named = name !== undefined && (before.properties ?? after.properties) !== undefined;
  const here: Compared = named ? { ...compared, label: `\`${typeName(name)}\``, touches: [typeName(name)] } : compared;
  const flags = flagChanges(compared);
  if (before.type !== after.type || recursionDiffers(before, after))
    return [...typeChange(compared), ...flags, ...documentation(here, name)];
  return [
    ...nullability(compared),
    ...flags,
    ...keywords(here),
    ...properties(here),
    ...documentation(here, name),
    ...(before.items && after.items
      ? compareShapes({
          before: before.items,
          after: after.items,
          direction,
          touches,
          label: `an item of ${here.label}`,
        })
      : []),
  ];
}

const recursionDiffers = (before: Shape, after: Shape): boolean =>
  (before.isRecursive === true || after.isRecursive === true) && before.name !== after.name;

function typeChange({ before, after, direction, label, touches }: Compared): Change[] {
  const [wide, narrow] = direction === "request" ? [after, before] : [before, after];
  const what = `${label} is ${describe(after)}, was ${describe(before)}`;
  if (before.type === "integer" && after.type === "number" && direction === "response")
    return [change("compatible", what, touches)];
  const fits = wide.type === undefined || (wide.type === "number" && narrow.type === "integer");
  return [
    change(fits ? "additive" : "breaking", what, touches, fits || direction === "request" ? undefined : who.response),
  ];
}

const describe = ({ type, name, isRecursive, nullable }: Shape) =>
  `${isRecursive === true && name !== undefined ? typeName(name) : (type ?? "anything")}${nullable ? " or null" : ""}`;

function nullability({ before, after, direction, label, touches }: Compared): Change[] {
  if (before.nullable === after.nullable) return [];
  const breaks = after.nullable === (direction === "response");
  const what = `${label} ${after.nullable ? "can be null" : "cannot be null any more"}`;
  return [change(breaks ? "breaking" : "additive", what, touches, breaks ? who[direction] : undefined)];
}

/** A value that travels one way alone is a change for those on the other side. */
function flagChanges({ before, after, direction, label, touches }: Compared): Change[] {
  const lost = direction === "request" ? "readOnly" : "writeOnly";
  return [...new Set([...before.flags, ...after.flags])].flatMap((flag) => {
    const now = after.flags.includes(flag);
    if (now === before.flags.includes(flag)) return [];
    const what = `${label} is ${now ? "now" : "no longer"} ${flag}`;
    if (flag === "deprecated") return [deprecation(now, label, touches)];
    if (flag !== lost) return [change("documentation", what, touches)];
    return [change(now ? "breaking" : "additive", what, touches, now ? who[direction] : undefined)];
  });
}

export const deprecation = (now: boolean, label: string, touches: readonly string[]): Change =>
  change(now ? "compatible" : "documentation", `${label} is ${now ? "now" : "no longer"} deprecated`, touches);

function keywords({ before, after, direction, label, touches }: Compared): Change[] {
  const names = new Set([...Object.keys(before.keywords), ...Object.keys(after.keywords)]);
  return [...names].flatMap((keyword) => {
    const [old, now] = [before.keywords[keyword], after.keywords[keyword]];
    if (same(old, now)) return [];
    const severity = severityOf(keyword, old, now, direction);
    return [change(severity, `${label}: \`${keyword}\` ${difference(old, now)}`, touches)];
  });
}

function difference(old: Json | undefined, now: Json | undefined): string {
  if (old === undefined) return `${show(now)} added`;
  if (now === undefined) return `${show(old)} removed`;
  if (!isList(old) || !isList(now)) return `is ${show(now)}, was ${show(old)}`;
  const came = without(now, old).map((value) => `${show(value)} added`);
  return [...came, ...without(old, now).map((value) => `${show(value)} removed`)].join(", ") || "in another order";
}

const without = (list: readonly Json[], others: readonly Json[]) =>
  list.filter((value) => !others.some((other) => same(other, value)));

function show(value: Json | undefined): string {
  const json = JSON.stringify(value);
  return json.length <= 80 ? json : `${json.slice(0, 79)}…`;
}

/** Bounds do not show in the types of a response: only `enum` and what holds schemas does. */
function severityOf(
  keyword: string,
  old: Json | undefined,
  now: Json | undefined,
  direction: "request" | "response",
): Severity {
  if (keyword === "format") return "documentation";
  if (keyword === "default") return old === undefined || direction === "response" ? "documentation" : "breaking";
  if (keyword === "enum" && without(asList(old), asList(now)).length + without(asList(now), asList(old)).length === 0)
    return "documentation";
  const isTyped = keyword === "enum" || /^(oneOf|anyOf|allOf|discriminator|additionalProperties|const)$/.test(keyword);
  if (direction === "response")
    return !isTyped ? "documentation" : narrows(keyword, old, now) ? "additive" : "breaking";
  return narrows(keyword, old, now) ? "breaking" : "additive";
}

/** Whether fewer values pass than before. */
function narrows(keyword: string, old: Json | undefined, now: Json | undefined): boolean {
  if (now === undefined || (keyword === "additionalProperties" && now === true)) return false;
  if (old === undefined) return true;
  if (typeof old === "number" && typeof now === "number")
    return /^(max|exclusiveMax)/.test(keyword) ? now < old : now > old;
  if (keyword === "enum" && isList(old) && isList(now)) return without(old, now).length > 0;
  return true;
}

function properties({ before, after, direction, label, touches }: Compared): Change[] {
  const [old, now] = [before.properties ?? {}, after.properties ?? {}];
  const plain = label.replaceAll("`", "");
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((property) => {
    const path = `\`${plain}.${property}\``;
    const own = touches.map((name) => `${name}.${property}`);
    const [was, is] = [old[property], now[property]];
    const [wasRequired, isRequired] = [before.required.includes(property), after.required.includes(property)];
    if (was === undefined) {
      const breaks = direction === "request" && isRequired;
      const how = direction === "request" ? `, ${isRequired ? "required" : "optional"}` : "";
      return [change(breaks ? "breaking" : "additive", `${path} added${how}`, own, breaks ? who.request : undefined)];
    }
    if (is === undefined) return [change("breaking", `${path} removed`, own, who[direction])];
    const changes = compareShapes({ before: was, after: is, direction, label: path, touches: own });
    if (wasRequired === isRequired) return changes;
    const breaks = isRequired === (direction === "request");
    const consequence = direction === "request" ? "breaking for everyone who leaves it out" : who.response;
    const what = `${path} is now ${isRequired ? "required" : "optional"}`;
    return [change(breaks ? "breaking" : "additive", what, own, breaks ? consequence : undefined), ...changes];
  });
}

function documentation({ before, after, label, touches }: Compared, name: string | undefined): Change[] {
  if (before.isRecursive === true || after.isRecursive === true) return [];
  const different = before.description !== after.description || !same(before.examples, after.examples);
  if (!different) return [];
  // A text that many places share is one difference.
  const shared = name !== undefined && before.name === after.name && before.properties === undefined;
  return [change("documentation", `${shared ? `\`${name}\`` : label} is described differently`, shared ? [] : touches)];
}
