import { build, type BuildOptions } from "esbuild";

/** A module with everything that it imports, as an ES module for a browser. */
export async function bundle(contents: string, resolveDir: string, options: BuildOptions = {}): Promise<string> {
  const { outputFiles = [] } = await build({
    stdin: { contents, resolveDir, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "browser",
    ...options,
  });
  return outputFiles.map(({ text }) => text).join();
}
