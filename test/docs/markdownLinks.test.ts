import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import manifest from "../../package.json";
import site from "../../typedoc.json";
import { packed } from "../support/packed";
import { root } from "./support/blocks";

const files = [
  ...readdirSync(root),
  ...["guides", "openapi"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(
      (name) => `${folder}/${name.replaceAll("\\", "/")}`,
    ),
  ),
].filter((name) => /\.md$|^llms\.txt$/.test(name));

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

/** The relative links of a document, code aside. */
const linksOf = (path: string) =>
  [
    ...read(path)
      .replaceAll(/^```[^]*?^```$/gm, "")
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, link = ""]) => link)
    .filter((link) => !/^\w+:/.test(link));

const targetOf = (path: string, link: string) =>
  link.startsWith("#") ? path : posix.join(posix.dirname(path), link.replace(/#.*/, ""));

const links = files.flatMap((path) => linksOf(path).map((link): [string, string] => [path, link]));

it("finds links in all documents", () => {
  expect(links.length).toBeGreaterThan(50);
  for (const path of ["README.md", "CONTRIBUTING.md", "llms.txt", "guides/index.md"])
    expect(links.map(([from]) => from)).toContain(path);
});

it.each(links)("%s links to %s, which is there", (path, link) => {
  const [, anchor] = link.split("#");
  const target = targetOf(path, link);
  expect(existsSync(join(root, target))).toBe(true);
  if (anchor !== undefined) expect(anchorsOf(target)).toContain(anchor);
});

describe("in the package", () => {
  it("are the guides, the operations and the table of contents", () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        "guides/getting-started.md",
        "guides/media/errors.svg",
        "openapi/OPERATIONS.md",
        "llms.txt",
        "AGENTS.md",
      ]),
    );
  });

  it.each(links.filter(([path]) => packed.includes(path)))(
    "the link of %s to %s leads to a file of it",
    (path, link) => {
      expect(packed).toContain(targetOf(path, link));
    },
  );
});

it("llms.txt lists the documents in the order of the site", () => {
  expect(linksOf("llms.txt").slice(1)).toEqual(site.projectDocuments);
});

it("CONTRIBUTING.md names only files and scripts that are there", () => {
  const code = [...read("CONTRIBUTING.md").matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text);
  const paths = code.filter((text) => /^(\.github|guides|openapi|scripts|src|test)\/[\w./-]*$/.test(text));
  const scripts = code.flatMap((text) => /^npm run ([\w:]+)/.exec(text)?.[1] ?? []);
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter((path) => !path.includes("/name.") && !existsSync(join(root, path)))).toEqual([]);
  expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
});
