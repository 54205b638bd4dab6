import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { checkVersion, distTagOf, runOf, withAbsoluteLinks, withAddresses } from "./release";

// Makes package.json and README.md what is published. Their source names no address: a fork is released from its own.
// Prints what the job that publishes has to know.
const pathOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const read = (name: string) => readFile(pathOf(name), "utf8");

try {
  const run = runOf(process.env);
  const manifest = JSON.parse(await read("package.json")) as { version: string };
  checkVersion(manifest.version, await read("CHANGELOG.md"), run);
  console.log(`dist-tag=${distTagOf(manifest.version)}`);
  await writeFile(pathOf("package.json"), `${JSON.stringify(withAddresses(manifest, run), undefined, 2)}\n`);
  await writeFile(pathOf("README.md"), withAbsoluteLinks(await read("README.md"), run));
} catch (error) {
  console.error(`release: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
