import { isNotOwn, isRecord, mustBeOwn } from "../contract/check";
import { fieldsVocabulary } from "../schema";

interface Tree {
  readonly [name: string]: true | Tree;
}

/**
 * The wire form of a selection, such as `group(name),profiles(name,roles(name))`; empty if everything in it is `false`. What is wrong with
 * it is reported.
 */
export function formatFields(
  selection: unknown,
  report: (message: string) => void,
  vocabulary: Tree = fieldsVocabulary,
  path: readonly string[] = [],
): string {
  const here = placeOf(path);
  const names = isRecord(selection) ? Object.entries(selection) : [];
  const lost = isRecord(selection) ? Object.keys(vocabulary).filter((name) => isNotOwn(selection, name)) : [];
  for (const name of lost) report(`${name} ${here} ${mustBeOwn}`);
  if (names.length + lost.length === 0) report(`the selection ${here} must be an object with at least one name`);
  const parts = names.map(([name, below]) => {
    const node = Object.hasOwn(vocabulary, name) ? vocabulary[name] : undefined;
    if (node === undefined) report(whyNotSelectable(name, vocabulary, here));
    else if (below === true && node === true) return name;
    else if (below !== false && below !== undefined) {
      if (node === true) report(`${name} ${here} must be true or false`);
      // The vocabulary is itself the selection of everything.
      else {
        const inner = formatFields(below === true ? node : below, report, node, [...path, name]);
        if (inner !== "") return `${name}(${inner})`;
      }
    }
    return "";
  });
  return parts.filter(Boolean).join(",");
}

function whyNotSelectable(name: string, vocabulary: Tree, here: string): string {
  const elsewhere = placesOf(name, fieldsVocabulary);
  if (elsewhere.length > 0) return `${name} can be selected ${elsewhere.join(" and ")}, not ${here}`;
  return `${name} cannot be selected; the names ${here} are ${Object.keys(vocabulary).join(", ")}`;
}

function placesOf(name: string, tree: Tree, path: readonly string[] = []): string[] {
  return Object.entries(tree).flatMap(([key, below]) => [
    ...(key === name ? [placeOf(path)] : []),
    ...(below === true ? [] : placesOf(name, below, [...path, key])),
  ]);
}

const placeOf = (path: readonly string[]): string => (path.length === 0 ? "at the top" : `under ${path.join(".")}`);
