import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { buildSync } from "esbuild";
import { blocksOf, root } from "./blocks";

/**
 * Bundles the modules of a document and a program that uses them, so that starting it, and killing it, takes no longer than Node.js itself.
 * Returns its path.
 */
export function bundle(document: string, folder: string, program: string): string {
  const sources = join(folder, "sources");
  mkdirSync(sources);
  for (const { language, module, code } of blocksOf(document))
    if (language === "ts") writeFileSync(join(sources, basename(module)), code);
  const main = join(sources, "main.ts");
  writeFileSync(main, program);
  const outfile = join(folder, "program.mjs");
  buildSync({
    entryPoints: [main],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    nodePaths: [join(root, "node_modules")],
    alias: {
      "sigfox-api-users": join(root, "src/index.ts"),
      "sigfox-api-users/testing": join(root, "src/testing/index.ts"),
    },
    logLevel: "warning",
  });
  return outfile;
}

/** Runs a program that kills itself. Rejects with `{ signal: "SIGKILL" }`. */
export async function start(path: string, argument: unknown): Promise<void> {
  await promisify(execFile)(process.execPath, [path, JSON.stringify(argument)]);
}
