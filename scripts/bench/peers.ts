import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

/** Installs the clients that this one is measured against, once. One that cannot be installed is left out, and not run. */
export function installPeers(root: string): void {
  const folder = join(root, "scripts/bench");
  const { optionalDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const missing = Object.keys(optionalDependencies).filter((name) => !existsSync(join(folder, "node_modules", name)));
  if (missing.length === 0) return;
  console.error(`Installing ${missing.join(", ")} in scripts/bench`);
  try {
    // Without the peers of the peers: hey-api asks for its whole generator.
    const flags = ["--no-package-lock", "--legacy-peer-deps", "--no-audit", "--no-fund", "--ignore-scripts"];
    execFileSync("npm", ["install", ...flags], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  } catch {
    console.error("Some could not be installed.");
  }
}
