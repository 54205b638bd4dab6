import {
  flatten,
  operationsOf,
  resolve,
  type Document,
  type FieldsTree,
  type Parameter,
  type Reference,
  type RequestBody,
  type Response,
  type Schema,
} from "./document";

/** The keywords that the facade checks before it sends anything. */
const checkedKeywords = [
  "type",
  "enum",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "default",
] as const;

type Rule = Record<string, unknown>;

/** The source of the small module of facts that the facade needs at run time: rules of requests, and what `fields` can select. */
export function contractFacts(document: Document): string {
  const operations = Object.fromEntries(
    operationsOf(document).map(({ path, method, operation, parameters }) => [
      operation.operationId,
      { method, path, input: inputRules(document, operation.requestBody, parameters) },
    ]),
  );
  return (
    `/** What can be selected through \`fields\`. */\nexport const fieldsVocabulary = ${vocabulary(document)} as const;\n\n` +
    `/** Method, path and the rules of the input of each operation. */\nexport const operations = ${literal(operations)} as const;\n`
  );
}

export const literal = (value: unknown) => JSON.stringify(value, null, 2);

function inputRules(
  document: Document,
  body: RequestBody | Reference | undefined,
  parameters: readonly Parameter[],
): Rule {
  const rules: Rule = {};
  for (const place of ["path", "query"] as const) {
    const here = parameters.filter((parameter) => parameter.in === place);
    if (here.length === 0) continue;
    const required = here.filter((parameter) => parameter.required).map((parameter) => parameter.name);
    rules[place] = {
      type: "object",
      ...(required.length > 0 && { required }),
      properties: Object.fromEntries(here.map((parameter) => [parameter.name, rule(document, parameter.schema)])),
    };
  }
  if (body !== undefined) {
    const schema = resolve<RequestBody>(document, body).content["application/json"]?.schema;
    if (schema !== undefined) rules["body"] = rule(document, schema);
  }
  return rules;
}

/** The checked keywords of a schema, with everything that it refers to. */
export function rule(document: Document, schema: Schema | Reference): Rule {
  const flat = flatten(document, schema);
  const result: Rule = {};
  for (const keyword of checkedKeywords) if (flat[keyword] !== undefined) result[keyword] = flat[keyword];
  if (flat.items !== undefined) result["items"] = rule(document, flat.items);
  if (flat.properties !== undefined) {
    if (flat.required !== undefined) result["required"] = flat.required;
    result["properties"] = Object.fromEntries(
      Object.entries(flat.properties).map(([name, property]) => [name, rule(document, property)]),
    );
  }
  return result;
}

/** The one tree of `x-fields` in the document, with every name checked against the schema that it selects from. */
function vocabulary(document: Document): string {
  const selecting = operationsOf(document).flatMap(({ operation, parameters }) =>
    parameters.flatMap((parameter) => (parameter["x-fields"] ? [{ operation, tree: parameter["x-fields"] }] : [])),
  );
  const [first] = selecting.map(({ operation, tree }) => {
    if (literal(tree) !== literal(selecting[0]?.tree))
      throw new Error(`${operation.operationId}: x-fields differs from ${selecting[0]?.operation.operationId}'s`);
    const success = Object.entries(operation.responses).find(([status]) => status.startsWith("2"))?.[1];
    const schema = success && resolve<Response>(document, success).content?.["application/json"]?.schema;
    if (schema === undefined) throw new Error(`${operation.operationId} has x-fields but no JSON response`);
    const { properties } = flatten(document, schema);
    const page = properties?.["data"];
    return described(document, tree, page ? (flatten(document, page).items ?? page) : schema, operation.operationId);
  });
  if (first === undefined) throw new Error("No parameter of the contract has x-fields");
  return first;
}

/** The source of a tree of names. Each says what the schema says of it: editors show that of the selection made of the tree. */
function described(
  document: Document,
  tree: FieldsTree,
  schema: Schema | Reference,
  at: string,
  margin = "  ",
): string {
  const flat = flatten(document, schema);
  const { properties } = flat.items ? flatten(document, flat.items) : flat;
  const names = Object.entries(tree).map(([name, below]) => {
    const property = properties?.[name];
    if (property === undefined)
      throw new Error(
        `x-fields: ${at}.${name} is selectable, but no property of the response schema: it cannot be typed`,
      );
    const { description = "" } = { ...flatten(document, property), ...property } as { description?: string };
    const comment = description.trim().replaceAll("*/", "*\\/").replaceAll("\n", `\n${margin} * `);
    const value = below === true ? "true" : described(document, below, property, `${at}.${name}`, `${margin}  `);
    return `${comment && `${margin}/**\n${margin} * ${comment}\n${margin} */\n`}${margin}${literal(name)}: ${value}`;
  });
  return `{\n${names.join(",\n")}\n${margin.slice(2)}}`;
}
