import { isList, isObject, mapValues, namesOf, put, same, text, type Json, type JsonObject } from "../openapi/json";
import { flagNames, type Shape } from "../openapi/shape";
import { SpecError } from "../openapi/SpecError";
import { alwaysThere, isBoundOfOffset, isOurs } from "./inferences";
import { unlisted } from "./proseLists";

/** Takes down what a person should look at. */
export type Note = (text: string) => void;

/** Which way a value travels, and with it whose word counts: the texts of errors are described by the contract alone. */
export type Direction = "request" | "response" | "error";

/** A schema of the contract and every schema of upstream that describes the same thing. */
interface Pairing {
  readonly ours: Shape;
  readonly direction: Direction;
  readonly theirs: readonly [...Their[], Their];
  /** The object that may have examples of it. */
  readonly holder: JsonObject | undefined;
}

interface Their {
  readonly shape: Shape;
  readonly where: string;
}

/** Brings the schemas of a contract up to date: first all of them are paired, then all are edited. */
export class Schemas {
  readonly contract: JsonObject;
  readonly note: Note;
  readonly #schemas: JsonObject;
  readonly #pairings = new Map<JsonObject, Pairing>();
  readonly #used = new Set<JsonObject>();
  /** What the contract calls the schemas of upstream. */
  readonly #names = new Map<string, string>();

  constructor(contract: JsonObject, note: Note) {
    const components = (contract["components"] ??= {}) as JsonObject;
    this.#schemas = (components["schemas"] ??= {}) as JsonObject;
    this.contract = contract;
    this.note = note;
  }

