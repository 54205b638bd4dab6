import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Consumer } from "./consumer";

/**
 * Packs the package as it would be published, into the consumer's folder. It is built first if the last build is out of date.
 *
 * @param root - the folder of this project
 * @returns the tarball's path
 */
export async function packTarball(root: string, consumer: Consumer): Promise<string> {
  ensureBuilt(root);
  return join(consumer.folder, (await consumer.run("npm", "pack", root, "--ignore-scripts", "--silent")).trim());
}

/** Builds the package if its last build is older than what it is made from. */
export function ensureBuilt(root: string): void {
  const timeOf = (path: string): number => statSync(path).mtimeMs;
  const timesIn = (folder: string): number[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => timeOf(join(folder, path)));
  const sources = ["src", "generated"].flatMap((name) => timesIn(join(root, name)));
  const settings = ["tsdown.config.js", "package.json"].map((name) => timeOf(join(root, name)));
  const dist = join(root, "dist");
  const built = existsSync(dist) ? timesIn(dist) : [];
  if (built.length > 0 && Math.min(...built) >= Math.max(...sources, ...settings)) return;
  execFileSync(process.execPath, ["node_modules/tsdown/dist/run.mjs"], { cwd: root });
}
