import { readFileSync } from "node:fs";
import { join } from "node:path";
import { plainComments } from "../../scripts/generate/plainComments";

it("what the contract says stands in a comment without a tag", () => {
  expect(plainComments("    /** @description The name. */\n    name: string;")).toBe(
    "    /**\n     * The name.\n     */\n    name: string;",
  );
});

it("a comment is a title, what it says, the format and the tags, each a paragraph", () => {
  const generated = `    /**
     * Read one
     * Format: int64
     * @description In milliseconds,
     *     since 1970.
     * @default 0
     */`;
  expect(plainComments(generated)).toBe(`    /**
     * Read one
     *
     * In milliseconds,
     * since 1970.
     *
     * Format: int64
     *
     * @default 0
     */`);
});

it("a comment that says nothing of its own stays as it is", () => {
  const generated = "/**\n * Format: int32\n * @enum {number}\n */";
  expect(plainComments(generated)).toBe(generated);
});

it("nothing of the tag is left in what is generated", () => {
  expect(readFileSync(join(__dirname, "../../generated/api-users.ts"), "utf8")).not.toContain("@description");
});
