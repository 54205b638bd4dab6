import { cp, mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Consumer } from "../scripts/package/consumer";
import { ensureBuilt } from "../scripts/package/tarball";
import { compile } from "../scripts/types/compiler";
import { instantiations } from "../scripts/types/instantiations";
import { buildOnHttp, exchangeTypes, giveFetches, targetOld } from "../scripts/types/travel";
import { compilerOfTests as compiler } from "./support/compiler";

const root = join(__dirname, "..");

// The first program loads the libraries, which takes as long as the machine is busy.
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

it("need the types of Node.js or of the DOM, those of the fake as the client's do, and no later library than ES2022", async () => {
  const text = `
      import { createFakeApi, type FakeServer } from "sigfox-api-users/testing";
      const fake = createFakeApi({ users: [{ name: "Gateway" }], rateLimit: { requests: 1, interval: 1_000 } });
      fake.failNext({ status: 429, when: ({ method }) => method === "POST" });
      const server: FakeServer = await fake.listen({ host: "0.0.0.0" });
      await server.close();`;
  const disposed = `
      await server[Symbol.asyncDispose]();
      const response: Response = await fake.fetch(new URL(server.url), { method: "GET" });
      export const status: number = response.status;`;
  await consumer.write("fake.mts", text);
  await consumer.write("disposed.mts", text + disposed);
  for (const platform of [{ lib: ["es2022"], types: ["node"] }, { lib: ["es2022", "dom"] }])
    expect(await compile(consumer, compiler, ["fake.mts"], { module: "nodenext", ...platform })).toBe("");
  const later = { module: "nodenext", lib: ["es2022", "dom", "esnext.disposable"] };
  expect(await compile(consumer, compiler, ["disposed.mts"], later)).toBe("");
});

it("cost the compiler of a user few instantiations", async () => {
  const counts = await instantiations(consumer, compiler);
  console.info("instantiations:", counts);
  // 500 by the contract of today; each parameter or operation that is added takes a few.
  expect(counts.withoutFields).toBeLessThanOrEqual(550);
  expect(counts.withFields).toBeLessThanOrEqual(1_500);
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
