import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

/**
 * Runs the tests that ask an editor's TypeScript, `test/editor`, with another version of TypeScript and the declarations of the package.
 *
 * @param typescript - the folder of the version
 * @param types - the file of declarations
 * @returns what failed, if anything did
 */
export async function editorComplaint(root: string, typescript: string, types: string): Promise<string | undefined> {
  const jest = [join(root, "node_modules/jest/bin/jest.js"), "test/editor"];
  const env = { ...process.env, EDITOR_TYPESCRIPT: typescript, EDITOR_TYPES: types };
  try {
    await promisify(execFile)(process.execPath, jest, { cwd: root, env, maxBuffer: 2 ** 26 });
    return undefined;
  } catch (error) {
    return String((error as { stderr?: string }).stderr ?? error);
  }
}
