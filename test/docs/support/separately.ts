import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { documentOf, type Block } from "./blocks";
import { bundle } from "./program";

/**
 * Runs a block in a process of its own, as an ES module: for packages and test runners that jest cannot load. The blocks beside it that
 * begin with a file name can be imported. Gives what it printed; rejects if the process fails.
 */
export async function runSeparately(block: Pick<Block, "code" | "place">): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "example-"));
  try {
    const program = bundle(documentOf(block), folder, block.code);
    // An example that hangs must not outlive the tests.
    const { stdout } = await promisify(execFile)(process.execPath, [program], { cwd: folder, timeout: 120_000 });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
