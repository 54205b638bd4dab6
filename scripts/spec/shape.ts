import { SpecError } from "./SpecError";
import { isList, isObject, text, type Json, type JsonObject } from "./json";

/** A schema with every reference followed: what it admits, and the name it had in the document. */
export interface Shape {
  /** The component or definition that this was a reference to. */
  readonly name?: string;
  readonly type?: string;
  readonly nullable: boolean;
  /** Every keyword that constrains a value and is not told apart here. */
  readonly keywords: JsonObject;
  readonly required: readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly description?: string;
  readonly examples?: Json;
}

/** Keywords that describe and do not constrain, or that `readShape` tells apart. */
const apart = new Set([
  "$ref",
  "$comment",
  "type",
  "nullable",
  "required",
  "properties",
  "items",
  "allOf",
  "description",
  "title",
  "example",
  "examples",
  "externalDocs",
  "xml",
  "readOnly",
  "writeOnly",
  "deprecated",
]);

export type Path = readonly string[];

/** What a `$ref` of this document points at; a dangling one is refused. */
export function target(document: JsonObject, ref: string): Json {
  const path = ref.startsWith("#/") ? ref.slice(2).split("/") : undefined;
  if (path === undefined) throw new SpecError(`${ref} points outside the document: bundle it into one file first`);
  let at: Json | undefined = document;
  for (const part of path) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  if (at === undefined) throw new SpecError(`${ref} points at nothing`);
  return at;
}

/** An object of the document, or the one that its `$ref` stands for. */
export function follow(document: JsonObject, value: Json | undefined, seen: Path = []): JsonObject {
  if (!isObject(value)) throw new SpecError(`expected an object, found ${JSON.stringify(value)}`);
  const ref = value["$ref"];
  if (typeof ref !== "string") return value;
  if (seen.includes(ref)) throw new SpecError(`${ref} refers to itself (${[...seen, ref].join(" → ")})`);
  return follow(document, target(document, ref), [...seen, ref]);
}

/** Reads a schema of an OpenAPI 3 document; a reference that leads back to itself is refused. */
export function readShape(document: JsonObject, schema: Json | undefined, seen: Path = []): Shape {
  if (schema === true) return { nullable: false, keywords: {}, required: [] };
  if (!isObject(schema)) throw new SpecError(`expected a schema, found ${JSON.stringify(schema)}`);
  const ref = schema["$ref"];
  if (typeof ref === "string") {
    if (seen.includes(ref)) throw new SpecError(`${ref} refers to itself (${[...seen, ref].join(" → ")})`);
    const read = readShape(document, target(document, ref), [...seen, ref]);
    const description = text(schema["description"]) ?? read.description;
    return { ...read, name: ref.slice(ref.lastIndexOf("/") + 1), ...(description !== undefined && { description }) };
  }
  const members = isList(schema["allOf"]) ? schema["allOf"].map((member) => readShape(document, member, seen)) : [];
  return members.reduceRight((own, member) => merged(member, own), ownShape(document, schema, seen));
}

function ownShape(document: JsonObject, schema: JsonObject, seen: Path): Shape {
  const types = isList(schema["type"]) ? schema["type"] : [schema["type"]];
  const type =
    types.find((one): one is string => typeof one === "string" && one !== "null") ??
    (isObject(schema["properties"]) ? "object" : schema["items"] === undefined ? undefined : "array");
  const description = text(schema["description"]);
  const examples = schema["examples"] ?? schema["example"];
  const properties = isObject(schema["properties"]) ? schema["properties"] : undefined;
  return {
    ...(type !== undefined && { type }),
    nullable: types.includes("null") || schema["nullable"] === true,
    keywords: Object.fromEntries(
      Object.entries(schema).filter(([key]) => !apart.has(key) && !(key.startsWith("x-") && key !== "x-fields")),
    ),
    required: isList(schema["required"]) ? schema["required"].filter((one) => typeof one === "string") : [],
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, one]) => [name, readShape(document, one, seen)]),
      ),
    }),
    ...(schema["items"] !== undefined && { items: readShape(document, schema["items"], seen) }),
    ...(description !== undefined && { description }),
    ...(examples !== undefined && { examples }),
  };
}

function merged(base: Shape, own: Shape): Shape {
  return {
    ...base,
    ...own,
    nullable: own.type === undefined ? base.nullable || own.nullable : own.nullable,
    keywords: { ...base.keywords, ...own.keywords },
    required: [...new Set([...base.required, ...own.required])],
    ...(base.properties && { properties: { ...base.properties, ...own.properties } }),
  };
}
