import { same, type Json, type JsonObject } from "../openapi/json";
import { flagNames, type Shape } from "../openapi/shape";
import { SpecError } from "../openapi/SpecError";
import { shapeAt, type ContractDocument, type Place } from "./contractDocument";
import { alwaysThere, isBoundOfOffset, isOurs } from "./inferences";
import { checked, type NewSchemas } from "./newSchemas";
import type { Direction, Pairing, Use } from "./pairing";
import { unlisted } from "./proseLists";

/** Takes down what a person should look at. */
export type Note = (text: string) => void;

/** What has to change in one schema of the contract for it to say what upstream says. */
interface Edits {
  readonly replace: boolean;
  readonly keywords: Readonly<Record<string, Json | undefined>>;
  readonly added: Readonly<Record<string, Shape>>;
  readonly removed: readonly string[];
  readonly required?: readonly string[];
}

/** The order in which the contract writes a schema. */
const keywordOrder = [
  ...["$ref", "allOf", "oneOf", "type", "format", "pattern", "enum", "minimum", "maximum", "minLength", "maxLength"],
  ...["minItems", "maxItems", "default", ...flagNames, "description", "additionalProperties", "required", "properties"],
  "items",
];

/** Brings one schema of the contract up to date. Descriptions, examples and inferences stay. */
export function editSchema(document: ContractDocument, schemas: NewSchemas, pairing: Pairing, note: Note): void {
  const { place, ours, direction } = pairing;
  const theirs = combined(pairing);
  const where = pairing.theirs[0]?.where ?? "";
  if (direction === "error")
    for (const name of Object.keys(ours.properties ?? {}))
      if (theirs.properties !== undefined && theirs.properties[name] === undefined)
        note(`${where} has no ${name} any more, the contract keeps it`);
  const edits = editsFor(ours, theirs, direction, where);
  if (edits === undefined) return;
  if (edits.replace) {
    const description = pairing.description ?? theirs.description;
    const node = theirs.properties === undefined ? schemas.inline.bind(schemas) : schemas.node.bind(schemas);
    document.set(place, node({ ...theirs, ...(description !== undefined && { description }) }, where));
    removeExamples(document, place);
    return;
  }
  if (edits.keywords["type"] !== undefined) removeExamples(document, place);
  for (const [keyword, value] of Object.entries(edits.keywords)) {
    if (value === undefined) document.remove([...place, keyword]);
    else document.set([...place, keyword], value, { beside: true, order: keywordOrder });
  }
  for (const name of edits.removed) document.remove([...place, "properties", name]);
  for (const [name, shape] of Object.entries(edits.added))
    document.set([...place, "properties", name], schemas.node(shape, `${where}.${name}`));
  if (edits.required !== undefined) {
    if (edits.required.length > 0) document.set([...place, "required"], edits.required, { order: keywordOrder });
    else document.remove([...place, "required"]);
  }
}

/** Examples beside a schema of another type would not fit. */
function removeExamples(document: ContractDocument, place: Place): void {
  const examples = [...place.slice(0, -1), "examples"];
  if (place.at(-1) === "schema" && document.has(examples)) document.remove(examples);
}

/** Brings up to date what is said where a schema is used: whether it may be null, and its flags. */
export function editUse(document: ContractDocument, use: Use, note: Note): void {
  const { place, theirs, where } = use;
  for (const value of unlisted(use.ours, theirs)) note(`the description of ${where} ${value}`);
  if (saysTheSame(use.ours, theirs) || !document.has(place)) return;
  // What was replaced says it already.
  const ours = shapeAt(document.json, place);
  if (ours.nullable !== theirs.nullable) document.setNullable(place, theirs.nullable);
  for (const flag of flagNames) {
    if (ours.flags.includes(flag) === theirs.flags.includes(flag)) continue;
    if (theirs.flags.includes(flag)) document.set([...place, flag], true, { beside: true, order: keywordOrder });
    else document.remove([...place, flag]);
  }
}

const saysTheSame = (ours: Shape, theirs: Shape): boolean =>
  ours.nullable === theirs.nullable && same(ours.flags, theirs.flags);

