import { asObject, isObject, text, type JsonObject } from "../../openapi/json";
import { isSuccess, type Model, type Operation, type Reply } from "../../openapi/model";
import type { Shape } from "../../openapi/shape";
import { paragraph, row, table } from "./markdown";
import { marked, schemaLink, schemaSections, valueOf } from "./schemas";

/** A page of Markdown with a heading for each operation of the contract, and one for each schema that it exchanges. */
export function operationsPage({ operations }: Model, schemas: Readonly<Record<string, Shape>>): string {
  return [
    "# The operations",
    "Written by `npm run generate` from the contract, `openapi/api-users.yaml`: do not edit. Each method of the client links to its " +
      "operation here. Paths are beneath the base URL.",
    table(
      ["Operation", "Method and path", "What it does"],
      operations.map(({ operationId, method, path, deprecated, prose }) =>
        row(
          `[${operationId}](#${operationId.toLowerCase()})`,
          `\`${method} ${path}\``,
          marked(deprecated, text(prose["summary"])),
        ),
      ),
    ),
    ...operations.map(operationSection),
    ...schemaSections(schemas),
  ]
    .join("\n\n")
    .concat("\n");
}

function operationSection(operation: Operation): string {
  const { operationId, method, path, deprecated, parameters, body, responses, prose } = operation;
  const success = Object.entries(responses).find(([status]) => isSuccess(status))?.[1];
  return [
    `## ${operationId}`,
    `\`${method} ${path}\``,
    ...(deprecated ? ["**Deprecated.**"] : []),
    paragraph(text(prose["description"]) ?? text(prose["summary"])),
    ...parameterTable(operation),
    ...parameters.flatMap(({ name, fields }) =>
      fields === undefined ? [] : [`All that \`${name}\` can ask for: \`${wire(fields)}\`.`],
    ),
    ...(body === undefined ? [] : [`The body is ${schemaLink(body.shape)}, in JSON:`, ...exampleOf(body.prose)]),
    answerTable(responses),
    ...(success?.shape === undefined ? [] : ["A success, such as:", ...exampleOf(success.prose)]),
  ].join("\n\n");
}

function parameterTable({ parameters }: Operation): string[] {
  if (parameters.length === 0) return [];
  const rows = parameters.map(({ name, in: where, required, deprecated, serialisation, shape, prose }) =>
    row(
      `\`${name}\``,
      where + (required ? ", required" : ""),
      valueOf(shape, serialisation["explode"] === false ? "comma-separated" : ""),
      shape.keywords["default"] === undefined ? "" : `\`${JSON.stringify(shape.keywords["default"])}\``,
      marked(deprecated, text(prose["description"])),
    ),
  );
  return [table(["Parameter", "In", "Value", "Default", "Meaning"], rows)];
}

const wire = (tree: JsonObject): string =>
  Object.entries(tree)
    .map(([name, below]) => (isObject(below) ? `${name}(${wire(below)})` : name))
    .join(",");

function answerTable(responses: Readonly<Record<string, Reply>>): string {
  const rows = Object.entries(responses).map(([status, { shape, headers, prose }]) => {
    const names = Object.keys(headers).map((name) => `\`${name}\``);
    return row(
      status,
      shape === undefined ? "none" : schemaLink(shape),
      [text(prose["description"]) ?? "", names.length > 0 ? `Header: ${names.join(", ")}.` : ""].join(" "),
    );
  });
  return table(["Status", "Body", "Meaning"], rows);
}

/** The longest example, which shows the most. */
function exampleOf(prose: JsonObject): string[] {
  const texts = Object.values(asObject(prose["examples"])).map((one) =>
    JSON.stringify(asObject(one)["value"], null, 2),
  );
  const [longest] = texts.sort((one, other) => other.length - one.length);
  return longest === undefined ? [] : [`\`\`\`json\n${longest}\n\`\`\``];
}
