import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createConsumer, type Consumer } from "../package/consumer";
import { compile, compilerIn, resolutions } from "./compiler";
import { editorComplaint } from "./editor";
import { instantiations } from "./instantiations";
import { programs } from "./programs";

const versions = ["5.6", "5.7", "5.8", "5.9", "6.0", "7.0"];
const libs = [
  { name: "DOM", options: { lib: ["es2022", "dom", "dom.iterable"] } },
  { name: "@types/node", options: { lib: ["es2022"], types: ["node"] } },
];

type Row = Record<string, string>;

/** Compiles the consumer with every version of TypeScript. */
export async function typeMatrix(
  tarball: string,
  root: string,
  typesOfNode: string,
): Promise<{ readonly rows: Row[]; readonly complaints: string[] }> {
  const rows: Row[] = [];
  const complaints: string[] = [];
  const consumer = await createConsumer(tarball, `@types/node@${typesOfNode}`);
  try {
    await writeConsumers(consumer, root);
    for (const version of versions) {
      const home = await createConsumer(`typescript@${version}`).catch(() => undefined);
      if (home === undefined) {
        rows.push({ TypeScript: version, lib: "not run" });
        continue;
      }
      try {
        const compiler = compilerIn(home.folder);
        const exact = (await home.run(process.execPath, compiler, "--version")).trim().replace("Version ", "");
        const counts = await instantiations(consumer, compiler, programs);
        const types = join(consumer.folder, "node_modules/sigfox-api-users/dist/index.d.mts");
        const complaint = await editorComplaint(root, join(home.folder, "node_modules/typescript"), types);
        if (complaint !== undefined) complaints.push(`TypeScript ${exact}, in an editor:\n${complaint}`);
        const editor = complaint === undefined ? "passed" : "FAILED";
        for (const { name: lib, options } of libs) {
          const row: Row = { TypeScript: exact, lib };
          for (const resolution of resolutions) {
            const outcome = await verdict(consumer, compiler, exact, resolution, options);
            row[resolution.name] = outcome.word;
            if (outcome.complaint !== undefined) {
              complaints.push(`TypeScript ${exact}, ${lib}, ${resolution.name}:\n${outcome.complaint}`);
            }
          }
          // The tests of test/editor; and the instantiations of a program's check.
          const { withoutFields, withFields } = counts;
          rows.push({ ...row, editor, "without fields": `${withoutFields}`, "with fields": `${withFields}` });
        }
      } finally {
        await home.remove();
      }
    }
  } finally {
    await consumer.remove();
  }
  return { rows, complaints };
}

async function verdict(
  consumer: Consumer,
  compiler: string,
  version: string,
  { name, options, files }: (typeof resolutions)[number],
  lib: Readonly<Record<string, unknown>>,
): Promise<{ readonly word: string; readonly complaint?: string }> {
  const major = Number(version.split(".")[0]);
  // Deprecated in 6, gone in 7.
  if (name === "node10" && major >= 7) return { word: "gone" };
  const silence = name === "node10" && major === 6 ? { ignoreDeprecations: "6.0" } : {};
  try {
    await compile(consumer, compiler, files, { ...options, ...lib, ...silence });
    return { word: "passed" };
  } catch (error) {
    return { word: "FAILED", complaint: (error as Error).message };
  }
}

/** The program, importing the installed package, under every extension; and the names that it must have used. */
async function writeConsumers(consumer: Consumer, root: string): Promise<void> {
  const source = (await readFile(join(root, "scripts/types/consumer.ts"), "utf8"))
    .replace('"../../src/index"', '"sigfox-api-users"')
    .replace('"../../src/testing/index"', '"sigfox-api-users/testing"');
  for (const extension of ["ts", "mts", "cts"]) await consumer.write(`consumer.${extension}`, source);
  for (const entry of ["index", "testing"]) {
    const types = await readFile(join(consumer.folder, `node_modules/sigfox-api-users/dist/${entry}.d.mts`), "utf8");
    const [, exported = ""] = /^export \{ (.*) \};$/m.exec(types) ?? [];
    const unused = exported
      .split(", ")
      .map((name) => name.replace("type ", ""))
      .filter((name) => !new RegExp(`\\b${name}\\b`).test(source));
    if (exported === "" || unused.length > 0)
      throw new Error(`${entry} exports what no test compiles: ${unused.join()}`);
  }
}
