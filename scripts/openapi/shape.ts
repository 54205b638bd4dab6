import { asList, isObject, mapValues, type Json, type JsonObject } from "./json";
import { nameIn, objectOf } from "./references";

/** What a schema admits, put together from all that it consists of. */
export interface Shape {
  /** The component that this was a reference to. */
  name?: string;
  /** Absent if there are several, or none. */
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

/** Reads a schema whose references have been followed. What several alternatives have in common is not worked out. */
export function shapeOf(schema: Json): Shape {
  const { allOf, ...own } = schema === true ? {} : objectOf(schema);
  const { anyOf, oneOf, ...rest } = own;
  const alternatives = asList(oneOf ?? anyOf);
  const [only, ...others] = alternatives.filter((one) => !isObject(one) || one["type"] !== "null");
  const isOne = only !== undefined && others.length === 0;
  const members = [...asList(allOf), ...(isOne ? [only] : [])].map(shapeOf);
  const shape = members.reduceRight((below, member) => merged(member, below), ownShape(isOne ? rest : own));
  return isOne && alternatives.length > 1 ? { ...shape, nullable: true } : shape;
}

function ownShape(schema: JsonObject): Shape {
  const { required, properties, items, recursive } = schema;
  const name = nameIn(schema);
  const types = [schema["type"]].flat();
  const [type, ...others] = types.filter((one) => one !== "null");
  return {
    ...(name !== undefined && { name }),
    ...(typeof type === "string" && others.length === 0 && { type }),
    nullable: types.includes("null"),
    keywords: schema,
    required: asList(required).filter((one) => typeof one === "string"),
    ...(isObject(properties) && { properties: mapValues(properties, (one) => shapeOf(one ?? true)) }),
    ...(items !== undefined && { items: shapeOf(items) }),
    ...(recursive !== undefined && { isRecursive: true }),
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

/** Whether a list or a text may be empty. */
export const isEmptyAllowed = ({ minItems, minLength }: Shape["keywords"]): boolean =>
  ![minItems, minLength].some((least) => typeof least === "number" && least > 0);
