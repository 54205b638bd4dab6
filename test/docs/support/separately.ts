import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { blocksOf, root, type Block } from "./blocks";

const sources: Readonly<Record<string, string>> = {
  "sigfox-api-users": "src/index.ts",
  "sigfox-api-users/testing": "src/testing/index.ts",
};

/**
 * Runs a block in a process of its own, as an ES module: for packages and test runners that jest cannot load. The blocks beside it that
 * begin with a file name can be imported. Gives what it printed; rejects if the process fails.
 */
export async function runSeparately({ code, place }: Pick<Block, "code"> & Partial<Block>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "example-"));
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "main.js"), programOf(code));
    for (const beside of place === undefined ? [] : blocksOf(place.replace(/:\d+$/, ""))) {
      const [, name] = /\/([^/]+)\.ts$/.exec(beside.module) ?? [];
      if (beside.language === "ts" && name !== undefined && !/^line\d+$/.test(name))
        writeFileSync(join(folder, `${name}.js`), programOf(beside.code));
    }
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", tsx, "main.js"], {
      cwd: folder,
      // An example that hangs must not outlive the tests.
      timeout: 120_000,
      // The sources of the library import it by its own name, too.
      env: { ...process.env, TSX_TSCONFIG_PATH: join(root, "tsconfig.json") },
    });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const tsx = pathToFileURL(require.resolve("tsx")).href;

/** The block as JavaScript that finds the sources of the library. */
function programOf(code: string): string {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  return outputText.replaceAll(/(?<=\bfrom )"([^"]+)"/g, (quoted, name: string) => {
    const source = sources[name];
    return source === undefined ? quoted : JSON.stringify(pathToFileURL(join(root, source)).href);
  });
}
