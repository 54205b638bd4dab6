import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as ts from "typescript";
import { bundle } from "../scripts/package/bundle";
import { contract } from "../src/schema";

const root = join(__dirname, "..");
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !path.startsWith("testing"))
  .map((path) => join(root, "src", path));

/** How many lines hold a token; blank lines and comments do not. */
function linesOfCode(path: string): number {
  const source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const parts = node.getChildren(source);
    parts.forEach(visit);
    if (parts.length > 0 || node.getWidth(source) === 0) return;
    const [first, last] = [node.getStart(source), node.getEnd()].map(
      (at) => source.getLineAndCharacterOfPosition(at).line,
    );
    for (let line = first ?? 0; line <= (last ?? 0); line += 1) lines.add(line);
  };
  visit(source);
  return lines.size;
}

/** A new operation may add this much to the limits. */
const perOperation = { lines: 10, bytes: 150 };
const added = Object.keys(contract).length - 8;

describe("the client without its fake", () => {
  it("has at most 28 files", () => {
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.length).toBeLessThanOrEqual(28);
  });

  it("has at most 1,750 lines of code", () => {
    const limit = 1_750 + added * perOperation.lines;
    expect(sources.reduce((sum, path) => sum + linesOfCode(path), 0)).toBeLessThanOrEqual(limit);
  });

  it("takes at most 14,200 bytes in a bundle, minified and compressed, openapi-fetch included", async () => {
    const text = await bundle(`export * from "./src/index";`, root, { minify: true });
    expect(text).toContain("getApiUser");
    expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(14_200 + added * perOperation.bytes);
  });
});
