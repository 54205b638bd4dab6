import { createRequire } from "node:module";
import { posix } from "node:path";
import { format } from "node:util";
import { jest } from "@jest/globals";
import * as client from "../../../src/index";
import * as testing from "../../../src/testing/index";
import * as vitest from "./vitest";
import { blocksOf, documentOf, type Block } from "./blocks";
import { compile } from "./compile";

type Module = Record<string, unknown>;

const packages: Readonly<Record<string, unknown>> = {
  "sigfox-api-users": client,
  "sigfox-api-users/testing": testing,
  vitest,
};
const requirePackage = createRequire(__filename);

/** What a block printed, line by line, and where it said beforehand what it would print. */
export interface Printed {
  readonly lines: readonly string[];
  readonly promised: readonly { readonly promise: string; readonly printed: string }[];
}

/** Loads a block as a module, and the blocks beside it that it imports. */
export function load(block: Block, print: (line: string, promise?: string) => void = () => undefined): Module {
  const require = (name: string): unknown => {
    if (!name.startsWith(".")) return packages[name] ?? requirePackage(name);
    return load(besides(block, name), print);
  };
  const module: { exports: Module } = { exports: {} };
  const log = (...values: readonly unknown[]) => {
    print(format(...values));
  };
  const promisedLog =
    (promise: string) =>
    (...values: readonly unknown[]) => {
      print(format(...values), promise);
    };
  const quiet = { ...console, log, error: log, table: log };
  const scope = { require, module, exports: module.exports, console: quiet, promised: promisedLog, jest };
  // The modules of node:vm would be evaluated in another realm than that of the tests, where the library and `expect` are.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const evaluate = new Function(...Object.keys(scope), compile(watched(block.code)));
  evaluate.call(undefined, ...Object.values(scope));
  return module.exports;
}

/** The block of the same document that a block imports, as TypeScript for Node.js writes it: `./report.js`. */
export function besides(block: Block, name: string): Block {
  const path = posix.join(posix.dirname(block.module), name).replace(/(\.[jt]s)?$/, ".ts");
  const beside = blocksOf(documentOf(block)).find(({ module }) => module === path);
  if (beside === undefined) throw new Error(`${block.place} imports ${name}, which no block is called`);
  return beside;
}

/** Loads a block and waits until it has done all that it does. */
export async function run(block: Block): Promise<Printed> {
  const lines: string[] = [];
  const promised: { promise: string; printed: string }[] = [];
  const { finished } = load(block, (line, promise) => {
    lines.push(line);
    if (promise !== undefined) promised.push({ promise, printed: line });
  });
  await finished;
  return { lines, promised };
}

/** The module that a document calls by this name, such as `csv` for the block that begins with `// csv.ts`. */
export function moduleOf(document: string, name: string): Module {
  const block = blocksOf(document).find(({ module }) => module.endsWith(`/${name}.ts`));
  if (block === undefined) throw new Error(`${document} has no block called ${name}.ts`);
  return load(block);
}

/**
 * A `console.log` with a comment behind it promises to print just that. In a loop, which prints many things, the comment only explains.
 */
const watched = (code: string): string =>
  code.replaceAll(
    /^(?! *for\b)(.*)\bconsole\.log\((.*)\); \/\/ (.+)$/gm,
    (_, before: string, values: string, promise: string) => `${before}promised(${JSON.stringify(promise)})(${values});`,
  );
