import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { linesOf } from "../openapi/SpecError";
import { staleOutputs } from "./outputs";

try {
  const { check } = parseArgs({ options: { check: { type: "boolean" } } }).values;
  const yaml = await readFile("openapi/api-users.yaml", "utf8");
  const stale = await staleOutputs(yaml);
  const paths = stale.map(([path]) => path).join(", ");
  if (stale.length === 0) console.log("Everything generated is current");
  else if (check === true) throw new Error(`${paths}: out of date with openapi/api-users.yaml. Run npm run generate.`);
  else {
    for (const [path, text] of stale) await writeFile(path, text);
    console.log(`Wrote ${paths}`);
  }
} catch (error) {
  console.error(linesOf(error).join("\n"));
  process.exitCode = 1;
}
