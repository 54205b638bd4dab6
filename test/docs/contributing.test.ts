import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import manifest from "../../package.json";
import { checks } from "../../scripts/test/checks";
import { root } from "./support/blocks";

const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
const rows = [...text.matchAll(/^\| `npm (?:run )?([\w:]+)[^`]*` \| (.+) \| (.+) \|$/gm)];
/** npm runs these by itself. */
const hooks = ["prepack"];

it("the table of commands has a row for each script, with how long it takes", () => {
  const scripts = Object.keys(manifest.scripts).filter((script) => !hooks.includes(script));
  expect(rows.map(([, script]) => script).sort()).toEqual(scripts.sort());
  for (const [, script, , time] of rows) {
    expect([script, time]).toEqual([script, expect.stringMatching(/^\d+ (s|min)$/)]);
  }
});

it("names checks that `npm test --` knows", () => {
  const [, names = ""] = /`npm test -- ([\w ]+)`/.exec(text) ?? [];
  expect(Object.keys(checks)).toEqual(expect.arrayContaining(names.split(" ")));
});

const filesIn = (picture: string) =>
  readFileSync(join(root, "guides/media", picture), "utf8").match(/[\w/]+\.ts\b/g) ?? [];

it("shows where each file of src/http has its place in a call", () => {
  const shown = new Set(filesIn("files.svg").map((path) => basename(path)));
  const elsewhere = ["client.ts", "input.ts", "check.ts", "toError.ts"];
  const ofHttp = readdirSync(join(root, "src/http"), { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".ts"),
  );
  expect([...shown].sort()).toEqual([...ofHttp.map((path) => basename(path)), ...elsewhere].sort());
});

it("shows users no files", () => {
  expect(["call.svg", "errors.svg", "pace.svg"].flatMap(filesIn)).toEqual([]);
});
