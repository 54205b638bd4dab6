/** What `fields` can select: read from wherever upstream lists it, and declared in the responses. */
import { asObject, draft, isList, isObject, type Draft, type Json, type JsonObject } from "../openapi/json";
import type { Parameter } from "../openapi/model";
import { anything, type Shape } from "../openapi/shape";
import { SpecError } from "../openapi/SpecError";
import { parameterKeywords } from "./inferences";

export interface Vocabulary {
  readonly [name: string]: true | Vocabulary;
}

type Note = (text: string) => void;

/** Reads what `fields` lists and declares in the response whatever of it is missing there. */
export function declareSelectable(
  operationId: string,
  parameter: Draft<Parameter>,
  response: Draft<Shape> | undefined,
  known: Shape | undefined,
  note: Note,
): void {
  const vocabulary = listedVocabulary(parameter, note);
  if (vocabulary === undefined) throw new SpecError(`fields of ${operationId} lists no names any more`);
  parameter.fields = draft(vocabulary);
  parameter.shape = { ...draft(anything), type: "string", keywords: draft(parameterKeywords) };
  if (response !== undefined) declareBelow(vocabulary, response, known, note, "");
}

function declareBelow(
  vocabulary: Vocabulary,
  shape: Draft<Shape>,
  known: Shape | undefined,
  note: Note,
  at: string,
): void {
  const holder = shape.items ?? shape;
  const knownHolder = known?.items ?? known;
  holder.properties ??= {};
  for (const [name, below] of Object.entries(vocabulary)) {
    const knownProperty = knownHolder?.properties?.[name];
    const property = (holder.properties[name] ??= knownProperty ? draft(knownProperty) : undocumented(name, below));
    if (knownProperty === undefined && property.description === notDocumented)
      note(
        `fields lists ${at}${name}, no response schema has it: declared as optional ${property.type ?? "string"}, check it`,
      );
    if (below !== true) declareBelow(below, property, knownProperty, note, `${at}${name}.`);
  }
}

const notDocumented = "Selectable through `fields`; its type is not documented.";

/** Upstream names what can be selected, but does not say what it is: a string, or, with names beneath it, a relation. */
function undocumented(name: string, below: true | Vocabulary): Draft<Shape> {
  const plain = { ...draft(anything), description: notDocumented };
  if (below === true) return { ...plain, type: "string" };
  const relation = { ...plain, type: "object", properties: {} };
  return name.endsWith("s") ? { ...plain, type: "array", items: relation } : relation;
}

/** The names that the parameter `fields` lists, wherever the document lists them: `enum`, `items.enum` or prose. */
function listedVocabulary(parameter: Parameter, note: Note): Vocabulary | undefined {
  if (parameter.fields !== undefined) return parameter.fields as Vocabulary;
  const { shape } = parameter;
  const listed = [...strings(shape.keywords["enum"]), ...strings(shape.items?.keywords["enum"])];
  const inProse = blocksIn(proseOf(parameter));
  const all = (blocks: readonly string[]) => blocks.map((block) => parseBlock(block)).reduce(union, {});
  if (listed.length === 0) return inProse.length === 0 ? undefined : all(inProse);
  for (const name of vocabularyChanges(asObject(all(listed)), asObject(all(inProse))).added)
    note(`the description of fields names ${name}, its list of values does not: check it`);
  return all(listed);
}

/** `a,b(c,d(e))` as a tree. A comma may be escaped with a backslash, as it has to be inside a list of blocks. */
function parseBlock(block: string): Vocabulary {
  const tokens = block.replaceAll("\\", "").match(/[(),]|[^(),\s]+/g) ?? [];
  let at = 0;
  const names = (): Vocabulary => {
    let tree: Vocabulary = {};
    do {
      const name = tokens[at++];
      if (name === undefined || /^[(),]$/.test(name)) throw unreadable(block);
      if (tokens[at] !== "(") tree = union(tree, { [name]: true });
      else {
        at++;
        tree = union(tree, { [name]: names() });
        if (tokens[at++] !== ")") throw unreadable(block);
      }
    } while (tokens[at] === "," && at++ < tokens.length);
    return tree;
  };
  const tree = names();
  if (at !== tokens.length) throw unreadable(block);
  return tree;
}

/** Both trees in one, the first one's order first. */
function union(a: Vocabulary, b: Vocabulary): Vocabulary {
  const result: Record<string, true | Vocabulary> = { ...a };
  for (const [name, below] of Object.entries(b)) {
    const have = result[name];
    result[name] = below === true ? (have ?? true) : have === undefined || have === true ? below : union(have, below);
  }
  return result;
}

const unreadable = (block: string) => new SpecError(`fields: "${block}" cannot be read as a list of names`);

const strings = (value: Json | undefined): string[] =>
  isList(value) ? value.filter((one): one is string => typeof one === "string") : [];

const proseOf = ({ prose, shape }: Parameter): string[] =>
  [
    prose["description"],
    shape.description,
    prose["example"],
    shape.examples,
    ...Object.values(asObject(prose["examples"])).map((one) => asObject(one)["value"]),
  ].filter((one): one is string => typeof one === "string");

/** The outermost `name(…)` in a text whose parentheses are balanced and hold nothing but names. */
function blocksIn(texts: readonly string[]): string[] {
  const blocks: string[] = [];
  for (const one of texts) {
    for (const { index } of one.matchAll(/[A-Za-z_]\w*(?=\()/g)) {
      const end = closing(one, index);
      const block = end === undefined ? undefined : one.slice(index, end);
      if (block !== undefined && /^[\w(),\\\s]+$/.test(block) && !blocks.some((outer) => outer.includes(block)))
        blocks.push(block);
    }
  }
  return blocks;
}

function closing(value: string, from: number): number | undefined {
  let depth = 0;
  for (let at = value.indexOf("(", from); at < value.length; at++) {
    if (value[at] === "(") depth++;
    else if (value[at] === ")" && --depth === 0) return at + 1;
  }
  return undefined;
}

/** Every difference between two trees, as dotted names. */
export function vocabularyChanges(
  before: JsonObject,
  after: JsonObject,
  at = "",
): { added: string[]; removed: string[] } {
  const added: string[] = [];
  const removed: string[] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [a, b] = [before[name], after[name]];
    if (a === undefined) added.push(`${at}${name}`);
    else if (b === undefined) removed.push(`${at}${name}`);
    if (!isObject(a) && !isObject(b)) continue;
    const below = vocabularyChanges(asObject(a), asObject(b), `${at}${name}.`);
    added.push(...below.added);
    removed.push(...below.removed);
  }
  return { added, removed };
}
