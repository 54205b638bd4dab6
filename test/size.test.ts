import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundle } from "../scripts/package/bundle";

const limit = 21_500;

it("a client takes at most 21,500 bytes in a bundle, minified and compressed, openapi-fetch included", async () => {
  const text = await bundle(`export * from "./src/index";`, join(__dirname, ".."), { minify: true });
  expect(text).toContain("getApiUser");
  const bytes = gzipSync(text, { level: 9 }).length;
  process.stdout.write(`The bundle takes ${bytes} of ${limit} bytes.\n`);
  if (bytes > limit)
    throw new Error(
      `The bundle takes ${bytes} bytes, more than ${limit}. Make it smaller, or raise the limit here and in the design ` +
        "for a feature that needs the bytes, and name that feature in CHANGELOG.md.",
    );
});
