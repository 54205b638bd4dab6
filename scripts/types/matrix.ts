import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import manifest from "../../package.json";
import { Consumer } from "../package/consumer";
import type { Row } from "../runtimes/runtimes";
import { compile, compilerIn } from "./compiler";
import { instantiations } from "./instantiations";
import { buildOnHttp, exchangeTypes, giveFetches, targetOld } from "./travel";

export const versions = ["5.6", "5.7", "5.8", "5.9", "6.0", "7.0"];
const libs = [{ lib: ["es2022", "dom", "dom.iterable"] }, { lib: ["es2022"], types: ["node"] }];
const resolutions = [
  { moduleResolution: "node10", module: "commonjs", files: ["program.ts"] },
  { moduleResolution: "node16", module: "node16", files: ["program.mts", "program.cts"] },
  { moduleResolution: "bundler", module: "esnext", files: ["program.ts"] },
] as const;

/**
 * Tries the package with a version of TypeScript: compiles `program.ts` with each way of resolving modules, with the types of the DOM and
 * of Node.js, lets its types travel, and runs the tests of `test/editor`.
 *
 * @param consumer - a project with the package installed
 * @returns a row of the table, with the number of types that the version instantiates for two programs
 * @throws Error with what the compiler or the tests have said
 */
export async function tryTypeScript(version: string, consumer: Consumer, root: string): Promise<Row[]> {
  await using home = new Consumer();
  await home.install(`typescript@${version}`);
  const { devDependencies } = manifest;
  const others = ["@types/node", "node-fetch", "undici"] as const;
  await consumer.install(...others.map((name) => `${name}@${devDependencies[name]}`));
  const source = (await readFile(join(root, "scripts/types/program.ts"), "utf8"))
    .replace("../../src/index", "sigfox-api-users")
    .replace("../../src/testing/index", "sigfox-api-users/testing");
  for (const extension of ["ts", "mts", "cts"]) await consumer.write(`program.${extension}`, source);

  const compiler = compilerIn(home.folder, consumer);
  // Node10 is deprecated in 6 and gone in 7.
  const silence = version >= "6" ? { ignoreDeprecations: "6.0" } : {};
  const tried = resolutions.filter(({ moduleResolution }) => moduleResolution !== "node10" || version < "7");
  for (const { files, ...resolution } of tried)
    for (const lib of libs) await compile(consumer, compiler, files, { ...resolution, ...lib, ...silence });
  await exchangeTypes(consumer, compiler, silence);
  await giveFetches(consumer, compiler);
  await buildOnHttp(consumer, compiler, { module: "node16", moduleResolution: "node16" });
  // ES5 is deprecated in 6 and gone in 7.
  if (version < "7") await targetOld(consumer, compiler, silence);
  const env = {
    ...process.env,
    EDITOR_TYPESCRIPT: join(home.folder, "node_modules/typescript"),
    EDITOR_TYPES: join(consumer.folder, "node_modules/sigfox-api-users/dist/index.d.mts"),
  };
  const jest = [join(root, "node_modules/jest/bin/jest.js"), "test/editor"];
  await promisify(execFile)(process.execPath, jest, { cwd: root, env, maxBuffer: 2 ** 26 });
  const modules = [...tried.map(({ moduleResolution }) => moduleResolution), "editor"].join(", ");
  return [{ version: await home.versionOf("typescript"), modules, ...(await instantiations(consumer, compiler)) }];
}
