import { flatten, type Document, type Reference, type Schema } from "../document";
import { paragraph, row, table } from "./markdown";

/** A section of Markdown for each schema of the contract that is an object. */
export function schemaSections(document: Document): string[] {
  return Object.keys(document.components?.["schemas"] ?? {}).flatMap((name) => {
    const { description, properties, required = [] } = flatten(document, reference(name));
    if (properties === undefined) return [];
    const rows = Object.entries(properties).map(([property, schema]) => {
      const flat = flatten(document, schema);
      return row(
        `\`${property}\``,
        required.includes(property) ? "yes" : "no",
        [typeOf(document, schema), valueRange(flat)].filter(Boolean).join("; "),
        text(flat["description"]),
      );
    });
    return [`## ${name}`, paragraph(text(description)), table(["Property", "Required", "Value", "Meaning"], rows)];
  });
}

/** A link to the section of a schema, or what its type is if it has none. */
export function schemaLink(document: Document, schema: Schema | Reference): string {
  const name = nameOf(schema);
  if (name === undefined || flatten(document, schema).properties === undefined) return typeOf(document, schema);
  return `[${name}](#${name.toLowerCase()})`;
}

/** What a value is: its type, with a link to the schema of an object. */
export function typeOf(document: Document, schema: Schema | Reference): string {
  const flat = flatten(document, schema);
  if (flat.properties !== undefined) return nameOf(schema) === undefined ? "object" : schemaLink(document, schema);
  if (flat.items !== undefined) return `list of ${typeOf(document, flat.items)}`;
  return [flat.type].flat().join(" or ");
}

/** The values that are allowed, in words; empty if all of the type are. */
export function valueRange(schema: Schema): string {
  const values = schema as Readonly<Record<string, unknown>>;
  const between = (low: string, high: string, unit: string) => {
    const [from, to] = [values[low], values[high]].map(text);
    if (from !== "" && to !== "") return `${from} to ${to}${unit}`;
    if (to !== "") return `at most ${to}${unit}`;
    return from === "" ? "" : `at least ${from}${unit}`;
  };
  const all = values["enum"];
  return [
    Array.isArray(all) ? all.map((value) => `\`${String(value)}\``).join(", ") : "",
    between("minimum", "maximum", ""),
    between("minLength", "maxLength", " characters"),
    between("minItems", "maxItems", " items"),
  ]
    .filter(Boolean)
    .join("; ")
    .replaceAll(/\b1 (character|item)s/g, "1 $1");
}

const reference = (name: string): Reference => ({ $ref: `#/components/schemas/${name}` });

/** The name of the schema that is referred to, here or as the only member of an `allOf`. */
function nameOf(schema: Schema | Reference): string | undefined {
  if (typeof schema["$ref"] === "string") return schema["$ref"].split("/").at(-1);
  const [only, ...others] = (schema as Schema).allOf ?? [];
  return only === undefined || others.length > 0 ? undefined : nameOf(only);
}

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
