import { readFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../package.json";

interface Package {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Packages = Readonly<Record<string, Package>>;
const text = readFileSync(join(__dirname, "../package-lock.json"), "utf8");
const { version, packages } = JSON.parse(text) as { version: string; packages: Packages };

/** Where npm would find a package that another one asks for. */
function found(from: string, name: string): boolean {
  const path = `${from === "" ? "" : `${from}/`}node_modules/${name}`;
  return path in packages || (from !== "" && found(from.replace(/\/?node_modules\/(?:@[^/]+\/)?[^/]+$/, ""), name));
}

// `npm install` drops the packages of other systems when node_modules exists, and `npm ci` then fails on those systems.
it("lists the optional packages of every system", () => {
  const missing = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !found(from, name))
      .map((name) => `${from}: ${name}`),
  );
  expect(missing).toEqual([]);
});

it("has the version of package.json, as `npm version` sets both", () => {
  expect([version, packages[""]?.version]).toEqual([manifest.version, manifest.version]);
});

it("names no registry", () => {
  expect(text).not.toMatch(/"resolved"|https?:\/\/registry/);
});
