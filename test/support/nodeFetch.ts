import { buildSync } from "esbuild";
import type { ApiUsersClientOptions } from "../../src/index";

/** The `fetch` of node-fetch, which is an ES module: jest, which runs CommonJS here, can only load it as a bundle. */
export function nodeFetch(): NonNullable<ApiUsersClientOptions["fetch"]> {
  const { outputFiles } = buildSync({
    entryPoints: [require.resolve("node-fetch")],
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    write: false,
  });
  const module = { exports: {} as { default: NonNullable<ApiUsersClientOptions["fetch"]> } };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what was bundled just now
  const run = new Function("module", "exports", "require", outputFiles[0]?.text ?? "") as (...given: unknown[]) => void;
  run(module, module.exports, require);
  return module.exports.default;
}
