import { asList, asObject, isObject, proseOf, worded, type JsonObject } from "../openapi/json";
import { isJoined, successOf, type Model, type Operation } from "../openapi/model";
import type { Shape } from "../openapi/shape";

/** A page of Markdown with a heading for each operation of the contract, and one for each schema that it exchanges. */
export function operationsPage({ operations }: Model, schemas: Readonly<Record<string, Shape>>): string {
  return [
    "# The operations",
    "Written by `npm run generate` from the contract, `openapi/api-users.yaml`: do not edit. Each method of the client links to its " +
      "operation here. Paths are beneath the base URL.",
    table(
      ["Operation", "Method and path", "What it does"],
      operations.map(({ operationId, method, path, node }) =>
        row(`[${operationId}](#${operationId.toLowerCase()})`, code(`${method} ${path}`), marked(node, "summary")),
      ),
    ),
    ...operations.map(operationSection),
    ...schemaSections(schemas),
  ]
    .join("\n\n")
    .concat("\n");
}

function operationSection(operation: Operation): string {
  const { operationId, method, path, parameters, body, responses, node } = operation;
  const success = successOf(operation)?.[1];
  const parameterRows = parameters.map((parameter) =>
    row(
      code(parameter.name),
      parameter.in + (parameter.required ? ", required" : ""),
      valueOf(parameter.shape, isJoined(parameter) ? "comma-separated" : ""),
      defaultOf(parameter.shape),
      marked(parameter.node),
    ),
  );
  const responseRows = Object.entries(responses).map(([status, reply]) => {
    const headers = reply.headers.map(code).join(", ");
    const meaning = [proseOf(reply.node), headers && `Header: ${headers}.`].join(" ");
    return row(status, reply.shape === undefined ? "none" : schemaLink(reply.shape), meaning);
  });
  return [
    `## ${operationId}`,
    code(`${method} ${path}`),
    node["deprecated"] === true && deprecated,
    proseOf(node) || proseOf(node, "summary"),
    parameters.length > 0 && table(["Parameter", "In", "Value", "Default", "Meaning"], parameterRows),
    ...parameters.map(({ name, fields }) => fields && `All that ${code(name)} can ask for: ${code(wire(fields))}.`),
    body && `The body is ${schemaLink(body.shape)}, in JSON:`,
    body && exampleOf(body.examples),
    table(["Status", "Body", "Meaning"], responseRows),
    success?.shape && "A success, such as:",
    success?.shape && exampleOf(success.examples),
  ]
    .filter(Boolean)
    .join("\n\n");
}

const wire = (tree: JsonObject): string =>
  Object.entries(tree)
    .map(([name, below]) => (isObject(below) ? `${name}(${wire(below)})` : name))
    .join(",");

/** The longest example, which shows the most. */
function exampleOf(examples: JsonObject): string | undefined {
  const texts = Object.values(examples).map((one) => JSON.stringify(asObject(one)["value"], null, 2));
  const [longest] = texts.sort((one, other) => other.length - one.length);
  return longest && `\`\`\`json\n${longest}\n\`\`\``;
}

/** A section of Markdown for each schema of the contract that is an object. */
function schemaSections(schemas: Readonly<Record<string, Shape>>): string[] {
  return Object.entries(schemas).flatMap(([name, { keywords, properties, required }]) => {
    if (properties === undefined) return [];
    const rows = Object.entries(properties).map(([property, shape]) =>
      row(code(property), required.includes(property) ? "yes" : "no", valueOf(shape), marked(shape.keywords)),
    );
    return [`## ${name}`, proseOf(keywords), table(["Property", "Required", "Value", "Meaning"], rows)];
  });
}

const deprecated = "**Deprecated.**";

/** What is said of something, behind the word that it is deprecated. */
const marked = (node: JsonObject, key?: string): string =>
  [...(node["deprecated"] === true ? [deprecated] : []), proseOf(node, key)].join(" ").trim();

/** A link to the section of a schema, or what its type is if it has none. */
function schemaLink(shape: Shape): string {
  const { name, properties, isRecursive } = shape;
  if (name === undefined || (properties === undefined && isRecursive !== true)) return typeOf(shape);
  return `[${name}](#${name.toLowerCase()})`;
}

/** What a value is and may be: its type, with a link to the schema of an object, and its range. */
const valueOf = (shape: Shape, ...more: readonly string[]): string =>
  [typeOf(shape), valueRange(shape), ...more].filter(Boolean).join("; ");

function typeOf(shape: Shape): string {
  const { name, type = "anything", nullable, properties, items, isRecursive } = shape;
  const or = nullable ? " or null" : "";
  if (properties !== undefined || isRecursive === true) return (name === undefined ? "object" : schemaLink(shape)) + or;
  return (items === undefined ? type : `list of ${typeOf(items)}`) + or;
}

function defaultOf({ keywords: { default: value } }: Shape): string {
  return value === undefined ? "" : code(JSON.stringify(value));
}

/** The values that are allowed, in words; empty if all of the type are. */
function valueRange({ keywords }: Shape): string {
  const between = (low: string, high: string, unit: string) => {
    const [from, to] = [keywords[low], keywords[high]];
    if (typeof to !== "number") return typeof from === "number" ? `at least ${from}${unit}` : "";
    return typeof from === "number" ? `${from} to ${to}${unit}` : `at most ${to}${unit}`;
  };
  return [
    asList(keywords["enum"])
      .map((value) => code(worded(value)))
      .join(", "),
    between("minimum", "maximum", ""),
    between("minLength", "maxLength", " characters"),
    between("minItems", "maxItems", " items"),
  ]
    .filter(Boolean)
    .join("; ")
    .replaceAll(/\b1 (character|item)s/g, "1 $1");
}

/** One row of a table; a cell that is `undefined` stays empty. A cell ends at the line's end and at a bar. */
function row(...cells: readonly (string | undefined)[]): string {
  const cell = (content = "") =>
    content
      .trim()
      .replaceAll(/\s*\n\s*/g, " ")
      .replaceAll("|", "\\|");
  return `| ${cells.map(cell).join(" | ")} |`;
}

const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), row(...head.map(() => "---")), ...rows].join("\n");

const code = (content: string): string => `\`${content}\``;
