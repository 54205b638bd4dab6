import { fieldsVocabulary } from "../../src/schema";

interface Tree {
  readonly [name: string]: Tree | true;
}

/** What can be selected beneath a relation, or at the top. */
export function selectable(...path: readonly string[]): Tree {
  return path.reduce<Tree>((tree, name) => {
    const below = tree[name];
    if (below === undefined || below === true) throw new Error(`${name} is no relation`);
    return below;
  }, fieldsVocabulary);
}

/** All that can be selected beneath a relation, as it is sent. */
export const allOf = (...path: readonly string[]): string => `${path.at(-1) ?? ""}(${wired(selectable(...path))})`;

/** A selection of everything in a tree, as it is sent. */
export const wired = (tree: Tree): string =>
  Object.entries(tree)
    .map(([name, below]) => (below === true ? name : `${name}(${wired(below)})`))
    .join(",");
