import { isOperation, type Facts } from "../openapi/facts";
import { isDeepStrictEqual } from "node:util";
import { groupBy, isList, type Json } from "../openapi/json";

/** What a difference means to those who use the facade. A compatible one takes something away that nobody relies on. */
export type Severity = "breaking" | "additive" | "compatible" | "documentation";

export interface Change {
  readonly severity: Severity;
  /** What is different. */
  readonly what: string;
  /** Where: once for each operation that shares it. */
  readonly places: readonly string[];
}

type Places = Facts["places"];
/** Requests are written by the facade's users, responses are read by them: what widens one narrows the other. */
type Direction = "request" | "response";
type Rule = readonly [severity: Severity, what: string];

const order: readonly Severity[] = ["breaking", "additive", "compatible", "documentation"];

/** What is different between the facts of two contracts: the worst first, what several places share once. */
export function changesBetween(before: Places, after: Places): Change[] {
  const renamed = renamedOperations(before, after);
  const old = new Map([...before].map(([place, facts]) => [movedTo(place, renamed), facts]));
  const all = [...new Set([...old.keys(), ...after.keys()])].sort();
  // Beneath what is new, gone or of another type, nothing is comparable.
  const roots = all.filter(
    (place) => old.has(place) !== after.has(place) || typeOf(old.get(place)) !== typeOf(after.get(place)),
  );
  const found = all
    .filter((place) => !roots.some((root) => isBeneath(place, root, after.has(root) ? after : old)))
    .flatMap((place) => rulesOf(place, old.get(place), after.get(place)).map((rule) => ({ place, rule })));
  const names = [...renamed].map(([from, to]) => ({ place: to, rule: ["breaking", `was called \`${from}\``] as Rule }));
  const shared = groupBy([...names, ...found], ({ place, rule }) => [...rule, nameOf(place)].join("\n"));
  const changes = [...shared.values()].flatMap(([first, ...more]): Change[] => {
    if (first === undefined) return [];
    const [severity, what] = first.rule;
    return [{ severity, what, places: [first, ...more].map(({ place }) => place) }];
  });
  return changes.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** Operations that have kept their method and path, by the name they had. */
function renamedOperations(before: Places, after: Places): Map<string, string> {
  const address = (facts: ReadonlySet<string>) =>
    [...facts]
      .filter((fact) => /^\/|^[A-Z]+$/.test(fact))
      .sort()
      .join(" ");
  const operations = (places: Places, others: Places) =>
    [...places].filter(([place, facts]) => isOperation(facts) && !others.has(place));
  const fresh = operations(after, before);
  return new Map(
    operations(before, after).flatMap(([from, facts]) =>
      fresh.filter(([, others]) => address(others) === address(facts)).map(([to]) => [from, to] as const),
    ),
  );
}

function movedTo(place: string, renamed: ReadonlyMap<string, string>): string {
  const [operation = "", ...rest] = place.split(" ");
  return [renamed.get(operation) ?? operation, ...rest].join(" ");
}

/** The last name of a place, which is the same wherever a schema is used. */
const nameOf = (place: string): string => /[^. ]*$/.exec(place)?.[0] ?? place;

const isBeneath = (place: string, root: string, places: Places): boolean =>
  place !== root &&
  place.startsWith(root) &&
  (isOperation(places.get(root)) ? /^ / : /^[ .[<]/).test(place.slice(root.length));

const directionOf = (place: string): Direction =>
  /^\S+ (query|path|header|cookie|body)\b/.test(place) && !/ query \S+ /.test(place) ? "request" : "response";

const isError = (place: string): boolean => /^\S+ ([13-5]\d\d|default)$/.test(place);

const types = new Set(["string", "number", "integer", "boolean", "array", "object"]);
const typeOf = (facts: ReadonlySet<string> = new Set()): string =>
  [...facts]
    .filter((fact) => types.has(fact))
    .sort()
    .join(" or ") || "anything";

function rulesOf(place: string, was: ReadonlySet<string> | undefined, is: ReadonlySet<string> | undefined): Rule[] {
  const direction = directionOf(place);
  if (was === undefined || is === undefined) return [existence(place, direction, is)];
  const [old, now] = [typeOf(was), typeOf(is)];
  const went = [...was].filter((fact) => !is.has(fact) && !types.has(fact));
  const came = [...is].filter((fact) => !was.has(fact) && !types.has(fact));
  const keys = [...new Set([...went, ...came].map(keyOf))];
  return [
    ...(old === now ? [] : [typeRule(old, now, direction)]),
    ...keys.map((key) => {
      const [before, after] = [went, came].map((facts) => facts.filter((fact) => keyOf(fact) === key));
      return factRule(key, before ?? [], after ?? [], direction);
    }),
  ];
}

function existence(place: string, direction: Direction, is: ReadonlySet<string> | undefined): Rule {
  const isSelectable = / query fields /.test(place);
  if (is === undefined) {
    if (isSelectable) return ["breaking", "cannot be selected any more"];
    return [isError(place) ? "compatible" : "breaking", "removed"];
  }
  if (isSelectable) return ["additive", "can be selected"];
  if (direction === "response") return ["additive", "added"];
  return is.has("required") ? ["breaking", "added, required"] : ["additive", "added, optional"];
}

function typeRule(old: string, now: string, direction: Direction): Rule {
  const what = `is ${now}, was ${old}`;
  if (direction === "response" && old === "integer" && now === "number") return ["compatible", what];
  const [wide, narrow] = direction === "request" ? [now, old] : [old, now];
  return [wide === "anything" || (wide === "number" && narrow === "integer") ? "additive" : "breaking", what];
}

/** What a fact is about: what it begins with, or what kind of word it is. */
function keyOf(fact: string): string {
  const named = /^(text|[^=:/]+)[=:]/.exec(fact)?.[1];
  if (named !== undefined && !fact.includes("://")) return named;
  if (fact.includes("://")) return "address";
  if (fact.startsWith("/")) return "path";
  if (/^[A-Z]+$/.test(fact)) return "method";
  return fact.includes("/") ? "media type" : fact;
}

function factRule(key: string, went: readonly string[], came: readonly string[], direction: Direction): Rule {
  const isSet = came.length > 0;
  if (key === "text") return ["documentation", "is described differently"];
  if (key === "deprecated")
    return [isSet ? "compatible" : "documentation", isSet ? "is now deprecated" : "is no longer deprecated"];
  if (key === "readOnly" || key === "writeOnly") {
    const isLoser = (key === "readOnly") === (direction === "request");
    return [isLoser ? (isSet ? "breaking" : "additive") : "documentation", `is ${isSet ? "now" : "no longer"} ${key}`];
  }
  if (key === "required")
    return [isSet === (direction === "request") ? "breaking" : "additive", `is now ${isSet ? "required" : "optional"}`];
  if (key === "null")
    return [
      isSet === (direction === "response") ? "breaking" : "additive",
      isSet ? "can be null" : "cannot be null any more",
    ];
  if (key === "path" || key === "method") return ["breaking", `the ${key} is ${came.join()}, was ${went.join()}`];
  if (key === "style" || key === "explode") return ["breaking", "is written differently in the URL"];
  if (key === "media type" || key === "address") {
    const moved = [...came.map((one) => `${one} added`), ...went.map((one) => `${one} removed`)];
    return [went.length > 0 ? "breaking" : "additive", `${key} ${moved.join(", ")}`];
  }
  const [old, now] = [went, came].map(([fact]) => fact?.slice(key.length + 1));
  if (key === "security") {
    const isKept = (old ?? "").split("|").every((way) => now?.split("|").includes(way));
    return [isKept ? "additive" : "breaking", `takes ${now ?? "nothing"}, took ${old ?? "nothing"}`];
  }
  return [severityOf(key, valueOf(old), valueOf(now), direction), changed(key, valueOf(old), valueOf(now))];
}

function valueOf(text: string | undefined): Json | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

const without = (list: readonly Json[], others: readonly Json[]) =>
  list.filter((value) => !others.some((other) => isDeepStrictEqual(other, value)));

function changed(key: string, old: Json | undefined, now: Json | undefined): string {
  const show = (value: Json) => JSON.stringify(value);
  if (old === undefined) return `\`${key}\` ${show(now ?? true)} added`;
  if (now === undefined) return `\`${key}\` ${show(old)} removed`;
  if (!isList(old) || !isList(now)) return `\`${key}\` is ${show(now)}, was ${show(old)}`;
  const came = without(now, old).map((value) => `${show(value)} added`);
  return `\`${key}\` ${[...came, ...without(old, now).map((value) => `${show(value)} removed`)].join(", ") || "in another order"}`;
}

/** Keywords whose meaning is known: whether fewer values pass than before decides. Of others, nobody can tell. */
const bounds =
  /^(maximum|minimum|exclusiveM\w+|maxLength|minLength|maxItems|minItems|maxProperties|minProperties|multipleOf|pattern|uniqueItems)$/;

/** Bounds do not show in the types of a response: an enumeration does. */
function severityOf(key: string, old: Json | undefined, now: Json | undefined, direction: Direction): Severity {
  const isReordered = isList(old) && isList(now) && without(old, now).length + without(now, old).length === 0;
  if (key === "format" || isReordered) return "documentation";
  if (key === "default") return old === undefined || direction === "response" ? "documentation" : "breaking";
  const isTyped = key === "enum" || key === "const" || key === "additionalProperties";
  if (!isTyped && !bounds.test(key)) return "compatible";
  if (direction === "response" && !isTyped) return "documentation";
  return narrows(key, old, now) === (direction === "request") ? "breaking" : "additive";
}

function narrows(key: string, old: Json | undefined, now: Json | undefined): boolean {
  if (now === undefined || (key === "additionalProperties" && now === true)) return false;
  if (typeof old === "number" && typeof now === "number")
    return /^(max|exclusiveMax)/.test(key) ? now < old : now > old;
  return !isList(old) || !isList(now) || key !== "enum" || without(old, now).length > 0;
}
