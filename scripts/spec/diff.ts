import { parseArgs } from "node:util";
import { readContract } from "../openapi/readDescription";
import { version } from "../../package.json";
import { oneLine } from "../openapi/SpecError";
import { difference, differenceLines } from "./report";
import { facade } from "./facade";
import { readSource } from "./source";

const contract = "openapi/api-users.yaml";

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });
  const [old = `HEAD:${contract}`, now = contract] = positionals;
  if (positionals.length !== 0 && positionals.length !== 2)
    throw new Error("name two contracts or none: npm run spec:diff [-- <old> <new>] [--json]");
  const [before, after] = [readContract(await readSource(old)), readContract(await readSource(now))];
  const result = difference(before, after, version, facade);
  console.log(values.json ? JSON.stringify(result, null, 2) : differenceLines(result).join("\n"));
  process.exitCode = result.breaking ? 1 : 0;
} catch (error) {
  console.error(`spec:diff: ${oneLine(error)}`);
  process.exitCode = 2;
}
