import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { ensureBuilt } from "./built";
import { needsShell } from "./consumer";

/**
 * Packs the package as it would be published. It is built first if the last build is older than what it was made from.
 *
 * @param root - the folder of this project
 * @param destination - the folder that gets the tarball
 * @returns the tarball's path
 */
export async function packTarball(root: string, destination: string): Promise<string> {
  await ensureBuilt(root);
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", destination];
  const { stdout } = await promisify(execFile)("npm", args, { cwd: root, shell: needsShell("npm") });
  return join(destination, stdout.trim());
}
