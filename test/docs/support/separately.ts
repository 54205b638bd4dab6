import { build } from "esbuild";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { blocksOf, root, type Block } from "./blocks";

const sources: Readonly<Record<string, string>> = {
  "sigfox-api-users": join(root, "src/index.ts"),
  "sigfox-api-users/testing": join(root, "src/testing/index.ts"),
};

/**
 * Runs a block in a process of its own, as an ES module: for packages and test runners that jest cannot load. The blocks beside it that
 * begin with a file name can be imported. Gives what it printed; rejects if the process fails.
 */
export async function runSeparately({ code, place }: Pick<Block, "code"> & Partial<Block>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "example-"));
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    writeFileSync(join(folder, "main.ts"), code);
    for (const beside of place === undefined ? [] : blocksOf(place.replace(/:\d+$/, ""))) {
      const [, name] = /\/([^/]+)\.ts$/.exec(beside.module) ?? [];
      if (beside.language === "ts" && name !== undefined && !/^line\d+$/.test(name))
        writeFileSync(join(folder, `${name}.ts`), beside.code);
    }
    const outfile = join(folder, "main.mjs");
    await build({
      entryPoints: [join(folder, "main.ts")],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      packages: "external",
      alias: sources,
    });
    // An example that hangs must not outlive the tests.
    const { stdout } = await promisify(execFile)(process.execPath, [outfile], { cwd: folder, timeout: 120_000 });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
