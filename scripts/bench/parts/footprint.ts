import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { generate } from "../../generate/outputs";
import { createConsumer, temporaryFolder } from "../../package/consumer";
import { packTarball } from "../../package/tarball";
import { compilerIn } from "../../types/compiler";
import { instantiations } from "../../types/instantiations";
import { programs, withOpenapiFetch } from "../../types/programs";
import { compare } from "../compare";
import { engine, ours } from "../names";
import { median, withRatios, type Row, type Table, type Tables } from "../tables";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const main = JSON.stringify(join(root, "dist/index.mjs"));
const testing = JSON.stringify(join(root, "dist/testing.mjs"));

/** What the package costs before the first call: bytes, the import, the compiler's work; and what generating from the contract takes. */
export default async function footprint(): Promise<Tables> {
  return {
    bundle: await bundles(),
    import: withRatios(await imports(), "ms", engine),
    "type check": await typeChecks(),
    generate: await generation(),
  };
}

async function bundles(): Promise<Table> {
  const all = await bundleOf(`export * from ${main};`);
  const both = await bundleOf(`export * from ${main}; export * as testing from ${testing};`);
  const added = Object.fromEntries(Object.entries(both).map(([name, bytes]) => [name, bytes - (all[name] ?? NaN)]));
  return {
    [engine]: await bundleOf(`export { default } from "openapi-fetch";`),
    ".": all,
    "added by ./testing": added,
  };
}

async function bundleOf(contents: string): Promise<Row> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    logLevel: "error",
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  return { "bytes, minified": bytes.byteLength, "bytes, gzip -9": gzipSync(bytes, { level: 9 }).byteLength };
}

/** The first import in a fresh process. */
async function imports(): Promise<Table> {
  const times: Record<string, number[]> = { [engine]: [], [ours]: [] };
  const code = `const start = performance.now(); await import(process.argv[1]); console.log(performance.now() - start)`;
  for (let round = 0; round < 31; round += 1)
    for (const [name, figures] of Object.entries(times)) {
      const args = ["--input-type=module", "--eval", code, name];
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
      figures.push(Number(stdout));
    }
  return Object.fromEntries(Object.entries(times).map(([name, figures]) => [name, { ms: median(figures) }]));
}

/** Types that the compiler instantiates for a user's program. */
async function typeChecks(): Promise<Table> {
  const folder = await temporaryFolder();
  const consumer = await createConsumer(await packTarball(root, folder));
  const bare = withOpenapiFetch(join(root, "generated/api-users"));
  const counts = await instantiations(consumer, compilerIn(root), { ...programs, [engine]: bare });
  await consumer.remove();
  await rm(folder, { recursive: true });
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, { instantiations: count }]));
}

async function generation(): Promise<Table> {
  const yaml = await readFile(join(root, "openapi/api-users.yaml"), "utf8");
  return await compare({ "all of generated/": () => generate(yaml) }, { passes: 1, unit: "ms" });
}
