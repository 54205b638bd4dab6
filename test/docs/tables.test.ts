import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ApiUsersClient, isSigfoxError, type SigfoxErrorKind } from "../../src/index";
import { contract } from "../../src/schema";
import { root } from "./support/blocks";

/** The first column of the table under a heading, without its markup. */
function firstColumn(document: string, heading: string): string[] {
  const text = readFileSync(join(root, document), "utf8");
  const section = text.slice(text.indexOf(`\n${heading}\n`));
  const [, rows = ""] = /^\| ?-.*\n((?:\|.*\n)+)/m.exec(section) ?? [];
  return [...rows.matchAll(/^\| \[?`(\w+)/gm)].map(([, name = ""]) => name);
}

const methods = Object.getOwnPropertyNames(ApiUsersClient.prototype).filter((name) => name !== "constructor");

it("the guide to errors has a row for every kind", () => {
  const kinds: Readonly<Record<SigfoxErrorKind, true>> = {
    badRequest: true,
    unauthorized: true,
    forbidden: true,
    notFound: true,
    methodNotAllowed: true,
    conflict: true,
    rateLimited: true,
    server: true,
    redirect: true,
    unexpected: true,
    connection: true,
    timeout: true,
    aborted: true,
    parse: true,
    validation: true,
    callback: true,
    pagination: true,
  };
  expect(firstColumn("guides/errors.md", "## The kinds")).toEqual(Object.keys(kinds));
  const links = rowsWith("guides/errors.md", /^\| \[`\w+`\]\(#(\w+)\)/gm);
  expect(links).toEqual(Object.keys(kinds).map((kind) => kind.toLowerCase()));
  const shown = rowsWith("guides/media/errors.svg", /<text class="error"[^>]*>(\w+)</g);
  expect([...new Set(shown)].sort()).toEqual(Object.keys(kinds).sort());
});

it("the first guide has a row for every option of the client", () => {
  let known: string[] = [];
  try {
    new ApiUsersClient({ unknown: true } as object);
  } catch (error) {
    if (isSigfoxError(error)) known = error.issues[0]?.message.replace(/.*expected one of /, "").split(", ") ?? [];
  }
  expect(known).toContain("auth");
  expect(firstColumn("guides/getting-started.md", "## Options of the client").sort()).toEqual(known.sort());
});

/** The methods that tables have to name; a failure says which file lacks which. */
function expectMethodsOf(file: string, named: readonly string[]): void {
  expect(
    methods.filter((method) => !named.includes(method)).map((method) => `${file} has no row for ${method}`),
  ).toEqual([]);
  expect(named.filter((name) => !methods.includes(name)).map((name) => `${file}: ${name} is no method`)).toEqual([]);
}

const rowsWith = (file: string, pattern: RegExp): string[] =>
  [...readFileSync(join(root, file), "utf8").matchAll(pattern)].map(([, name = ""]) => name);

it("the README has a row for every method", () => {
  expectMethodsOf("README.md", rowsWith("README.md", /^\| `(\w+)\(.*?\)` \|/gm));
});

it("llms.txt has the signature of every method, and AGENTS.md its name", () => {
  expectMethodsOf("llms.txt", rowsWith("llms.txt", /^- `(\w+)\(.*\): /gm));
  const [line = ""] = /^- \*\*Methods\*\*[^;]*;/m.exec(readFileSync(join(root, "AGENTS.md"), "utf8")) ?? [];
  expectMethodsOf(
    "AGENTS.md",
    [...line.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name),
  );
});

it("the guide for those who come from Python names nothing but methods", () => {
  const named = rowsWith("guides/python.md", /^\| `\w+\(.*?\| `(\w+)\(/gm);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !methods.includes(name))).toEqual([]);
});

it("openapi/OUTCOMES.md has a column for every operation", () => {
  const missing = Object.keys(contract).filter(
    (operationId) => !readFileSync(join(root, "openapi/OUTCOMES.md"), "utf8").includes(`| ${operationId} |`),
  );
  expect(missing.map((operationId) => `openapi/OUTCOMES.md has no column for ${operationId}`)).toEqual([]);
});
