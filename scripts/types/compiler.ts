import { join } from "node:path";
import type { Consumer } from "../package/consumer";

const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false };

/** Compiles the project of a `tsconfig.json`, and gives what the compiler has said. Rejects with it if the compiler found anything wrong. */
export type Compiler = (project: string) => Promise<string>;

/**
 * Compiles files of the consumer, as strictly as can be.
 *
 * @returns what the compiler has said
 * @throws Error with what the compiler has said, if it found anything wrong
 */
export async function compile(
  consumer: Consumer,
  compiler: Compiler,
  files: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<string> {
  const compilerOptions = { ...strict, noEmit: true, target: "es2022", types: [], ...options };
  return await compiler(await consumer.write("tsconfig.json", JSON.stringify({ compilerOptions, files })));
}

/** The command of a folder that has TypeScript installed. */
export function compilerIn(folder: string, consumer: Consumer): Compiler {
  const command = join(folder, "node_modules/typescript/bin/tsc");
  return async (project) => await consumer.run(process.execPath, command, "--project", project);
}
