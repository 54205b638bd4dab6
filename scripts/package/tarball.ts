import { join } from "node:path";
import { ensureBuilt } from "./built";
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
