import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { checkVersion, runOf, withAbsoluteLinks, withAddresses } from "./release";

// Makes package.json and README.md what is published. Their source names no address: a fork is released from its own.
const pathOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const read = (name: string) => readFile(pathOf(name), "utf8");

const run = runOf(process.env);
const manifest = JSON.parse(await read("package.json")) as { version: string };
checkVersion(manifest.version, await read("CHANGELOG.md"), run);
await writeFile(pathOf("package.json"), `${JSON.stringify(withAddresses(manifest, run), undefined, 2)}\n`);
await writeFile(pathOf("README.md"), withAbsoluteLinks(await read("README.md"), run));
