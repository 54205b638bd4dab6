import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import type { Built } from "./part";

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<
    Record<"." | "./testing", { readonly import: { readonly [key in "types" | "default"]: string } }>
  >;
}

/** Where Node finds openapi-fetch and the peers from; ignored by git and by every check. */
const cacheOf = (root: string): string => join(root, "scripts/bench/node_modules/.bench");

/** The package as it is published, built anew if the source is newer. */
export function buildPackage(root: string): Built {
  const { name, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const index = resolve(root, exports["."].import.default);
  if (!isCurrent(root, index)) {
    const { status, stderr } = spawnSync("npx", ["--no-install", "tsdown"], { cwd: root, encoding: "utf8" });
    if (status !== 0) throw new Error(`tsdown failed:\n${stderr}`);
  }
  return {
    origin: "dist, as published",
    name,
    index,
    testing: resolve(root, exports["./testing"].import.default),
    types: resolve(root, exports["."].import.types),
  };
}

function isCurrent(root: string, file: string): boolean {
  if (!existsSync(file)) return false;
  const built = statSync(file).mtimeMs;
  return ["src", "generated"].every((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).every(
      (name) => statSync(join(root, folder, name)).mtimeMs <= built,
    ),
  );
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
