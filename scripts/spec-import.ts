import { readFile, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { kindOf } from "../src/errors/kinds";
import { facadeNames } from "./spec/coverage";
import { importDescription, importReport } from "./spec/importDescription";
import { oneLine } from "./spec/SpecError";
import { readSource } from "./spec/source";

const path = fileURLToPath(new URL("../openapi/api-users.yaml", import.meta.url));
const client = fileURLToPath(new URL("../src/client.ts", import.meta.url));

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "dry-run": { type: "boolean", default: false } },
  });
  const [source] = positionals;
  if (source === undefined || positionals.length > 1)
    throw new Error("name one file or URL: npm run spec:import -- <file or URL> [--dry-run]");
  const contract = await readFile(path, "utf8");
  const names = facadeNames(await readFile(client, "utf8"), kindOf);
  const imported = importDescription(contract, await readSource(source, process.env), names);
  console.log(importReport(imported));
  if (imported.contract === contract) console.log("\nopenapi/api-users.yaml is up to date.");
  else if (values["dry-run"]) console.log("\nDry run: openapi/api-users.yaml is as it was.");
  else {
    await writeFile(`${path}.new`, imported.contract);
    await rename(`${path}.new`, path);
    console.log("\nWrote openapi/api-users.yaml. Next: npm run regenerate");
  }
} catch (error) {
  console.error(`spec:import: ${oneLine(error)}`);
  process.exitCode = 1;
}
