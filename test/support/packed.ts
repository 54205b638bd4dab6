import { readdirSync } from "node:fs";
import { join, relative } from "node:path";

const root = join(__dirname, "../..");

const built = ["index", "testing"].flatMap((name) =>
  ["cjs", "cjs.map", "d.cts", "d.mts", "mjs", "mjs.map"].map((extension) => `dist/${name}.${extension}`),
);
const read = ["guides", "openapi"]
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => relative(root, join(parentPath, name)).replaceAll("\\", "/"));
const documents = ["AGENTS.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "SECURITY.md", "llms.txt"];

/** What the package holds: `package.test.ts` compares it with a tarball. */
export const packed: readonly string[] = [...built, ...read, ...documents, "package.json"];
