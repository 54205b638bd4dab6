import type { Change, Severity } from "./change";
import { typeName } from "./facadeNames";
import { isList, same, type Json } from "./json";
import type { Shape } from "./shape";

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

const readers = "breaking for everyone who reads it";

/** Every difference between two schemas, in words. */
export function compareShapes(compared: Compared): Change[] {
  const { before, after, direction, touches } = compared;
  const name = after.name ?? before.name;
  const named = name !== undefined && (before.properties ?? after.properties) !== undefined;
  const here: Compared = named ? { ...compared, label: `\`${typeName(name)}\``, touches: [typeName(name)] } : compared;
  if (before.type !== after.type) return [...typeChange(compared), ...documentation(here, name)];
  return [
    ...nullability(compared),
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

function typeChange({ before, after, direction, label, touches }: Compared): Change[] {
  const [wide, narrow] = direction === "request" ? [after, before] : [before, after];
  const fits = wide.type === undefined || (wide.type === "number" && narrow.type === "integer");
  const what = `${label} is ${describe(after)}, was ${describe(before)}`;
  return [change(fits ? "additive" : "breaking", what, touches, fits || direction === "request" ? undefined : readers)];
}

const describe = ({ type, nullable }: Shape) => `${type ?? "anything"}${nullable ? " or null" : ""}`;

function nullability({ before, after, direction, label, touches }: Compared): Change[] {
  if (before.nullable === after.nullable) return [];
  const breaks = after.nullable === (direction === "response");
  const what = `${label} ${after.nullable ? "can be null" : "cannot be null any more"}`;
  return [
    change(breaks ? "breaking" : "additive", what, touches, breaks && direction === "response" ? readers : undefined),
  ];
}

function keywords({ before, after, direction, label, touches }: Compared): Change[] {
  const names = new Set([...Object.keys(before.keywords), ...Object.keys(after.keywords)]);
  return [...names].flatMap((keyword) => {
    const [old, now] = [before.keywords[keyword], after.keywords[keyword]];
    if (same(old ?? null, now ?? null)) return [];
    const what = `${label}: \`${keyword}\` ${now === undefined ? `${show(old)} removed` : old === undefined ? `${show(now)} added` : `is ${show(now)}, was ${show(old)}`}`;
    return [change(severityOf(keyword, old, now, direction), what, touches)];
  });
}

const show = (value: Json | undefined) => JSON.stringify(value);

/** Bounds do not show in the types of a response: only `enum` does. */
function severityOf(
  keyword: string,
  old: Json | undefined,
  now: Json | undefined,
  direction: "request" | "response",
): Severity {
  if (keyword === "format") return "documentation";
  if (keyword === "default") return old === undefined || direction === "response" ? "documentation" : "breaking";
  if (direction === "response")
    return keyword !== "enum" ? "documentation" : narrows(keyword, old, now) ? "additive" : "breaking";
  return narrows(keyword, old, now) ? "breaking" : "additive";
}

/** Whether fewer values pass than before. */
function narrows(keyword: string, old: Json | undefined, now: Json | undefined): boolean {
  if (now === undefined || (keyword === "additionalProperties" && now === true)) return false;
  if (old === undefined) return true;
  if (typeof old === "number" && typeof now === "number")
    return /^(max|exclusiveMax)/.test(keyword) ? now < old : now > old;
  if (keyword === "enum" && isList(old) && isList(now))
    return !old.every((value) => now.some((one) => same(one, value)));
  return true;
}

function properties({ before, after, direction, label, touches }: Compared): Change[] {
  const [old, now] = [before.properties ?? {}, after.properties ?? {}];
  const plain = label.replaceAll("`", "");
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((property) => {
    const path = `\`${plain}.${property}\``;
    const own = [...touches.map((name) => `${name}.${property}`)];
    const [was, is] = [old[property], now[property]];
    const [wasRequired, isRequired] = [before.required.includes(property), after.required.includes(property)];
    if (was === undefined) {
      const breaks = direction === "request" && isRequired;
      const how = direction === "request" ? `, ${isRequired ? "required" : "optional"}` : "";
      return [
        change(
          breaks ? "breaking" : "additive",
          `${path} added${how}`,
          own,
          breaks ? "breaking for everyone who sends it" : undefined,
        ),
      ];
    }
    if (is === undefined)
      return [
        change(
          "breaking",
          `${path} removed`,
          own,
          direction === "response" ? readers : "breaking for everyone who sends it",
        ),
      ];
    const changes = compareShapes({ before: was, after: is, direction, label: path, touches: own });
    if (wasRequired !== isRequired) {
      const breaks = isRequired === (direction === "request");
      const consequence = !breaks
        ? undefined
        : direction === "request"
          ? "breaking for everyone who leaves it out"
          : readers;
      changes.unshift(
        change(
          breaks ? "breaking" : "additive",
          `${path} is now ${isRequired ? "required" : "optional"}`,
          own,
          consequence,
        ),
      );
    }
    return changes;
  });
}

function documentation({ before, after, label, touches }: Compared, name: string | undefined): Change[] {
  const different = before.description !== after.description || !same(before.examples ?? null, after.examples ?? null);
  if (!different) return [];
  // A text that many places share is one difference.
  const shared = name !== undefined && before.name === after.name && before.properties === undefined;
  return [change("documentation", `${shared ? `\`${name}\`` : label} is described differently`, shared ? [] : touches)];
}

export const change = (severity: Severity, what: string, touches: readonly string[], consequence?: string): Change => ({
  severity,
  what,
  ...(consequence !== undefined && { consequence }),
  touches,
});
