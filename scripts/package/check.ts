import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { needsShell, temporaryFolder } from "./consumer";
import { packTarball } from "./tarball";

// What publint and attw say about the tarball; any word of theirs is a failure.
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = await temporaryFolder();
try {
  const tarball = await packTarball(root, folder);
  // Attw knows no entry points that are neither code nor JSON.
  for (const [tool, ...args] of [
    ["publint", "--strict", tarball],
    ["attw", "--profile", "strict", "--exclude-entrypoints", "openapi.yaml", "--", tarball],
  ] as const) {
    const { status } = spawnSync(`${root}node_modules/.bin/${tool}`, args, {
      cwd: root,
      stdio: "inherit",
      shell: needsShell(tool),
    });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true });
}