/** Whether the contract already says what upstream says, inferences aside. */
export const agrees = (ours: Shape, theirs: Shape, direction: Direction, where = ""): boolean =>
  ours.nullable === theirs.nullable &&
  same(ours.flags, theirs.flags) &&
  editsFor(ours, theirs, direction, where) === undefined &&
  Object.entries(theirs.properties ?? {}).every(([name, property]) => {
    const own = ours.properties?.[name];
    return own !== undefined && agrees(own, property, direction);
  }) &&
  (ours.items === undefined || theirs.items === undefined || agrees(ours.items, theirs.items, direction));

function editsFor(ours: Shape, theirs: Shape, direction: Direction, where: string): Edits | undefined {
  const type = theirs.type ?? ours.type;
  const becomesObject = ours.properties === undefined && theirs.properties !== undefined;
  const becomesList = type === "array" && ours.items === undefined && theirs.items !== undefined;
  const isRetyped = type !== ours.type;
  const isScalar = [type, ours.type].every((one) => one !== "object" && one !== "array" && one !== undefined);
  const replace = becomesObject || becomesList || (isRetyped && (!isScalar || ours.name !== undefined));
  const keywords: Record<string, Json | undefined> = {
    ...(isRetyped && type !== undefined && { type: ours.nullable ? [type, "null"] : type }),
  };
  for (const keyword of new Set([...Object.keys(ours.keywords), ...Object.keys(theirs.keywords)])) {
    const [own, their] = [ours.keywords[keyword], theirs.keywords[keyword]];
    if (same(own, their) || (typeof their === "boolean" && keyword === "additionalProperties")) continue;
    // The values of an error's properties are listed by the contract alone.
    if (their === undefined && (isOurs(keyword, own) || (direction === "error" && keyword === "enum"))) continue;
    if (their === undefined && isBoundOfOffset(where, keyword)) continue;
    keywords[keyword] = checked(keyword, their, where);
  }
  const added = Object.fromEntries(
    Object.entries(theirs.properties ?? {}).filter(([name]) => ours.properties?.[name] === undefined),
  );
  const removed = Object.keys(ours.properties ?? {}).filter(
    (name) => direction !== "error" && theirs.properties !== undefined && theirs.properties[name] === undefined,
  );
  const anyway = direction === "request" ? [] : alwaysThere(ours.name);
  const wanted = [
    ...ours.required.filter((name) => theirs.required.includes(name) || anyway.includes(name)),
    ...theirs.required.filter((name) => !ours.required.includes(name)),
  ];
  const required = wanted.filter((name) => !removed.includes(name));
  const changesRequired = theirs.properties !== undefined && !same([...required].sort(), [...ours.required].sort());
  if (!replace && Object.keys({ ...keywords, ...added }).length + removed.length === 0 && !changesRequired)
    return undefined;
  return { replace, keywords, added, removed, ...(changesRequired && { required }) };
}

/** All that upstream says of the same schema, in one; where it contradicts itself, the import stops. */
function combined({ place, theirs, direction }: Pairing): Shape {
  const [first, ...others] = theirs;
  if (first === undefined) throw new Error(`nothing is paired with ${place.join(".")}`);
  return others.reduce<Shape>((all, { shape, where }) => {
    if (shape.isRecursive === true) return all;
    if (all.isRecursive === true) return shape;
    const agree = shape.type === all.type && same(stated(shape), stated(all));
    if (!agree && direction !== "error")
      throw new SpecError(
        `${first.where} and ${where} differ upstream, but are one schema in the contract: split it there first`,
      );
    return {
      ...all,
      required: all.required.filter((name) => shape.required.includes(name)),
      ...(all.properties && { properties: { ...shape.properties, ...all.properties } }),
    };
  }, first.shape);
}

const stated = ({ keywords }: Shape) =>
  Object.fromEntries(Object.entries(keywords).filter(([keyword, value]) => !isOurs(keyword, value)));

/** A shape without its prose, to tell whether two mean the same. */
export function meaning({ type, nullable, flags, keywords, required, properties, items }: Shape): JsonObject {
  return {
    type,
    nullable,
    flags,
    keywords,
    required: [...required].sort(),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, shape]) => [name, meaning(shape)])),
    }),
    ...(items && { items: meaning(items) }),
  };
}
