import { SpecError } from "./SpecError";
import type { ContractDocument } from "./contractDocument";
import { isOurs } from "./inferences";
import { same, type Json, type JsonObject } from "./json";
import { checked, type NewSchemas } from "./newSchemas";
import type { Direction, Pairing } from "./pairing";
import type { Shape } from "./shape";

/** What has to change in one schema of the contract for it to say what upstream says. */
interface Edits {
  readonly replace: boolean;
  readonly keywords: Readonly<Record<string, Json | undefined>>;
  readonly added: Readonly<Record<string, Shape>>;
  readonly removed: readonly string[];
  readonly required?: readonly string[];
}

/** Brings one schema of the contract up to date. Descriptions, examples and inferences stay. */
export function editSchema(
  document: ContractDocument,
  schemas: NewSchemas,
  pairing: Pairing,
  requiredAnyway: readonly string[] = [],
): void {
  const { place, ours, direction } = pairing;
  const theirs = combined(pairing);
  const edits = editsFor(ours, theirs, direction, requiredAnyway);
  if (edits === undefined) return;
  if (edits.replace) {
    const description = pairing.description ?? theirs.description;
    const node = theirs.properties === undefined ? schemas.inline.bind(schemas) : schemas.node.bind(schemas);
    document.set(place, node({ ...theirs, ...(description !== undefined && { description }) }));
    const examples = [...place.slice(0, -1), "examples"];
    if (place.at(-1) === "schema" && document.has(examples)) document.remove(examples);
    return;
  }
  for (const [keyword, value] of Object.entries(edits.keywords)) {
    if (value === undefined) document.remove([...place, keyword]);
    else document.set([...place, keyword], value);
  }
  for (const name of edits.removed) document.remove([...place, "properties", name]);
  for (const [name, shape] of Object.entries(edits.added))
    document.set([...place, "properties", name], schemas.node(shape));
  if (edits.required !== undefined) {
    if (edits.required.length > 0) document.set([...place, "required"], edits.required);
    else document.remove([...place, "required"]);
  }
}

/** Whether the contract already says what upstream says, inferences aside. */
export const agrees = (ours: Shape, theirs: Shape, direction: Direction): boolean =>
  editsFor(ours, theirs, direction, []) === undefined &&
  Object.entries(theirs.properties ?? {}).every(([name, property]) => {
    const own = ours.properties?.[name];
    return own !== undefined && agrees(own, property, direction);
  }) &&
  (ours.items === undefined || theirs.items === undefined || agrees(ours.items, theirs.items, direction));

function editsFor(ours: Shape, theirs: Shape, direction: Direction, anyway: readonly string[]): Edits | undefined {
  const type = theirs.type ?? ours.type;
  const becomesObject = ours.properties === undefined && theirs.properties !== undefined;
  const becomesList = type === "array" && ours.items === undefined && theirs.items !== undefined;
  const replace = type !== ours.type || becomesObject || becomesList;
  const keywords: Record<string, Json | undefined> = {};
  if (theirs.nullable !== ours.nullable && direction !== "error" && type !== undefined)
    keywords["type"] = theirs.nullable ? [type, "null"] : type;
  for (const keyword of new Set([...Object.keys(ours.keywords), ...Object.keys(theirs.keywords)])) {
    const [own, their] = [ours.keywords[keyword], theirs.keywords[keyword]];
    if (same(own ?? null, their ?? null) || (typeof their === "boolean" && keyword === "additionalProperties"))
      continue;
    if (their === undefined && (direction === "error" || isOurs(keyword, own))) continue;
    keywords[keyword] = checked(keyword, their);
  }
  const added = Object.fromEntries(
    Object.entries(theirs.properties ?? {}).filter(([name]) => ours.properties?.[name] === undefined),
  );
  const removed = Object.keys(ours.properties ?? {}).filter(
    (name) => direction !== "error" && theirs.properties !== undefined && theirs.properties[name] === undefined,
  );
  const wanted =
    direction === "request"
      ? [
          ...ours.required.filter((name) => theirs.required.includes(name) || anyway.includes(name)),
          ...theirs.required.filter((name) => !ours.required.includes(name)),
        ]
      : ours.required;
  const required = wanted.filter((name) => !removed.includes(name));
  const changesRequired = theirs.properties !== undefined && !same(required, ours.required);
  if (!replace && Object.keys({ ...keywords, ...added }).length + removed.length === 0 && !changesRequired)
    return undefined;
  return { replace, keywords, added, removed, ...(changesRequired && { required }) };
}

/** All that upstream says of the same schema, in one; where it contradicts itself, the import stops. */
function combined({ place, theirs, direction }: Pairing): Shape {
  const [first, ...others] = theirs;
  if (first === undefined) throw new Error(`nothing is paired with ${place.join(".")}`);
  return others.reduce<Shape>((all, { shape, where }) => {
    const agree = shape.type === all.type && same(stated(shape), stated(all));
    if (!agree && direction !== "error")
      throw new SpecError(
        `${first.where} and ${where} differ upstream, but are one schema in the contract: split it there first`,
      );
    return {
      ...all,
      nullable: all.nullable || shape.nullable,
      required: all.required.filter((name) => shape.required.includes(name)),
      ...(all.properties && { properties: { ...shape.properties, ...all.properties } }),
    };
  }, first.shape);
}

const stated = ({ keywords }: Shape) =>
  Object.fromEntries(Object.entries(keywords).filter(([keyword, value]) => !isOurs(keyword, value)));

/** A shape without its prose, to tell whether two mean the same. */
export function meaning({ type, nullable, keywords, required, properties, items }: Shape): JsonObject {
  return {
    type,
    nullable,
    keywords,
    required: [...required].sort(),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, shape]) => [name, meaning(shape)])),
    }),
    ...(items && { items: meaning(items) }),
  };
}
