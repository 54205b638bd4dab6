import { join } from "node:path";
import { build } from "esbuild";
import type { Consumer } from "../package/consumer";

/** One of the consumer's files with everything that it imports, as an ES module. */
export async function bundle(consumer: Consumer, file: string, conditions: readonly string[]): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(consumer.folder, file)],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "browser",
    conditions: [...conditions],
  });
  return outputFiles.map(({ text }) => text).join("");
}
