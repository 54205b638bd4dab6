import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { root } from "./support/blocks";

const files = [
  "README.md",
  ...["guides", "openapi", "src"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
  ),
].filter((name) => /\.(md|ts)$/.test(name));

const read = (path: string) => readFileSync(join(root, path), "utf8");

/** What a link can name: the headings as GitHub and typedoc do it. */
const anchorsOf = (document: string) =>
  [...read(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  );

/** The relative links of a document, or of the comments of a source. */
const linksOf = (path: string) =>
  [...read(path).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => (path.endsWith(".md") ? !/^\w+:/.test(link) : link.startsWith(".")));

const links = files.flatMap((path) => linksOf(path).map((link): [string, string] => [path, link]));

it("finds links in guides and in comments", () => {
  expect(links.length).toBeGreaterThan(50);
  expect(links.some(([path]) => path.startsWith("src/"))).toBe(true);
});

it.each(links)("%s links to %s, which is there", (path, link) => {
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? path : posix.join(posix.dirname(path), file);
  expect(existsSync(join(root, target))).toBe(true);
  if (anchor !== undefined) expect(anchorsOf(target)).toContain(anchor);
});
