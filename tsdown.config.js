import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defineConfig } from "tsdown";

const common = {
  format: ["esm", "cjs"],
  platform: "neutral",
  target: "es2022",
  fixedExtension: true,
  dts: { sourcemap: false },
  sourcemap: true,
  // Nothing of another package is ever copied into this one, nor the client into its fake: what the fake imports by the package's own name
  // are the very classes that its user imports.
  deps: { onlyBundle: [], neverBundle: [/^node:/, "sigfox-api-users"] },
  outputOptions: (options, format) => ({
    ...options,
    // They are in the declarations, and cost whoever imports the code time.
    comments: { jsdoc: false },
    // A real `import()` in CommonJS fails inside jest, where users load the fake.
    ...(format === "cjs" && { dynamicImportInCjs: false }),
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
    // The declarations point to maps that are not written: the sources that those would lead to are not shipped.
    "build:done": async ({ chunks }) => {
      for (const { fileName, outDir } of chunks) {
        if (!/\.d\.[mc]ts$/.test(fileName)) continue;
        const path = join(outDir, fileName);
        await writeFile(path, (await readFile(path, "utf8")).replace(/\n\/\/# sourceMappingURL=.*\n?$/, "\n"));
      }
    },
  },
};

// One by one, so that they share no chunk: the second file would cost whoever imports the client more time than it saves.
export default defineConfig([
  { ...common, entry: { index: "src/index.ts" } },
  { ...common, entry: { testing: "src/testing/index.ts" }, clean: false },
]);
