import { join } from "node:path";
import type { Consumer } from "../package/consumer";

const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false };

/**
 * Compiles files of the consumer, as strictly as can be.
 *
 * @returns what the compiler has said
 * @throws Error with what the compiler has said, if it found anything wrong
 */
export async function compile(
  consumer: Consumer,
  compiler: string,
  files: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<string> {
  const compilerOptions = { ...strict, noEmit: true, target: "es2022", types: [], ...options };
  const project = await consumer.write("tsconfig.json", JSON.stringify({ compilerOptions, files }));
  return await consumer.run(process.execPath, compiler, "--project", project);
}

/** The compiler of a folder that has TypeScript installed. */
export const compilerIn = (folder: string): string => join(folder, "node_modules/typescript/bin/tsc");
