import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { mapValues } from "../../openapi/json";
import { bundle } from "../../package/bundle";
import { median } from "../measure";
import { engine, ours, withRatios, type Table, type Tables } from "../tables";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** What the package costs before the first call: bytes, and the import. */
export default async function footprint(): Promise<Tables> {
  return { bundle: await bundles(), import: withRatios(imports(), "ms", engine) };
}

/** Minified, as a server compresses it. */
async function bundles(): Promise<Table> {
  const bytesOf = async (module: string): Promise<number> =>
    gzipSync(await bundle(module, root, { minify: true }), { level: 9 }).byteLength;
  const main = await bytesOf(`export * from "./dist/index.mjs";`);
  const both = await bytesOf(`export * from "./dist/index.mjs"; export * as testing from "./dist/testing.mjs";`);
  const sizes = {
    [engine]: await bytesOf(`export { default } from "openapi-fetch";`),
    ".": main,
    "added by ./testing": both - main,
  };
  return mapValues(sizes, (bytes) => ({ "bytes, gzip -9": bytes }));
}

/** The first import in a fresh process. */
function imports(): Table {
  const code = `const start = performance.now(); await import(process.argv[1]); console.log(performance.now() - start)`;
  const times: Record<string, number[]> = { [engine]: [], [ours]: [] };
  for (let round = 0; round < 31; round += 1)
    for (const [name, figures] of Object.entries(times))
      figures.push(
        Number(execFileSync(process.execPath, ["--input-type=module", "--eval", code, name], { cwd: root })),
      );
  return mapValues(times, (figures) => ({ ms: median(figures) }));
}
