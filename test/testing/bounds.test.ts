import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const folder = join(__dirname, "../../src/testing");
const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));

it("is at most 14 files and 950 lines of code", () => {
  const lines = files.flatMap((path) => readFileSync(path, "utf8").split("\n"));
  expect(files.length).toBeLessThanOrEqual(14);
  expect(lines.filter((line) => !/^\s*(\/\/.*|\/?\*.*)?$/.test(line)).length).toBeLessThanOrEqual(950);
});

it("takes at most 9 KB with gzip in a bundle for a browser, beside the facade's part", async () => {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "index.ts")],
    bundle: true,
    minify: true,
    write: false,
    platform: "browser",
    format: "esm",
    target: "es2022",
    external: ["../contract/*", "../schema"],
  });
  const [bundle] = outputFiles;
  expect(bundle?.text).toContain("createFakeApi");
  expect(bundle?.text).not.toMatch(/(from|import\(|require\()"node:/);
  expect(gzipSync(bundle?.contents ?? "", { level: 9 }).byteLength).toBeLessThanOrEqual(9 * 1024);
});
