import { readFileSync } from "node:fs";
import { join } from "node:path";
import lock from "../package-lock.json";

type Packages = Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
const packages: Packages = lock.packages;

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

it("names no registry", () => {
  expect(readFileSync(join(__dirname, "../package-lock.json"), "utf8")).not.toMatch(/"resolved"|https?:\/\/registry/);
});
