import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../package.json";
import { checkVersion, distTagOf, runOf, withAbsoluteLinks, withAddresses } from "../../scripts/release/release";

const root = join(__dirname, "../..");
const read = (name: string) => readFileSync(join(root, name), "utf8");
const environment = {
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_REPOSITORY: "owner/name",
  GITHUB_REF_NAME: "v0.2.0",
};
const run = runOf(environment);

it("reads from the environment where it runs", () => {
  expect(run).toEqual({ repository: "https://github.com/owner/name", tag: "v0.2.0" });
});

it.each(Object.keys(environment))("does not run without %s", (name) => {
  expect(() => runOf({ ...environment, [name]: "" })).toThrow("GITHUB_REPOSITORY");
});

it("adds the addresses to package.json and changes nothing else", () => {
  expect(withAddresses(manifest, run)).toEqual({
    ...manifest,
    repository: { type: "git", url: "git+https://github.com/owner/name.git" },
    homepage: "https://github.com/owner/name#readme",
    bugs: { url: "https://github.com/owner/name/issues" },
  });
});

it.each([
  ["[Paging](guides/paging.md#faster)", "[Paging](https://github.com/owner/name/blob/v0.2.0/guides/paging.md#faster)"],
  ["![A chart](guides/a.svg)", "![A chart](https://github.com/owner/name/raw/v0.2.0/guides/a.svg)"],
  ["[ky](https://example.org/ky)", "[ky](https://example.org/ky)"],
  ["[below](#errors)", "[below](#errors)"],
  ["`list[0](query)` is code", "`list[0](query)` is code"],
])("makes %s absolute", (link, absolute) => {
  expect(withAbsoluteLinks(`See ${link}.`, run)).toBe(`See ${absolute}.`);
});

it("leaves no relative link in the README", () => {
  const links = [...withAbsoluteLinks(read("README.md"), run).matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, link = ""]) => link,
  );
  expect(links.length).toBeGreaterThan(10);
  for (const link of links) expect(link).toMatch(/^https:|^#/);
});

it("refuses a tag that is not the version's", () => {
  expect(() => checkVersion("0.3.0", "\n## 0.3.0\n", run)).toThrow("The tag is v0.2.0, but package.json says 0.3.0");
});

it("refuses a version that the changelog says nothing about", () => {
  expect(() => checkVersion("0.2.0", "\n## 0.2.0-beta\n", run)).toThrow("CHANGELOG.md has no section 0.2.0");
});

it("says in one sentence what is wrong with a tag, and writes nothing", () => {
  const manifestText = read("package.json");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "scripts/release/prepare.ts"], {
    cwd: root,
    env: { ...process.env, ...environment, GITHUB_REF_NAME: "v9.9.9" },
    encoding: "utf8",
  });
  const sentence = `release: The tag is v9.9.9, but package.json says ${manifest.version}\n`;
  expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: "", stderr: sentence });
  expect(read("package.json")).toBe(manifestText);
});

it.each([
  ["0.3.0", "latest"],
  ["0.3.0-beta.1", "beta"],
  ["1.0.0-rc.0", "rc"],
  ["1.0.0-next", "next"],
  ["1.0.0+build-7", "latest"],
])("publishes %s as %s", (version, tag) => {
  expect(distTagOf(version)).toBe(tag);
});

it.each(["1.0.0-0", "1.0.0-1.beta", "1.0.0-v2", "1.0.0-x"])(
  "does not publish %s, whose name cannot be a dist-tag",
  (version) => {
    expect(() => distTagOf(version)).toThrow(`${version} names no dist-tag`);
  },
);

it("would release this version", () => {
  const tag = `v${manifest.version}`;
  expect(() => checkVersion(manifest.version, read("CHANGELOG.md"), { ...run, tag })).not.toThrow();
});
