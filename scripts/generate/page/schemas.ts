import { asList } from "../../openapi/json";
import type { Shape } from "../../openapi/shape";

/** One row of a table; a cell that is `undefined` stays empty. A cell ends at the line's end and at a bar. */
export function row(...cells: readonly (string | undefined)[]): string {
  const cell = (content = "") =>
    content
      .trim()
      .replaceAll(/\s*\n\s*/g, " ")
      .replaceAll("|", "\\|");
  return `| ${cells.map(cell).join(" | ")} |`;
}

export const table = (head: readonly string[], rows: readonly string[]): string =>
  [row(...head), row(...head.map(() => "---")), ...rows].join("\n");

export const code = (content: string): string => `\`${content}\``;

/** A section of Markdown for each schema of the contract that is an object. */
export function schemaSections(schemas: Readonly<Record<string, Shape>>): string[] {
  return Object.entries(schemas).flatMap(([name, { description, properties, required }]) => {
    if (properties === undefined) return [];
    const rows = Object.entries(properties).map(([property, shape]) =>
      row(
        code(property),
        required.includes(property) ? "yes" : "no",
        valueOf(shape),
        marked(shape.flags.includes("deprecated"), shape.description),
      ),
    );
    return [`## ${name}`, (description ?? "").trim(), table(["Property", "Required", "Value", "Meaning"], rows)];
  });
}

/** A text, behind the word that it is about something deprecated. */
export const marked = (isDeprecated: boolean, text: string | undefined): string | undefined =>
  isDeprecated ? `**Deprecated.** ${text ?? ""}`.trim() : text;

/** A link to the section of a schema, or what its type is if it has none. */
export function schemaLink(shape: Shape): string {
  const { name, properties, isRecursive } = shape;
  if (name === undefined || (properties === undefined && isRecursive !== true)) return typeOf(shape);
  return `[${name}](#${name.toLowerCase()})`;
}

/** What a value is and may be: its type, with a link to the schema of an object, and its range. */
export const valueOf = (shape: Shape, ...more: readonly string[]): string =>
  [typeOf(shape), valueRange(shape), ...more].filter(Boolean).join("; ");

function typeOf(shape: Shape): string {
  const { name, type = "anything", nullable, properties, items, isRecursive } = shape;
  const or = nullable ? " or null" : "";
  if (properties !== undefined || isRecursive === true) return (name === undefined ? "object" : schemaLink(shape)) + or;
  return (items === undefined ? type : `list of ${typeOf(items)}`) + or;
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
      .map((value) => code(typeof value === "string" ? value : JSON.stringify(value)))
      .join(", "),
    between("minimum", "maximum", ""),
    between("minLength", "maxLength", " characters"),
    between("minItems", "maxItems", " items"),
  ]
    .filter(Boolean)
    .join("; ")
    .replaceAll(/\b1 (character|item)s/g, "1 $1");
}
