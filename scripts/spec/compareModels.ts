import { asList, asObject, isList, namesOf, same, type Json } from "../openapi/json";
import { matchOperations } from "../openapi/matchOperations";
import type { Model } from "../openapi/model";
import { methodName, type Facade } from "./facade";
import { operationPart, serviceParts, sharedSecurity, type Part, type Parts } from "./parts";

/** What a difference means to those who use the facade. A compatible one takes something away that nobody relies on. */
export type Severity = "breaking" | "additive" | "compatible" | "documentation";

export interface Change {
  readonly severity: Severity;
  /** What is different, in the words of the contract. */
  readonly what: string;
  /** The names of the facade that it touches. */
  readonly touches: readonly string[];
}

const order: readonly Severity[] = ["breaking", "additive", "compatible", "documentation"];

/** What is different between two contracts, in the facade's words: every change once, the worst first. */
export function compareModels(before: Model, after: Model, facade: Facade): Change[] {
  const { matched, gone, added } = matchOperations(before.operations, after.operations);
  const was = sharedSecurity(matched.map(({ ours }) => ours));
  const is = sharedSecurity(matched.map(({ their }) => their));
  const isShared = was !== undefined && is !== undefined;
  const pairs = [...matched, ...gone.map((ours) => ({ ours })), ...added.map((their) => ({ their }))];
  const changes = pairs.flatMap(({ ours, their }: Partial<(typeof matched)[number]>) => {
    const method = [their, ours].map((one) => one && methodName(facade, one.operationId)).find(Boolean);
    return comparePart(...([ours, their] as const).map((one) => one && operationPart(one, method, isShared)));
  });
  const service = compareParts(serviceParts(before, isShared ? was : ""), serviceParts(after, isShared ? is : ""));
  const once = new Map([...service, ...changes].map((one) => [JSON.stringify(one), one]));
  return [...once.values()].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

const compareParts = (before: Parts = {}, after: Parts = {}): Change[] =>
  namesOf(before, after).flatMap((key) => comparePart(before[key], after[key]));

function comparePart(was?: Part, is?: Part): Change[] {
  if (was === undefined || is === undefined)
    return [is, was].flatMap((one) => (one ? [existence(one, one === is)] : []));
  const { label, touches, direction } = is;
  const facts = namesOf(was.facts, is.facts).flatMap((fact): Change[] => {
    const [old, now] = [was.facts[fact], is.facts[fact]];
    if (same(old, now)) return [];
    const [severity, words] = (rules[fact] ?? keyword(fact))(old, now, direction);
    return [{ severity, what: `${label}${words}`, touches }];
  });
  // Of another type, nothing beneath is comparable.
  return same(was.facts["type"], is.facts["type"]) ? [...facts, ...compareParts(was.parts, is.parts)] : facts;
}

function existence({ label, touches, direction, facts, ...part }: Part, isNew: boolean): Change {
  const { removed = "removed", added = "added", isDispensable = false } = part;
  if (!isNew) return { severity: isDispensable ? "compatible" : "breaking", what: `${label} ${removed}`, touches };
  const required = direction === "request" ? facts["required"] : undefined;
  const how = required === undefined ? added : `added, ${required === true ? "required" : "optional"}`;
  return { severity: required === true ? "breaking" : "additive", what: `${label} ${how}`, touches };
}

type Direction = Part["direction"];
type Rule = (old: Json | undefined, now: Json | undefined, direction: Direction) => readonly [Severity, string];

const said = (value: Json | undefined): string => (typeof value === "string" ? value : JSON.stringify(value));

/** A value that travels one way alone is a change for those on the other side. */
const flag =
  (name: string, loser?: Direction): Rule =>
  (_, now, direction) => [
    direction !== loser ? "documentation" : now === true ? "breaking" : "additive",
    ` is ${now === true ? "now" : "no longer"} ${name}`,
  ];

/** What is said of a fact, and what its change means. Facts that are not named here are keywords of a schema. */
const rules: Readonly<Record<string, Rule>> = {
  servers: (old, now) => ["breaking", ` is at ${said(now)}, was at ${said(old)}`],
  version: (old, now) => ["documentation", ` is ${said(now)}, was ${said(old)}`],
  security: (old, now) => {
    const [before = [], after = []] = [old, now].map((ways) => said(ways).split(" or "));
    const isKept = before.every((way) => after.includes(way));
    return [isKept ? "additive" : "breaking", ` takes ${said(now)}, took ${said(old)}`];
  },
  operationId: (old) => ["breaking", ` was called \`${said(old)}\``],
  path: (old, now) => ["breaking", `: the path is \`${said(now)}\`, was \`${said(old)}\``],
  method: (old, now) => ["breaking", `: the HTTP method is ${said(now)}, was ${said(old)}`],
  unread: (old, now) => {
    const [was, is] = [asObject(old), asObject(now)];
    const names = namesOf(was, is).filter((name) => !same(was[name], is[name]));
    return ["compatible", `: ${names.join(", ")} changed and cannot be judged, look at it`];
  },
  prose: () => ["documentation", " is described differently"],
  serialisation: () => ["breaking", " is written differently in the URL"],
  media: (old, now) => [
    without(asList(old), asList(now)).length > 0 ? "breaking" : "additive",
    `: media types ${difference(old, now)}`,
  ],
  deprecated: (...all) => [all[1] === true ? "compatible" : "documentation", flag("deprecated")(...all)[1]],
  readOnly: flag("readOnly", "request"),
  writeOnly: flag("writeOnly", "response"),
  required: (_, now, direction) => [
    (now === true) === (direction === "request") ? "breaking" : "additive",
    ` is now ${now === true ? "required" : "optional"}`,
  ],
  nullable: (_, now, direction) => [
    (now === true) === (direction === "response") ? "breaking" : "additive",
    now === true ? " can be null" : " cannot be null any more",
  ],
  type: (old, now, direction) => {
    const words = ` is ${said(now)}, was ${said(old)}`;
    if (direction === "response" && old === "integer" && now === "number") return ["compatible", words];
    const [wide, narrow] = direction === "request" ? [now, old] : [old, now];
    return [wide === "anything" || (wide === "number" && narrow === "integer") ? "additive" : "breaking", words];
  },
};

const keyword =
  (name: string): Rule =>
  (old, now, direction) => [severityOf(name, old, now, direction), `: \`${name}\` ${difference(old, now)}`];

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
function severityOf(name: string, old: Json | undefined, now: Json | undefined, direction: Direction): Severity {
  const isReordered = isList(old) && isList(now) && without(old, now).length + without(now, old).length === 0;
  if (name === "format" || isReordered) return "documentation";
  if (name === "default") return old === undefined || direction === "response" ? "documentation" : "breaking";
  const isTyped = /^(enum|oneOf|anyOf|allOf|discriminator|additionalProperties|const)$/.test(name);
  if (direction === "response" && !isTyped) return "documentation";
  return narrows(name, old, now) === (direction === "request") ? "breaking" : "additive";
}

/** Whether fewer values pass than before. */
function narrows(name: string, old: Json | undefined, now: Json | undefined): boolean {
  if (now === undefined || (name === "additionalProperties" && now === true)) return false;
  if (typeof old === "number" && typeof now === "number")
    return /^(max|exclusiveMax)/.test(name) ? now < old : now > old;
  return !isList(old) || !isList(now) || name !== "enum" || without(old, now).length > 0;
}
