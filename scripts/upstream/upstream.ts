import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { factsOf } from "../openapi/facts";
import { parseDescription } from "../openapi/readDescription";
import { readSource } from "../openapi/source";
import { oneLine } from "../openapi/SpecError";
import { differenceLines } from "./difference";
import { fromText, toText } from "./factsFile";
import { readUpstream } from "./readUpstream";

const seen = "openapi/upstream.facts";

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { check: { type: "boolean" } } });
  const [source] = positionals;
  if (source === undefined || positionals.length > 1)
    throw new Error("name one file or URL: npm run upstream -- <file or URL> [--check]");
  const { places, texts } = await readUpstream(await readSource(source, process.env));
  // What a check prints ends up in logs and issues: it shows that a text has changed, and not the text.
  const now = { places, texts: values.check ? new Map<string, string>() : texts };
  const before = fromText(await readFile(seen, "utf8").catch(() => ""));
  const contract = factsOf(parseDescription(await readFile("openapi/api-users.yaml", "utf8")));
  const lines = differenceLines(before, now, contract.places);
  console.log(lines.length === 0 ? "No difference." : lines.join("\n").trimEnd());
  if (values.check) process.exitCode = lines.length === 0 ? 0 : 2;
  else {
    await writeFile(seen, toText(now.places));
    if (lines.length > 0) console.log(`\nWrote ${seen}. Next: edit openapi/api-users.yaml, then npm run regenerate`);
  }
} catch (error) {
  console.error(`upstream: ${oneLine(error)}`);
  process.exitCode = 1;
}