  /** Goes through both schemas side by side and pairs what stands in the same position. */
  pair(ours: Shape, theirs: Shape, direction: Direction, where: string, holder?: JsonObject): void {
    if (theirs.name !== undefined && ours.name !== undefined && !this.#names.has(theirs.name))
      this.#names.set(theirs.name, ours.name);
    for (const value of unlisted(ours.description ?? "", theirs.description ?? "", ours.keywords["enum"]))
      this.note(`the description of ${where} ${value}`);
    if (!this.#used.has(ours.node)) editUse(ours, theirs);
    this.#used.add(ours.node);
    if (ours.isRecursive === true && theirs.isRecursive === true) return;
    const node = ours.properties !== undefined && theirs.type === "object" ? ours.home : ours.node;
    const at = theirs.name ?? where;
    const known = this.#pairings.get(node)?.theirs ?? [];
    this.#pairings.set(node, { ours, direction, holder, theirs: [...known, { shape: theirs, where: at }] });
    for (const [name, property] of Object.entries(theirs.properties ?? {})) {
      const own = ours.properties?.[name];
      if (own !== undefined) this.pair(own, property, direction, `${at}.${name}`);
    }
    if (ours.items && theirs.items) this.pair(ours.items, theirs.items, direction, `an item of ${where}`);
  }

  /** Makes everything that is paired say what upstream says. Descriptions, examples and inferences stay. */
  edit(): void {
    for (const [node, pairing] of this.#pairings) this.#edit(node, pairing);
  }

  #edit(node: JsonObject, pairing: Pairing): void {
    const { ours, direction, holder } = pairing;
    const theirs = combined(pairing);
    const { where } = pairing.theirs[0];
    if (direction === "error" && theirs.properties !== undefined)
      for (const name of Object.keys(ours.properties ?? {}))
        if (theirs.properties[name] === undefined) this.note(`${where} has no ${name} any more, the contract keeps it`);
    const edits = editsFor(ours, theirs, direction, where);
    if (edits === undefined) return;
    if (edits.replace || edits.keywords["type"] !== undefined) delete holder?.["examples"];
    if (edits.replace) {
      const description = text(node["description"]) ?? theirs.description;
      const shape = { ...theirs, ...(description !== undefined && { description }) };
      const replacement = theirs.properties === undefined ? this.#inline(shape, where) : this.schema(shape, where);
      for (const key of Object.keys(node)) put(node, key, undefined);
      Object.assign(node, replacement);
      return;
    }
    for (const [keyword, value] of Object.entries(edits.keywords)) put(node, keyword, value);
    const properties = namesOf(edits.properties).length > 0 ? ((node["properties"] ??= {}) as JsonObject) : {};
    for (const [name, shape] of Object.entries(edits.properties))
      put(properties, name, shape && this.schema(shape, `${where}.${name}`));
  }

  /** What to write for a schema that the contract does not have. An object with a name becomes a component of its own. */
  schema(shape: Shape, where: string): JsonObject {
    const { name = "", nullable, flags, properties } = shape;
    const known = this.#names.get(name);
    if (name === "" || (known === undefined && properties === undefined)) return this.#inline(shape, where);
    let own = known ?? name.replaceAll(/\W+/g, "");
    if (known === undefined) {
      while (this.#schemas[own] !== undefined) own += "2";
      this.#names.set(name, own);
      this.#schemas[own] = {};
      this.#schemas[own] = this.#inline({ ...shape, nullable: false, flags: [] }, name);
    }
    const $ref = `#/components/schemas/${own}`;
    return { ...(nullable ? { oneOf: [{ $ref }, { type: "null" }] } : { $ref }), ...flagged(flags) };
  }

  #inline(shape: Shape, where: string): JsonObject {
    const { type, nullable, flags, description, keywords, required, properties, items } = shape;
    return {
      ...(type !== undefined && { type: nullable ? [type, "null"] : type }),
      ...(description !== undefined && { description }),
      ...flagged(flags),
      ...mapValues(keywords, (value, keyword) => checked(keyword, value, where)),
      ...(required.length > 0 && { required }),
      ...(properties && {
        properties: mapValues(properties, (one, name) => this.schema(one, `${where}.${name}`)),
      }),
      ...(items && { items: this.schema(items, `an item of ${where}`) }),
    };
  }
}

const flagged = (flags: readonly string[]): JsonObject => Object.fromEntries(flags.map((flag) => [flag, true]));

/** A keyword that holds references would bring them along, and they would point at nothing. */
function checked(keyword: string, value: Json | undefined, where: string): Json | undefined {
  if (!/"\$ref":|"#\//.test(JSON.stringify(value ?? null))) return value;
  throw new SpecError(
    `${where} now has ${keyword} with references: write that into the contract by hand, then import again`,
  );
}

/** Brings up to date what is said where a schema is used: whether it may be null, and its flags. */
function editUse({ node, nullable, flags, type }: Shape, theirs: Shape): void {
  for (const flag of flagNames)
    if (flags.includes(flag) !== theirs.flags.includes(flag)) put(node, flag, theirs.flags.includes(flag) || undefined);
  if (nullable === theirs.nullable) return;
  const reference = ["$ref", "allOf"].find((key) => node[key] !== undefined);
  const { oneOf } = node;
  if (theirs.nullable && reference !== undefined) {
    node["oneOf"] = [{ [reference]: node[reference] }, { type: "null" }];
    put(node, reference, undefined);
  } else if (!theirs.nullable && isList(oneOf)) {
    Object.assign(
      node,
      oneOf.find((one) => isObject(one) && one["type"] !== "null"),
    );
    put(node, "oneOf", undefined);
  } else if (type !== undefined) node["type"] = theirs.nullable ? [type, "null"] : type;
}

/** What has to change in one schema of the contract for it to say what upstream says. */
interface Edits {
  readonly replace: boolean;
  readonly keywords: JsonObject;
  readonly properties: Readonly<Record<string, Shape | undefined>>;
}

function editsFor(ours: Shape, theirs: Shape, direction: Direction, where: string): Edits | undefined {
  const type = theirs.type ?? ours.type;
  const becomesObject = ours.properties === undefined && theirs.properties !== undefined;
  const becomesList = type === "array" && ours.items === undefined && theirs.items !== undefined;
  const isRetyped = type !== ours.type;
  const isScalar = [type, ours.type].every((one) => one !== "object" && one !== "array" && one !== undefined);
  const replace = becomesObject || becomesList || (isRetyped && (!isScalar || ours.name !== undefined));
  const keywords: JsonObject = isRetyped && type !== undefined ? { type: ours.nullable ? [type, "null"] : type } : {};
  for (const keyword of namesOf(ours.keywords, theirs.keywords)) {
    const [own, their] = [ours.keywords[keyword], theirs.keywords[keyword]];
    if (same(own, their) || (typeof their === "boolean" && keyword === "additionalProperties")) continue;
    // The values of an error's properties are listed by the contract alone.
    const isKept =
      isOurs(keyword, own) || isBoundOfOffset(where, keyword) || (direction === "error" && keyword === "enum");
    if (their !== undefined || !isKept) keywords[keyword] = checked(keyword, their, where);
  }
  const properties: Record<string, Shape | undefined> = {};
  for (const name of theirs.properties === undefined ? [] : namesOf(ours.properties, theirs.properties)) {
    const [own, their] = [ours.properties?.[name], theirs.properties?.[name]];
    if (own === undefined || (their === undefined && direction !== "error")) properties[name] = their;
  }
  const anyway = direction === "request" ? [] : alwaysThere(ours.name);
  const required = [
    ...ours.required.filter((name) => theirs.required.includes(name) || anyway.includes(name)),
    ...theirs.required.filter((name) => !ours.required.includes(name)),
  ].filter((name) => !(name in properties) || properties[name] !== undefined);
  if (theirs.properties !== undefined && !same([...required].sort(), [...ours.required].sort()))
    keywords["required"] = required.length > 0 ? required : undefined;
  return replace || namesOf(keywords, properties).length > 0 ? { replace, keywords, properties } : undefined;
}

/** All that upstream says of the same schema, in one; where it contradicts itself, the import stops. */
function combined({ theirs, direction }: Pairing): Shape {
  const [first] = theirs;
  const [base = first, ...others] = theirs.filter(({ shape }) => shape.isRecursive !== true);
  return others.reduce<Shape>((all, { shape, where }) => {
    if (direction !== "error" && (shape.type !== all.type || !same(stated(shape), stated(all))))
      throw new SpecError(
        `${first.where} and ${where} differ upstream, but are one schema in the contract: split it there first`,
      );
    return {
      ...all,
      required: all.required.filter((name) => shape.required.includes(name)),
      ...(all.properties && { properties: { ...shape.properties, ...all.properties } }),
    };
  }, base.shape);
}

/** The keywords of a schema that are not inferences of the contract. */
export const stated = ({ keywords }: Shape): JsonObject =>
  Object.fromEntries(Object.entries(keywords).filter(([keyword, value]) => !isOurs(keyword, value)));
