import { asList, asObject, isList, isObject, mapValues, type Json, type JsonObject } from "./json";
import { target } from "./references";
import { SpecError } from "./SpecError";

/** A schema with every reference followed: what it admits, and the name it had in the document. */
export interface Shape {
  /** The component that this was a reference to. */
  name?: string;
  type?: string;
  nullable: boolean;
  /** The schema as it is written, for whatever is not told apart here. */
  keywords: JsonObject;
  required: string[];
  properties?: Record<string, Shape>;
  items?: Shape;
  /** Set where the schema of that name is part of itself: what is beneath has been read further up. */
  isRecursive?: true;
}

/** A schema that admits everything. */
export const anything = (): Shape => ({ nullable: false, keywords: {}, required: [] });

type Path = readonly string[];

/** Reads a schema of an OpenAPI 3 document. What stands beside a reference counts too, as in OpenAPI 3.1. */
export function readShape(document: JsonObject, schema: Json | undefined, seen: Path = []): Shape {
  if (schema === true) return anything();
  if (!isObject(schema)) throw new SpecError(`expected a schema, found ${JSON.stringify(schema)}`);
  const { anyOf, oneOf, ...rest } = schema;
  const alternatives = asList(oneOf ?? anyOf);
  const [only, ...others] = alternatives.filter((member) => !isNull(member));
  if (only !== undefined && others.length === 0 && alternatives.some(isNull))
    return { ...merged(readShape(document, only, seen), readShape(document, rest, seen)), nullable: true };
  const ref = schema["$ref"];
  const members = [
    ...(typeof ref === "string" ? [referred(document, ref, seen)] : []),
    ...asList(schema["allOf"]).map((member) => readShape(document, member, seen)),
  ];
  return members.reduceRight((own, member) => merged(member, own), ownShape(document, schema, seen));
}

const isNull = (schema: Json): boolean => isObject(schema) && schema["type"] === "null";

function referred(document: JsonObject, ref: string, seen: Path): Shape {
  const name = ref.slice(ref.lastIndexOf("/") + 1);
  const schema = target(document, ref);
  if (!seen.includes(ref)) return { ...readShape(document, schema, [...seen, ref]), name };
  const type = typeOf(asObject(schema));
  return { ...anything(), name, ...(type !== undefined && { type }), isRecursive: true };
}

const typeOf = (schema: JsonObject): string | undefined =>
  (isList(schema["type"]) ? schema["type"] : [schema["type"]]).find(
    (one): one is string => typeof one === "string" && one !== "null",
  );

function ownShape(document: JsonObject, schema: JsonObject, seen: Path): Shape {
  const type = typeOf(schema);
  const { properties, items } = schema;
  return {
    ...(type !== undefined && { type }),
    nullable: asList(schema["type"]).includes("null"),
    keywords: schema,
    required: asList(schema["required"]).filter((one) => typeof one === "string"),
    ...(isObject(properties) && { properties: mapValues(properties, (one) => readShape(document, one, seen)) }),
    ...(items !== undefined && { items: readShape(document, items, seen) }),
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
