import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defineConfig } from "tsdown";

/**
 * The declarations for ES modules, which may import those of CommonJS. There is one set of them, so that a type is the same type in an ES
 * module and in CommonJS: openapi-fetch has two sets, which differ.
 */
const sameAsCommonJs = (fileName) => `export * from "./${fileName.replace(".d.mts", ".cjs")}";\n`;

/**
 * Declarations as one reads them: without the pointer to a map that is not written (the sources that it would lead to are not shipped),
 * with the stars of comments below each other, and with the public names first, which rolldown writes last, since they are made of the
 * others.
 */
function readable(declarations) {
  const regions = /^\/\/#region [^]*?^\/\/#endregion\n/gm;
  const inOrder = declarations.match(regions).reverse();
  return declarations
    .replace(/\n\/\/# sourceMappingURL=.*\n?$/, "\n")
    .replace(regions, () => inOrder.shift())
    .replace(/^( *)\*/gm, "$1 *");
}

const common = {
  format: ["esm", "cjs"],
  platform: "neutral",
  target: "es2022",
  fixedExtension: true,
  // Each file's declarations from its own text, which is several times as fast as asking the compiler. What is exported says its type.
  dts: { sourcemap: false, oxc: { stripInternal: true } },
  sourcemap: true,
  // Nothing of another package is ever copied into this one, nor the client into its fake: what the fake imports by the package's own name
  // are the very classes that its user imports.
  deps: { onlyBundle: [], neverBundle: [/^node:/, "sigfox-api-users"] },
  outputOptions: (options) => ({
    ...options,
    // They are in the declarations, and cost whoever imports the code time.
    comments: { jsdoc: false },
  }),
  plugins: [
    {
      name: "default-exports-as-bundlers-see-them",
      // This package is of type "module", so rolldown reads the default export of a CommonJS module as Node.js does for ES modules: as the
      // whole of `module.exports`. What openapi-fetch has for `require` is made for the other reading. Equal in length, for the source map.
      renderChunk: (code, chunk, { format }) =>
        format === "cjs" ? code.replaceAll(/(__toESM\([^;]*), 1\)/g, "$1, 0)") : null,
    },
  ],
  checks: { pluginTimings: false },
  hooks: {
    "build:done": async ({ chunks }) => {
      for (const { fileName, outDir } of chunks) {
        if (!/\.d\.[mc]ts$/.test(fileName)) continue;
        const path = join(outDir, fileName);
        const written = await readFile(path, "utf8");
        await writeFile(path, fileName.endsWith(".d.mts") ? sameAsCommonJs(fileName) : readable(written));
      }
    },
  },
};

// One by one, so that they share no chunk: the second file would cost whoever imports the client more time than it saves.
export default defineConfig([
  { ...common, entry: { index: "src/index.ts" } },
  { ...common, entry: { testing: "src/testing/index.ts" }, clean: false },
]);
