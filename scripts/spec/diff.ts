import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { version } from "../../package.json";
import { factsOf } from "../openapi/facts";
import { parseDescription } from "../openapi/readDescription";
import { readSource } from "../openapi/source";
import { oneLine } from "../openapi/SpecError";
import { facade } from "./facade";
import { difference, differenceLines } from "./report";

const contract = "openapi/api-users.yaml";

/** The contract as it was in the last release. */
function lastReleased(): string {
  try {
    const args = ["describe", "--tags", "--abbrev=0", "--match", "v*"];
    const tag = execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return `${tag.trim()}:${contract}`;
  } catch {
    throw new Error(
      "there is no release to compare with, no tag v*: name what to compare with, such as npm run spec:diff -- HEAD",
    );
  }
}

/** The facts of a file, of a URL, of a `revision:path`, or of the contract of a revision alone. */
async function factsIn(source: string) {
  const isRevision = !existsSync(source) && !source.includes(":");
  return factsOf(parseDescription(await readSource(isRevision ? `${source}:${contract}` : source)));
}

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });
  if (positionals.length > 2)
    throw new Error("name two contracts at most: npm run spec:diff [-- <old> <new>] [--json]");
  const [old = lastReleased(), now = contract] = positionals;
  const result = difference(await factsIn(old), await factsIn(now), version);
  console.log(values.json ? JSON.stringify(result, null, 2) : differenceLines(result, facade).join("\n"));
  process.exitCode = result.breaking ? 1 : 0;
} catch (error) {
  console.error(`spec:diff: ${oneLine(error)}`);
  process.exitCode = 2;
}
