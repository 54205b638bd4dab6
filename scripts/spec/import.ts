import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { version } from "../../package.json";
import { readDescription } from "../openapi/readDescription";
import { oneLine } from "../openapi/SpecError";
import { facade } from "./facade";
import { importDescription, importReport } from "./importDescription";
import { readSource } from "./source";

const path = "openapi/api-users.yaml";

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { "dry-run": { type: "boolean" } } });
  const [source] = positionals;
  if (source === undefined || positionals.length > 1)
    throw new Error("name one file or URL: npm run spec:import -- <file or URL> [--dry-run]");
  const contract = await readFile(path, "utf8");
  const upstream = await readDescription(await readSource(source, process.env));
  const imported = importDescription(contract, upstream, version, facade);
  console.log(importReport(imported));
  if (values["dry-run"]) {
    console.log("\nDry run: nothing is written.");
    process.exitCode = imported.contract === contract && imported.notes.length === 0 ? 0 : 2;
  } else if (imported.contract === contract) console.log("\nopenapi/api-users.yaml is up to date.");
  else {
    await writeFile(path, imported.contract);
    console.log("\nWrote openapi/api-users.yaml. Next: npm run regenerate");
  }
} catch (error) {
  console.error(`spec:import: ${oneLine(error)}`);
  process.exitCode = 1;
}
