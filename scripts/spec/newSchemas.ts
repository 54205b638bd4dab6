import { isList, isObject, type Json, type JsonObject } from "../openapi/json";
import type { Shape } from "../openapi/shape";
import { SpecError } from "../openapi/SpecError";
import type { ContractDocument } from "./contractDocument";

/** Writes schemas that the contract does not have yet, with references to those that it has. */
export class NewSchemas {
  readonly #document: ContractDocument;
  readonly #names: Map<string, string>;

  /** @param names what upstream calls the schemas of the contract */
  constructor(document: ContractDocument, names: ReadonlyMap<string, string>) {
    this.#document = document;
    this.#names = new Map(names);
  }

  /** The schema to write for a shape. An object with a name becomes a component of its own. */
  node(shape: Shape, where: string): JsonObject {
    if (shape.name === undefined) return this.inline(shape, where);
    const known = this.#names.get(shape.name);
    if (known !== undefined) return used(known, shape);
    if (shape.properties === undefined) return this.inline(shape, where);
    const name = this.#free(shape.name);
    this.#names.set(shape.name, name);
    const place = ["components", "schemas", name];
    this.#document.set(place, {}, { spaced: true });
    this.#document.set(place, this.inline({ ...shape, nullable: false, flags: [] }, shape.name));
    return used(name, shape);
  }

  #free(name: string): string {
    const clean = name.replaceAll(/\W+/g, "");
    let candidate = clean;
    for (let n = 2; this.#document.has(["components", "schemas", candidate]); n++) candidate = `${clean}${n}`;
    return candidate;
  }

  /** The schema itself, whatever its name. */
  inline(shape: Shape, where: string): JsonObject {
    const { type, nullable, flags, description, keywords, required, properties, items } = shape;
    return {
      ...(type !== undefined && { type: nullable ? [type, "null"] : type }),
      ...(description !== undefined && { description }),
      ...flagged(flags),
      ...Object.fromEntries(
        Object.entries(keywords).map(([keyword, value]) => [keyword, checked(keyword, value, where)]),
      ),
      ...(required.length > 0 && { required }),
      ...(properties && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, one]): [string, Json] => [name, this.node(one, `${where}.${name}`)]),
        ),
      }),
      ...(items && { items: this.node(items, `an item of ${where}`) }),
    };
  }
}

const flagged = (flags: readonly string[]): JsonObject => Object.fromEntries(flags.map((flag) => [flag, true]));

function used(name: string, { nullable, flags }: Shape): JsonObject {
  const $ref = `#/components/schemas/${name}`;
  return { ...(nullable ? { oneOf: [{ $ref }, { type: "null" }] } : { $ref }), ...flagged(flags) };
}

/** A keyword that holds references would bring them along, and they would point at nothing. */
export function checked(keyword: string, value: Json | undefined, where: string): Json | undefined {
  if (hasReference(value))
    throw new SpecError(
      `${where} now has ${keyword} with references: write that into the contract by hand, then import again`,
    );
  return value;
}

const hasReference = (value: Json | undefined): boolean =>
  typeof value === "string"
    ? value.startsWith("#/")
    : isList(value)
      ? value.some(hasReference)
      : isObject(value) && Object.entries(value).some(([key, one]) => key === "$ref" || hasReference(one));
