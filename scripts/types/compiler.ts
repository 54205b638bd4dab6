import { join } from "node:path";
import type { Consumer } from "../package/consumer";

/** A way in which TypeScript finds modules, with the files to compile. */
export interface Resolution {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
}

export const resolutions: readonly Resolution[] = [
  { name: "node10", options: { module: "commonjs", moduleResolution: "node10" }, files: ["consumer.ts"] },
  {
    name: "node16",
    options: { module: "node16", moduleResolution: "node16" },
    files: ["consumer.mts", "consumer.cts"],
  },
  { name: "bundler", options: { module: "esnext", moduleResolution: "bundler" }, files: ["consumer.ts"] },
];

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
  return await consumer.run(process.execPath, compiler, "--project", project).catch((error: unknown) => {
    throw new Error(String((error as { stdout?: string }).stdout ?? error));
  });
}

/** The compiler of a folder that has TypeScript installed. */
export const compilerIn = (folder: string): string => join(folder, "node_modules/typescript/bin/tsc");
