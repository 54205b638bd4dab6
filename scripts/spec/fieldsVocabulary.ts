/** What `fields` can select: read from wherever upstream lists it, and declared in the responses. */
import { asList, asObject, isObject, text, type JsonObject } from "../openapi/json";
import type { Parameter } from "../openapi/model";
import { anything, type Shape } from "../openapi/shape";
import { SpecError } from "../openapi/SpecError";
import { parameterKeywords } from "./inferences";
import type { Note } from "./schemas";

/**
 * Reads what `fields` lists and declares in the response whatever of it is missing there.
 *
 * @param known what the contract says of the response
 */
export function declareSelectable(
  operationId: string,
  parameter: Parameter,
  response: Shape | undefined,
  known: Shape | undefined,
  note: Note,
): void {
  const fields = parameter.fields ?? listed(parameter, note);
  if (Object.keys(fields).length === 0) throw new SpecError(`fields of ${operationId} lists no names any more`);
  parameter.fields = fields;
  parameter.shape = { ...anything(), type: "string", keywords: { ...parameterKeywords } };
  if (response !== undefined) declareBelow(fields, response, known, note, "");
}

function declareBelow(tree: JsonObject, shape: Shape, known: Shape | undefined, note: Note, at: string): void {
  const properties = ((shape.items ?? shape).properties ??= {});
  for (const [name, below] of Object.entries(tree)) {
    const own = (known?.items ?? known)?.properties?.[name];
    const property = (properties[name] ??= own ? structuredClone(own) : undocumented(name, isObject(below)));
    if (own === undefined && property.description === notDocumented)
      note(
        `fields lists ${at}${name}, no response schema has it: declared as optional ${property.type ?? "string"}, check it`,
      );
    if (isObject(below)) declareBelow(below, property, own, note, `${at}${name}.`);
  }
}

const notDocumented = "Selectable through `fields`; its type is not documented.";

/** Upstream names what can be selected, but does not say what it is: a string, or, with names beneath it, a relation. */
function undocumented(name: string, isRelation: boolean): Shape {
  const plain = { ...anything(), description: notDocumented };
  if (!isRelation) return { ...plain, type: "string" };
  const relation: Shape = { ...plain, type: "object", properties: {} };
  return name.endsWith("s") ? { ...plain, type: "array", items: relation } : relation;
}

/** The names that the parameter lists, wherever the document lists them: `enum`, `items.enum` or prose. */
function listed({ shape, prose }: Parameter, note: Note): JsonObject {
  const values = [shape, shape.items].flatMap((one) => asList(one?.keywords["enum"]));
  const examples = Object.values(asObject(prose["examples"])).map((one) => asObject(one)["value"]);
  const texts = [prose["description"], shape.description, prose["example"], shape.examples, ...examples];
  const inProse = treeOf(texts.flatMap((one) => (text(one) ?? "").match(block) ?? []));
  if (values.length === 0) return inProse;
  const tree = treeOf(values.map(String));
  for (const name of dotted(inProse))
    if (!dotted(tree).includes(name))
      note(`the description of fields names ${name}, its list of values does not: check it`);
  return tree;
}

/** A name in a text with names in parentheses behind it, which may have the same, up to four levels deep. */
const block = new RegExp(
  [1, 2, 3].reduce((inner) => `\\b[A-Za-z_]\\w*\\((?:${inner}|[\\w,\\\\\\s])*\\)`, "\\w+"),
  "g",
);

/** `a,b(c,d(e))` as a tree. A comma may be escaped with a backslash, as it has to be inside a list of blocks. */
function treeOf(blocks: readonly string[]): JsonObject {
  return blocks.reduce<JsonObject>((all, one) => {
    const json = one
      .replaceAll(/[\\\s]/g, "")
      .replaceAll(/\w+/g, '"$&":')
      .replaceAll(/:(?=[,)]|$)/g, ":true")
      .replaceAll(":(", ":{")
      .replaceAll(")", "}");
    try {
      return union(all, JSON.parse(`{${json}}`) as JsonObject);
    } catch {
      throw new SpecError(`fields: "${one}" cannot be read as a list of names`);
    }
  }, {});
}

function union(a: JsonObject, b: JsonObject): JsonObject {
  const result = { ...a };
  for (const [name, below] of Object.entries(b))
    result[name] = isObject(below) ? union(asObject(result[name]), below) : (result[name] ?? below);
  return result;
}

const dotted = (tree: JsonObject): string[] =>
  Object.entries(tree).flatMap(([name, below]) => [name, ...dotted(asObject(below)).map((one) => `${name}.${one}`)]);
