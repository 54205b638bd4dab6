import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { settings } from "../part";

/** Bytes of what a bundler makes of an import: minified, and with gzip. */
export interface Size {
  readonly minified: number;
  readonly gzip: number;
}

export type SizeResult = Readonly<Record<string, Size>>;

/** What a program in a browser loads for each entry, openapi-fetch included. */
export default async function size(): Promise<SizeResult> {
  const { index, testing } = settings.built;
  const [main, fake] = [JSON.stringify(index), JSON.stringify(testing)];
  const use = `import { ApiUsersClient } from ${main};
    const apiUsers = new ApiUsersClient();
    export const read = () => [apiUsers.list(), apiUsers.get("5f")];`;
  return {
    "openapi-fetch alone": await sizeOf(`export { default } from "openapi-fetch";`),
    "list and get of .": await sizeOf(use),
    "all of .": await sizeOf(`export * from ${main};`),
    "all of ./testing": await sizeOf(`export * from ${fake};`),
  };
}

async function sizeOf(contents: string): Promise<Size> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: settings.root },
    bundle: true,
    minify: true,
    write: false,
    platform: "browser",
    format: "esm",
    target: "es2022",
    legalComments: "none",
    logLevel: "silent",
  });
  const bytes = outputFiles[0]?.contents ?? new Uint8Array();
  return { minified: bytes.byteLength, gzip: gzipSync(bytes, { level: 9 }).byteLength };
}
