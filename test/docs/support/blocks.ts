import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative } from "node:path";

/** The root of the repository. */
export const root = join(__dirname, "../../..");

/** A block of code that the documentation shows. */
export interface Block {
  /** Where it stands, such as `guides/paging.md:12`. */
  readonly place: string;
  /** What the fence says of the language. */
  readonly language: string;
  readonly code: string;
  /**
   * The path of the module that it stands for, beside those of the same document. A block that begins with a file name in a comment,
   * such as `// app.ts`, has that name, so that another block can import it.
   */
  readonly module: string;
  /** Whether it is a piece of a program, whose variables nothing uses. */
  readonly isFragment?: true;
}

/** The document that a block stands in. */
export const documentOf = ({ place }: Pick<Block, "place">): string => place.replace(/:\d+$/, "");

/** Every block of the documents at the root, the guides and the documents of the contract. */
export const documentBlocks = (): Block[] =>
  [
    ...readdirSync(root).filter((name) => /\.md$|^llms\.txt$/.test(name)),
    ...filesIn("guides", ".md"),
    ...filesIn("openapi", ".md"),
  ].flatMap(blocksOf);

/** Every block in a comment of the sources. */
export const sourceBlocks = (): Block[] => filesIn("src", ".ts").flatMap(blocksOf);

/** The blocks of one document. */
export function blocksOf(document: string): Block[] {
  const text = readFileSync(join(root, document), "utf8");
  // In a comment, every line begins with a star.
  const fence = document.endsWith(".ts") ? /^ *\* ```(.+)\n((?: *\*.*\n)*?) *\* ```$/gm : /^```(.+)\n([\s\S]*?)^```$/gm;
  return [...text.matchAll(fence)].map(({ 1: language = "", 2: raw = "", index }) => {
    const line = text.slice(0, index).split("\n").length;
    const code = document.endsWith(".ts") ? completed(raw.replaceAll(/^ *\* ?/gm, "")) : raw;
    const name = /^\/\/ ([\w.]+)\.ts\n/.exec(code)?.[1] ?? `line${line}`;
    return { place: `${document}:${line}`, language, code, module: `${document.replace(/\.\w+$/, "")}/${name}.ts` };
  });
}

const preamble = readFileSync(join(root, "scripts/docs/preamble.txt"), "utf8");

/** An example in a comment need not say what `apiUsers` is: the site puts the same in front of it. */
const completed = (code: string): string =>
  /\bapiUsers\b/.test(code) && !/\bapiUsers =/.test(code) ? preamble + code : code;

function filesIn(folder: string, extension: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", posix.sep))
    .sort();
}
