import { buildSync } from "esbuild";
import { join } from "node:path";

/** What a package exports that is an ES module: jest, which runs CommonJS here, can only load it as a bundle. */
export function esModule(name: string): unknown {
  const { outputFiles } = buildSync({
    entryPoints: [name],
    absWorkingDir: join(__dirname, "../.."),
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    write: false,
  });
  const module = { exports: {} };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what was bundled just now
  const run = new Function("module", "exports", "require", outputFiles[0]?.text ?? "") as (...given: unknown[]) => void;
  run(module, module.exports, require);
  return module.exports;
}
