import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { ensureBuilt } from "../package/built";
import type { Built } from "./part";

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<"." | "./testing", { readonly import: { readonly default: string } }>>;
}

/** Where Node finds openapi-fetch and the peers from; ignored by git and by every check. */
const cacheOf = (root: string): string => join(root, "scripts/bench/node_modules/.bench");

/** The package as it is published, built anew if the source is newer. */
export async function buildPackage(root: string): Promise<Built> {
  await ensureBuilt(root);
  const { name, exports } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as Manifest;
  return {
    origin: "dist, as published",
    name,
    index: resolve(root, exports["."].import.default),
    testing: resolve(root, exports["./testing"].import.default),
  };
}

/** The source in one file, which takes a fraction of a second: for working on the source. */
export async function bundleSource(root: string): Promise<Built> {
  const folder = join(cacheOf(root), "package");
  await build({
    absWorkingDir: root,
    entryPoints: { index: "src/index.ts", testing: "src/testing/index.ts" },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "neutral",
    format: "esm",
    target: "es2022",
  });
  const index = join(folder, "index.mjs");
  return { origin: "src, bundled", name: pathToFileURL(index).href, index, testing: join(folder, "testing.mjs") };
}

/** One part of the bench as a module that prints its result as JSON, and uses the built package instead of the source. */
export async function buildPart(root: string, name: string, built: Built): Promise<string> {
  const usePackage: Plugin = {
    name: "use-package",
    setup: (bundler) => {
      bundler.onResolve({ filter: /\/src\/index$/ }, () => ({ path: pathToFileURL(built.index).href, external: true }));
    },
  };
  const outfile = join(cacheOf(root), "parts", `${name}.mjs`);
  await build({
    stdin: {
      contents: `import part from "./${name}"; process.stdout.write(JSON.stringify(await part()));`,
      resolveDir: join(root, "scripts/bench/parts"),
    },
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "es2022",
    sourcemap: "inline",
    plugins: [usePackage],
  });
  return outfile;
}
