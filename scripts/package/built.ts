import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Builds the package if its last build is older than what it is made from. */
export function ensureBuilt(root: string): void {
  const timeOf = (path: string): number => statSync(path).mtimeMs;
  const timesIn = (folder: string): number[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => timeOf(join(folder, path)));
  const sources = ["src", "generated"].flatMap((name) => timesIn(join(root, name)));
  const settings = ["tsdown.config.js", "package.json"].map((name) => timeOf(join(root, name)));
  const dist = join(root, "dist");
  if (existsSync(dist) && Math.min(...timesIn(dist)) >= Math.max(...sources, ...settings)) return;
  execFileSync(process.execPath, ["node_modules/tsdown/dist/run.mjs"], { cwd: root });
}
