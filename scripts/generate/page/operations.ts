import {
  flatten,
  operationsOf,
  resolve,
  type Document,
  type FieldsTree,
  type Reference,
  type Schema,
} from "../document";
import { schemaLink, schemaSections, typeOf, valueRange } from "./schemas";
import { paragraph, row, table } from "./markdown";

interface Described {
  readonly summary?: string;
  readonly description?: string;
}

interface Media {
  readonly schema: Schema | Reference;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

interface Answer extends Described {
  readonly headers?: Readonly<Record<string, Described>>;
  readonly content?: Readonly<Record<string, Media>>;
}

type Entry = ReturnType<typeof operationsOf>[number];

/** A page of Markdown with a heading for each operation of the contract, and one for each schema that it exchanges. */
export function operationsPage(document: Document): string {
  const entries = operationsOf(document);
  return [
    "# The eight operations",
    "Written by `npm run generate` from the contract, `openapi/api-users.yaml`: do not edit. Each method of the client links to its " +
      "operation here. Paths are beneath the base URL.",
    table(
      ["Operation", "Method and path", "What it does"],
      entries.map(({ method, path, operation }) =>
        row(
          `[${operation.operationId}](#${operation.operationId.toLowerCase()})`,
          `\`${method} ${path}\``,
          (operation as Described).summary,
        ),
      ),
    ),
    ...entries.map((entry) => operationSection(document, entry)),
    ...schemaSections(document),
  ]
    .join("\n\n")
    .concat("\n");
}

function operationSection(document: Document, entry: Entry): string {
  const { operation, method, path } = entry;
  const body: Media | undefined = operation.requestBody && jsonOf(resolve(document, operation.requestBody));
  const answers = Object.entries(operation.responses).map(
    ([status, answer]) => [status, resolve<Answer>(document, answer)] as const,
  );
  const success = answers.flatMap(([status, answer]) => (status.startsWith("2") ? [jsonOf(answer)] : []))[0];
  return [
    `## ${operation.operationId}`,
    `\`${method} ${path}\``,
    paragraph((operation as Described).description ?? (operation as Described).summary),
    ...parameterTable(document, entry),
    ...selectable(entry),
    ...(body === undefined ? [] : [`The body is ${schemaLink(document, body.schema)}, in JSON:`, ...exampleOf(body)]),
    answerTable(document, answers),
    ...(success === undefined ? [] : ["A success, such as:", ...exampleOf(success)]),
  ].join("\n\n");
}

function parameterTable(document: Document, { parameters }: Entry): string[] {
  if (parameters.length === 0) return [];
  const rows = parameters.map((parameter) => {
    const flat = flatten(document, parameter.schema);
    const serialised = (parameter as { explode?: boolean }).explode === false ? "comma-separated" : "";
    return row(
      `\`${parameter.name}\``,
      parameter.in + (parameter.required === true ? ", required" : ""),
      [typeOf(document, parameter.schema), valueRange(flat), serialised].filter(Boolean).join("; "),
      flat["default"] === undefined ? "" : `\`${JSON.stringify(flat["default"])}\``,
      (parameter as Described).description,
    );
  });
  return [table(["Parameter", "In", "Value", "Default", "Meaning"], rows)];
}

function selectable({ parameters }: Entry): string[] {
  return parameters.flatMap(({ name, "x-fields": tree }) =>
    tree === undefined ? [] : [`All that \`${name}\` can ask for: \`${wire(tree)}\`.`],
  );
}

const wire = (tree: FieldsTree): string =>
  Object.entries(tree)
    .map(([name, below]) => (below === true ? name : `${name}(${wire(below)})`))
    .join(",");

function answerTable(document: Document, answers: readonly (readonly [string, Answer])[]): string {
  const rows = answers.map(([status, answer]) => {
    const media = jsonOf(answer);
    const headers = Object.keys(answer.headers ?? {}).map((name) => `\`${name}\``);
    return row(
      status,
      media === undefined ? "none" : schemaLink(document, media.schema),
      [answer.description, headers.length > 0 ? `Header: ${headers.join(", ")}.` : ""].join(" "),
    );
  });
  return table(["Status", "Body", "Meaning"], rows);
}

const jsonOf = ({ content }: Pick<Answer, "content">): Media | undefined => content?.["application/json"];

/** The longest example, which shows the most. */
function exampleOf({ examples = {} }: Media): string[] {
  const texts = Object.values(examples).map(({ value }) => JSON.stringify(value, null, 2));
  const [longest] = texts.sort((one, other) => other.length - one.length);
  return longest === undefined ? [] : [`\`\`\`json\n${longest}\n\`\`\``];
}
