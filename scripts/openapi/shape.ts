import { asList, asObject, isList, isObject, mapValues, text, type Json, type JsonObject } from "./json";
import { SpecError } from "./SpecError";

/** A schema with every reference followed: what it admits, and the name it had in the document. */
export interface Shape {
  /** The component or definition that this was a reference to. */
  name?: string;
  type?: string;
  nullable: boolean;
  /** `deprecated`, `readOnly` and `writeOnly`, where they are true. */
  flags: string[];
  /** Every keyword that constrains a value and is not told apart here. */
  keywords: JsonObject;
  required: string[];
  properties?: Record<string, Shape>;
  items?: Shape;
  /** Set where the schema of that name is part of itself: what is beneath has been read further up. */
  isRecursive?: true;
  description?: string;
  examples?: Json;
  /** The object of the document that uses the schema. */
  node: JsonObject;
  /** The object that states it: another one where the node only refers to it. */
  home: JsonObject;
}

/** A schema that admits everything. */
export const anything = (node: JsonObject = {}): Shape => ({
  nullable: false,
  flags: [],
  keywords: {},
  required: [],
  node,
  home: node,
});

export const flagNames = ["deprecated", "readOnly", "writeOnly"];

/** Keywords that describe and do not constrain, or that `readShape` tells apart. */
const apart = new Set([
  ...flagNames,
  ...["$ref", "$comment", "type", "nullable", "required", "properties", "items", "allOf", "description", "title"],
  ...["example", "examples", "externalDocs", "xml"],
]);

type Path = readonly string[];

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

/** Reads a schema of an OpenAPI 3 document. What stands beside a reference counts too, as in OpenAPI 3.1. */
export function readShape(document: JsonObject, schema: Json | undefined, seen: Path = []): Shape {
  if (schema === true) return anything();
  if (!isObject(schema)) throw new SpecError(`expected a schema, found ${JSON.stringify(schema)}`);
  const { anyOf, oneOf, ...rest } = schema;
  const [only, ...others] = asList(oneOf ?? anyOf).filter((member) => !isNull(member));
  const isNullable = (oneOf === undefined || anyOf === undefined) && asList(oneOf ?? anyOf).some(isNull);
  if (isNullable && only !== undefined && others.length === 0) {
    const base = readShape(document, only, seen);
    return { ...merged(base, readShape(document, rest, seen)), nullable: true, node: schema, home: base.home };
  }
  const ref = schema["$ref"];
  const members = [
    ...(typeof ref === "string" ? [referred(document, ref, seen)] : []),
    ...asList(schema["allOf"]).map((member) => readShape(document, member, seen)),
  ];
  const shape = members.reduceRight((own, member) => merged(member, own), ownShape(document, schema, seen));
  return { ...shape, home: members[0]?.home ?? schema };
}

const isNull = (schema: Json): boolean => isObject(schema) && schema["type"] === "null";

function referred(document: JsonObject, ref: string, seen: Path): Shape {
  const name = ref.slice(ref.lastIndexOf("/") + 1);
  const schema = target(document, ref);
  if (!seen.includes(ref)) return { ...readShape(document, schema, [...seen, ref]), name };
  if (isObject(schema) && schema["$ref"] !== undefined)
    throw new SpecError(`${ref} refers to itself (${[...seen, ref].join(" → ")})`);
  const type = typeOf(isObject(schema) ? schema : {});
  return { ...anything(asObject(schema)), name, ...(type !== undefined && { type }), isRecursive: true };
}

function typeOf(schema: JsonObject): string | undefined {
  const types = isList(schema["type"]) ? schema["type"] : [schema["type"]];
  return (
    types.find((one): one is string => typeof one === "string" && one !== "null") ??
    (isObject(schema["properties"]) ? "object" : schema["items"] === undefined ? undefined : "array")
  );
}

function ownShape(document: JsonObject, schema: JsonObject, seen: Path): Shape {
  const type = typeOf(schema);
  const description = text(schema["description"]);
  const examples = schema["examples"] ?? schema["example"];
  const properties = isObject(schema["properties"]) ? schema["properties"] : undefined;
  return {
    node: schema,
    home: schema,
    ...(type !== undefined && { type }),
    nullable: asList(schema["type"]).includes("null") || isSet(schema, "nullable"),
    flags: flagNames.filter((flag) => isSet(schema, flag)),
    keywords: Object.fromEntries(
      Object.entries(schema).filter(([key]) => !apart.has(key) && (!key.startsWith("x-") || key === "x-fields")),
    ),
    required: asList(schema["required"]).filter((one) => typeof one === "string"),
    ...(properties && { properties: mapValues(properties, (one) => readShape(document, one, seen)) }),
    ...(schema["items"] !== undefined && { items: readShape(document, schema["items"], seen) }),
    ...(description !== undefined && { description }),
    ...(examples !== undefined && { examples }),
  };
}

/** Swagger 2.0 has extensions for what OpenAPI 3 has keywords for. */
const isSet = (schema: JsonObject, flag: string): boolean => schema[flag] === true || schema[`x-${flag}`] === true;

function merged(base: Shape, own: Shape): Shape {
  return {
    ...base,
    ...own,
    nullable: own.type === undefined ? base.nullable || own.nullable : own.nullable,
    flags: flagNames.filter((flag) => base.flags.includes(flag) || own.flags.includes(flag)),
    keywords: { ...base.keywords, ...own.keywords },
    required: [...new Set([...base.required, ...own.required])],
    ...(base.properties && { properties: { ...base.properties, ...own.properties } }),
  };
}
