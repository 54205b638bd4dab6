import { SpecError } from "./SpecError";
import { isList, isObject, type Json, type JsonObject } from "./json";
import type { Parameter } from "./model";

export interface Vocabulary {
  readonly [name: string]: true | Vocabulary;
}

/** The names that the parameter `fields` lists, wherever the document lists them: `enum`, `items.enum` or prose. */
export function listedVocabulary(parameter: Parameter): Vocabulary | undefined {
  if (parameter.fields !== undefined) return parameter.fields as Vocabulary;
  const listed = [...strings(parameter.shape.keywords["enum"]), ...strings(parameter.shape.items?.keywords["enum"])];
  const blocks = listed.length > 0 ? listed : blocksIn(prose(parameter));
  if (blocks.length === 0) return undefined;
  return blocks.map((block) => parseBlock(block)).reduce(union);
}

/** `a,b(c,d(e))` as a tree. A comma may be escaped with a backslash, as it has to be inside a list of blocks. */
export function parseBlock(block: string): Vocabulary {
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
export function union(a: Vocabulary, b: Vocabulary): Vocabulary {
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

const prose = ({ prose, shape }: Parameter): string[] =>
  [
    prose["description"],
    shape.description,
    prose["example"],
    shape.examples,
    ...exampleValues(prose["examples"]),
  ].filter((one): one is string => typeof one === "string");

const exampleValues = (examples: Json | undefined): Json[] =>
  isObject(examples)
    ? Object.values(examples).flatMap((one) => (isObject(one) && one["value"] !== undefined ? [one["value"]] : []))
    : [];

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
    if (a === undefined && !isObject(b)) continue;
    if (b === undefined && !isObject(a)) continue;
    const below = vocabularyChanges(isObject(a) ? a : {}, isObject(b) ? b : {}, `${at}${name}.`);
    added.push(...below.added);
    removed.push(...below.removed);
  }
  return { added, removed };
}
