import type { ContractDocument } from "./contractDocument";
import { SpecError } from "./SpecError";
import { isList, isObject, type Json, type JsonObject } from "./json";
import type { Shape } from "./shape";

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
  node(shape: Shape): JsonObject {
    if (shape.name === undefined) return this.inline(shape);
    const known = this.#names.get(shape.name);
    if (known !== undefined) return reference(known);
    if (shape.properties === undefined) return this.inline(shape);
    const name = this.#free(shape.name);
    this.#names.set(shape.name, name);
    const place = ["components", "schemas", name];
    this.#document.set(place, {}, { spaced: true });
    this.#document.set(place, this.inline(shape));
    return reference(name);
  }

  #free(name: string): string {
    const clean = name.replaceAll(/\W+/g, "");
    let candidate = clean;
    for (let n = 2; this.#document.has(["components", "schemas", candidate]); n++) candidate = `${clean}${n}`;
    return candidate;
  }

  /** The schema itself, whatever its name. */
  inline({ type, nullable, description, keywords, required, properties, items }: Shape): JsonObject {
    return {
      ...(type !== undefined && { type: nullable ? [type, "null"] : type }),
      ...(description !== undefined && { description }),
      ...Object.fromEntries(Object.entries(keywords).map(([keyword, value]) => [keyword, checked(keyword, value)])),
      ...(required.length > 0 && { required }),
      ...(properties && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, one]): [string, Json] => [name, this.node(one)]),
        ),
      }),
      ...(items && { items: this.node(items) }),
    };
  }
}

const reference = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

/** Keywords that hold schemas would bring references along, which would then point at nothing. */
export function checked(keyword: string, value: Json | undefined): Json | undefined {
  if (isObject(value) || (isList(value) && value.some(isObject)))
    throw new SpecError(`upstream now uses ${keyword}: write that into the contract by hand`);
  return value;
}
