import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ApiUsersClient, isSigfoxError, type SigfoxErrorKind } from "../../src/index";
import { root } from "./support/blocks";

/** The first column of the table under a heading, without its markup. */
function firstColumn(document: string, heading: string): string[] {
  const text = readFileSync(join(root, document), "utf8");
  const section = text.slice(text.indexOf(`\n${heading}\n`));
  const [, rows = ""] = /^\| ?-.*\n((?:\|.*\n)+)/m.exec(section) ?? [];
  return [...rows.matchAll(/^\| `(\w+)/gm)].map(([, name = ""]) => name);
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
    pagination: true,
  };
  expect(firstColumn("guides/errors.md", "## The kinds")).toEqual(Object.keys(kinds));
});

it("the first guide has a row for every option of the client", () => {
  let known: string[] = [];
  try {
    new ApiUsersClient({ unknown: true } as object);
  } catch (error) {
    if (isSigfoxError(error)) known = error.issues[0]?.message.replace(/.*known are /, "").split(", ") ?? [];
  }
  expect(known).toContain("auth");
  expect(firstColumn("guides/getting-started.md", "## Options of the client").sort()).toEqual(known.sort());
});

it("the first page has a row for every method", () => {
  expect(firstColumn("guides/index.md", "## The eight methods").sort()).toEqual(methods.sort());
});

it("the guide for those who come from Python names every method", () => {
  const text = readFileSync(join(root, "guides/python.md"), "utf8");
  const named = [...text.matchAll(/^\| `\w+\(.*?\| `(\w+)\(/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(methods.sort());
});
