import { asObject, isObject, text, type JsonObject } from "../../openapi/json";
import { successOf, type Model, type Operation } from "../../openapi/model";
import type { Shape } from "../../openapi/shape";
import { code, marked, row, schemaLink, schemaSections, table, valueOf } from "./schemas";

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
          code(`${method} ${path}`),
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

function operationSection({ deprecated, parameters, body, responses, prose, ...operation }: Operation): string {
  const { operationId, method, path } = operation;
  const success = successOf({ responses })?.[1];
  const parameterRows = parameters.map(({ name, in: where, required, serialisation, shape, ...parameter }) =>
    row(
      code(name),
      where + (required ? ", required" : ""),
      valueOf(shape, serialisation.explode === false ? "comma-separated" : ""),
      shape.keywords["default"] === undefined ? "" : code(JSON.stringify(shape.keywords["default"])),
      marked(parameter.deprecated, text(parameter.prose["description"])),
    ),
  );
  const responseRows = Object.entries(responses).map(([status, reply]) => {
    const headers = Object.keys(reply.headers).map(code).join(", ");
    const meaning = [text(reply.prose["description"]) ?? "", headers && `Header: ${headers}.`].join(" ");
    return row(status, reply.shape === undefined ? "none" : schemaLink(reply.shape), meaning);
  });
  return [
    `## ${operationId}`,
    code(`${method} ${path}`),
    deprecated && "**Deprecated.**",
    (text(prose["description"]) ?? text(prose["summary"]) ?? "").trim(),
    parameters.length > 0 && table(["Parameter", "In", "Value", "Default", "Meaning"], parameterRows),
    ...parameters.map(({ name, fields }) => fields && `All that ${code(name)} can ask for: ${code(wire(fields))}.`),
    body && `The body is ${schemaLink(body.shape)}, in JSON:`,
    body && exampleOf(body.prose),
    table(["Status", "Body", "Meaning"], responseRows),
    success?.shape && "A success, such as:",
    success?.shape && exampleOf(success.prose),
  ]
    .filter(Boolean)
    .join("\n\n");
}

const wire = (tree: JsonObject): string =>
  Object.entries(tree)
    .map(([name, below]) => (isObject(below) ? `${name}(${wire(below)})` : name))
    .join(",");

/** The longest example, which shows the most. */
function exampleOf(prose: JsonObject): string | undefined {
  const texts = Object.values(asObject(prose["examples"])).map((one) =>
    JSON.stringify(asObject(one)["value"], null, 2),
  );
  const [longest] = texts.sort((one, other) => other.length - one.length);
  return longest && `\`\`\`json\n${longest}\n\`\`\``;
}
