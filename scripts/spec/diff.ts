import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readContract } from "../openapi/readDescription";
import { oneLine } from "../openapi/SpecError";
import { difference, differenceLines } from "./report";
import { facade } from "./facade";
import { readVersion } from "./readVersion";

const root = fileURLToPath(new URL("../..", import.meta.url));
const contract = "openapi/api-users.yaml";

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: "boolean", default: false } },
  });
  const [old, now] = positionals;
  if (positionals.length !== 0 && positionals.length !== 2)
    throw new Error("name two contracts or none: npm run spec:diff [-- <old> <new>] [--json]");
  const before = readVersion(root, old ?? `HEAD:${contract}`);
  const after = readVersion(root, now ?? `${root}${contract}`);
  const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { version: string };
  const result = difference(readContract(before), readContract(after), version, facade);
  console.log(values.json ? JSON.stringify(result, null, 2) : differenceLines(result).join("\n"));
  process.exitCode = result.breaking ? 1 : 0;
} catch (error) {
  console.error(`spec:diff: ${oneLine(error)}`);
  process.exitCode = 2;
}
