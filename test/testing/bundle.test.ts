import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

it("takes at most 10 KB with gzip in a bundle for a browser, beside the client's part, and no Node.js module", async () => {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, "../../src/testing/index.ts")],
    bundle: true,
    minify: true,
    write: false,
    platform: "browser",
    format: "esm",
    target: "es2022",
    external: ["../contract/*", "../errors/*", "../http/*", "../schema", "sigfox-api-users"],
  });
  const [bundle] = outputFiles;
  expect(bundle?.text).toContain("createFakeApi");
  expect(bundle?.text).not.toMatch(/(from|import\(|require\()"node:/);
  expect(gzipSync(bundle?.contents ?? "", { level: 9 }).byteLength).toBeLessThanOrEqual(10 * 1024);
});
