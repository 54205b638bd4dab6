import { isDeepStrictEqual } from "node:util";
import { isObject, proseOf, type JsonObject } from "../openapi/json";
import { listForm, successOf, type Model, type Operation } from "../openapi/model";
import type { Shape } from "../openapi/shape";
import { SpecError } from "../openapi/SpecError";
import { literal, rule } from "./rule";

/** The source of the small module of facts that the facade needs at run time. */
export function contractFacts(model: Model): string {
  const operations = model.operations.map((operation) => {
    const { operationId, method, path } = operation;
    return [operationId, { method, path, input: inputRules(operation) }] as const;
  });
  return [
    `/** Where the API is. */\nexport const baseUrl = ${literal(baseUrlOf(model))};`,
    `/** How a list is written in a query. */\nexport const queryArrays = ${literal(listForm(model))} as const;`,
    `/** What can be selected through \`fields\`. */\nexport const fieldsVocabulary = ${vocabulary(model)} as const;`,
    `/** Method, path and the rules of the input of each operation. */\nexport const operations = ${literal(Object.fromEntries(operations))} as const;\n`,
  ].join("\n\n");
}

function baseUrlOf({ servers }: Model): string {
  const [url] = servers;
  if (url?.startsWith("https://") !== true) throw new SpecError("the contract names no server by its https:// URL");
  return url;
}

function inputRules({ parameters, body }: Operation): JsonObject {
  const rules: JsonObject = {};
  for (const place of ["path", "query"]) {
    const here = parameters.filter((parameter) => parameter.in === place);
    const required = here.filter((parameter) => parameter.required).map(({ name }) => name);
    const properties = Object.fromEntries(here.map(({ name, shape }) => [name, rule(shape)]));
    if (here.length > 0) rules[place] = { type: "object", ...(required.length > 0 && { required }), properties };
  }
  return { ...rules, ...(body && { body: rule(body.shape) }) };
}

/** The one tree of `x-fields` in the contract, with every name checked against the schema that it selects from. */
function vocabulary({ operations }: Model): string {
  const [source, ...others] = operations.flatMap((operation) =>
    operation.parameters.flatMap(({ fields }) => (fields === undefined ? [] : [{ operation, tree: fields }])),
  );
  if (source === undefined) throw new SpecError("no parameter of the contract has x-fields");
  const [text = ""] = [source, ...others].map(({ operation, tree }) => {
    const { operationId } = operation;
    if (!isDeepStrictEqual(tree, source.tree))
      throw new SpecError(`x-fields of ${operationId} differs from ${source.operation.operationId}'s`, tree);
    const shape = successOf(operation)?.[1].shape;
    if (shape === undefined) throw new SpecError(`${operationId} has x-fields but no JSON response`, tree);
    return described(tree, selectedFrom(shape, tree), operationId);
  });
  return text;
}

/** The schema that has the names of the tree: the response, or the items of a list in it. */
function selectedFrom(shape: Shape, tree: JsonObject): Shape {
  const has = (one: Shape) => Object.keys(tree).some((name) => one.properties?.[name] !== undefined);
  const lists = Object.values(shape.properties ?? {}).flatMap(({ items }) => (items === undefined ? [] : [items]));
  return has(shape) ? shape : (lists.find(has) ?? shape);
}

/** The source of a tree of names. Each says what the schema says of it: editors show that of the selection made of the tree. */
function described(tree: JsonObject, shape: Shape, at: string, margin = "  "): string {
  const { properties } = shape.items ?? shape;
  const entries = Object.entries(tree).map(([name, below]) => {
    const property = properties?.[name];
    if (property === undefined)
      throw new SpecError(
        `x-fields: ${at}.${name} is selectable, but no property of the response schema: it cannot be typed`,
        tree,
        name,
      );
    const comment = proseOf(property.keywords).replaceAll("*/", "*\\/").replaceAll("\n", `\n${margin} * `);
    const value = isObject(below) ? described(below, property, `${at}.${name}`, `${margin}  `) : "true";
    return `${comment && `${margin}/**\n${margin} * ${comment}\n${margin} */\n`}${margin}${literal(name)}: ${value}`;
  });
  return `{\n${entries.join(",\n")}\n${margin.slice(2)}}`;
}
