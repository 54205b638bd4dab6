import { cp, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Consumer } from "../scripts/package/consumer";
import { ensureBuilt } from "../scripts/package/tarball";
import { compilerIn } from "../scripts/types/compiler";
import { buildOnHttp, exchangeTypes, giveFetches, targetOld } from "../scripts/types/travel";

const root = join(__dirname, "..");
const compiler = compilerIn(root);

// The compiler checks every declaration there is, which takes as long as the machine is busy.
jest.setTimeout(180_000);

/** An application whose packages lie as pnpm lays them: it sees those that it asked for, and each of them its own. */
const consumer = new Consumer();
const packages = join(consumer.folder, "node_modules");
const store = (name: string, ...path: string[]) =>
  join(packages, ".pnpm", name.replace("/", "+"), "node_modules", ...path);

async function link(target: string, place: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  await symlink(target, place, "junction");
}

beforeAll(async () => {
  ensureBuilt(root);
  const own = store("sigfox-api-users", "sigfox-api-users");
  for (const path of ["dist", "package.json"]) await cp(join(root, path), join(own, path), { recursive: true });
  for (const name of ["openapi-fetch", "openapi-typescript-helpers"])
    await cp(join(root, "node_modules", name), store(name, name), { recursive: true });
  await link(store("openapi-fetch", "openapi-fetch"), store("sigfox-api-users", "openapi-fetch"));
  const helpers = "openapi-typescript-helpers";
  await link(store(helpers, helpers), store("openapi-fetch", helpers));
  await link(own, join(packages, "sigfox-api-users"));
  for (const name of ["@types/node", "node-fetch", "undici"])
    await link(join(root, "node_modules", name), join(packages, name));
});

afterAll(async () => {
  await consumer[Symbol.asyncDispose]();
});

it("are the same types for an ES module and for CommonJS, which exchange clients, lists, users and fakes", async () => {
  await exchangeTypes(consumer, compiler);
});

it("take every fetch there is, and functions around it, with the types of the DOM and without", async () => {
  await giveFetches(consumer, compiler);
});

it("compile for a target without private fields", async () => {
  // As TypeScript 6 wants it said.
  await targetOld(consumer, compiler, { ignoreDeprecations: "6.0" });
});

it("name what is built on http, so that it has declarations of its own", async () => {
  const declarations = await buildOnHttp(consumer, compiler, { module: "node16", moduleResolution: "node16" });
  expect(declarations).toContain('import("sigfox-api-users").HttpMethod');
  expect(declarations).not.toContain("openapi-fetch");
});

describe("a reader finds", () => {
  it.each(["index", "testing"])("the public names before the generated ones (%s)", async (name) => {
    const text = await consumer.read(`node_modules/sigfox-api-users/dist/${name}.d.cts`);
    const regions = [...text.matchAll(/^\/\/#region (\w+)\//gm)].map(([, folder]) => folder);
    expect(new Set(regions)).toEqual(new Set(["src", "generated"]));
    expect(regions).toEqual([...regions].sort().reverse());
  });

  it("nothing that is private or internal", async () => {
    for (const name of ["index", "testing"]) {
      const text = await consumer.read(`node_modules/sigfox-api-users/dist/${name}.d.cts`);
      expect(text).not.toMatch(/#private|unique symbol|@internal|\bprivate\b/);
    }
  });
});
