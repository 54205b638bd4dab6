import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { toText } from "../../scripts/upstream/factsFile";
import { readUpstream } from "../../scripts/upstream/readUpstream";
import { changed, fixture } from "./contract";
import { upstream } from "./upstream";

const root = join(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "commands-"));
const seen = join(folder, "openapi/upstream.facts");
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  // Each as one file, which starts four times as fast as tsx does with the sources.
  await build({
    entryPoints: ["upstream/upstream.ts", "spec/diff.ts"].map((path) => join(root, "scripts", path)),
    bundle: true,
    platform: "node",
    format: "esm",
    outbase: root,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  mkdirSync(join(folder, "openapi"));
  writeFileSync(join(folder, "openapi/api-users.yaml"), fixture);
  writeFileSync(seen, toText((await readUpstream(upstream())).places));
  writeFileSync(join(folder, "same.json"), upstream());
  writeFileSync(join(folder, "broken.json"), "{");
  writeFileSync(
    join(folder, "other.json"),
    upstream((u) => (u.parameter("listApiUsers", "offset")["maximum"] = 40_000)),
  );
});

/** Runs a command of the tools in a folder of its own. */
function run(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, script), ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const check = (file: string) => run("scripts/upstream/upstream.mjs", "--check", file);

describe("upstream --check writes nothing, and its exit status says", () => {
  let before: string;
  beforeAll(() => (before = readFileSync(seen, "utf8")));
  afterEach(() => expect(readFileSync(seen, "utf8")).toBe(before));

  it("0 if there is no difference", () => {
    expect(check("same.json")).toEqual({ status: 0, stdout: "No difference.\n", stderr: "" });
  });

  it("2 if there is one, which is shown with what the contract says", () => {
    const stdout = "listApiUsers\n  query offset: now maximum=40000 (the contract says the same already)\n";
    expect(check("other.json")).toEqual({ status: 2, stdout, stderr: "" });
  });

  it("1 if the description cannot be read, in one sentence", () => {
    const { status, stdout, stderr } = check("broken.json");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^upstream: the JSON is broken or cut off: .*\n$/);
  });
});

it("upstream writes what it has seen, so that a second time shows no difference", () => {
  expect(run("scripts/upstream/upstream.mjs", "other.json").stdout).toContain("Wrote openapi/upstream.facts");
  expect(check("other.json").status).toBe(0);
  expect(check("same.json").status).toBe(2);
});

describe("spec:diff compares with", () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=n", "-c", "user.email=n@example.com", ...args], { cwd: folder });
  const diff = (...args: string[]) => run("scripts/spec/diff.mjs", ...args);

  beforeAll(() => {
    git("init", "--quiet");
    git("add", "openapi");
    git("commit", "--quiet", "--message", "A contract");
  });

  it("a release, and says in a sentence that there is none", () => {
    const { status, stdout, stderr } = diff();
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe(
      "spec:diff: there is no release to compare with, no tag v*: name what to compare with, such as npm run spec:diff -- HEAD\n",
    );
  });

  it("the last release, if nothing is named", () => {
    git("tag", "v1.0.0");
    expect(diff()).toEqual({ status: 0, stdout: "No difference.\n", stderr: "" });
    writeFileSync(
      join(folder, "openapi/api-users.yaml"),
      changed((c) => Reflect.deleteProperty(c.properties("ApiUser"), "group")),
    );
    const { status, stdout } = diff();
    expect(status).toBe(1);
    expect(stdout).toContain("`getApiUser 200 group`, `listApiUsers 200 data[].group` gone: object");
  });

  it("any revision, and says in a sentence that there is none of that name", () => {
    expect(diff("HEAD").status).toBe(1);
    const stderr = "spec:diff: git has no v9.9.9:openapi/api-users.yaml\n";
    expect(diff("v9.9.9")).toEqual({ status: 2, stdout: "", stderr });
  });
});
