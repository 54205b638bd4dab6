import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import ts from "typescript";
import { root, type Block } from "./blocks";

const sources: Readonly<Record<string, string>> = {
  "sigfox-api-users": "src/index.ts",
  "sigfox-api-users/testing": "src/testing/index.ts",
};

/** Runs a block in a process of its own, as an ES module: for packages that jest cannot load. Gives what it printed. */
export async function runSeparately({ code }: Pick<Block, "code">): Promise<string> {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const program = outputText.replaceAll(/(?<=\bfrom )"([^"]+)"/g, (quoted, name: string) => {
    const source = sources[name];
    return source === undefined ? quoted : JSON.stringify(pathToFileURL(join(root, source)).href);
  });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", program],
    { cwd: root },
  );
  return stdout;
}
