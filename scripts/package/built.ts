import { execFile } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** Builds the package if its last build is older than what it is made from. */
export async function ensureBuilt(root: string): Promise<void> {
  const made = await times(root, ["dist"]);
  const sources = await times(root, ["src", "generated", "tsdown.config.js", "package.json"]);
  if (made.length > 0 && Math.min(...made) >= Math.max(...sources)) return;
  await promisify(execFile)(process.execPath, ["node_modules/tsdown/dist/run.mjs"], { cwd: root });
}

/** When each file of these was last written. */
async function times(root: string, names: readonly string[]): Promise<number[]> {
  const paths = await Promise.all(
    names.map(async (name) => {
      const path = join(root, name);
      const found = await stat(path).catch(() => undefined);
      if (found?.isDirectory() !== true) return found === undefined ? [] : [path];
      return (await readdir(path, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  return await Promise.all(paths.flat().map(async (path) => (await stat(path)).mtimeMs));
}
