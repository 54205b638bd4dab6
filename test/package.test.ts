import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import manifest from "../package.json";
import { Consumer } from "../scripts/package/consumer";
import { packTarball } from "../scripts/package/tarball";
import { listen } from "./support/loopback";
import { packed } from "./support/packed";

const root = join(__dirname, "..");
const library = (...path: string[]) => join(consumer.folder, "node_modules/sigfox-api-users", ...path);

const consumer = new Consumer();
let tarball: string;

beforeAll(async () => {
  tarball = await packTarball(root, consumer);
  await consumer.install(tarball);
}, 60_000);

afterAll(async () => {
  await consumer[Symbol.asyncDispose]();
});

/** What a program of the user, an ES module, prints as JSON. */
async function runModule(text: string, ...args: string[]): Promise<unknown> {
  return JSON.parse(
    await consumer.run(process.execPath, await consumer.write("program.mjs", text), ...args),
  ) as unknown;
}

/** What a program of the user, in CommonJS, prints as JSON. */
async function runCommonJs(text: string, ...args: string[]): Promise<unknown> {
  return JSON.parse(
    await consumer.run(process.execPath, await consumer.write("program.cjs", text), ...args),
  ) as unknown;
}

describe("the tarball", () => {
  it("holds what is used, and nothing else", async () => {
    const { stdout } = await promisify(execFile)("tar", ["-tzf", tarball]);
    expect(stdout.trim().split("\n").sort()).toEqual(packed.map((name) => `package/${name}`).sort());
  });

  it.each([
    ["publint", "--strict"],
    // Attw knows no entry points that are neither code nor JSON.
    ["attw", "--profile", "strict", "--exclude-entrypoints", "openapi.yaml", "--"],
  ])("is as %s wants it", async (tool, ...options) => {
    await consumer.run(join(root, "node_modules/.bin", tool), ...options, tarball);
  });

  it("says in the editor what things are", async () => {
    const declarations = await readFile(library("dist/index.d.cts"), "utf8");
    expect(declarations).toContain("The group that the API user belongs to.");
    expect(declarations).toContain("Assumed to replace the whole set.");
    expect(declarations).toContain("The size of a page.");
  });

  it.each(["index", "testing"])("has one set of declarations for both module systems (%s)", async (name) => {
    expect(await readFile(library("dist", `${name}.d.mts`), "utf8")).toBe(`export * from "./${name}.cjs";\n`);
  });

  it.each(["index.d.cts", "testing.d.cts"])(
    "has no links in its declarations that an editor cannot follow (%s)",
    async (name) => {
      expect(await readFile(library("dist", name), "utf8")).not.toMatch(/\]\((?!https:|\))/);
    },
  );

  it("brings the sources with its source maps, and points to no map that is not there", async () => {
    const names = await readdir(library("dist"));
    for (const name of names) {
      const text = await readFile(library("dist", name), "utf8");
      if (name.endsWith(".map")) {
        const map = JSON.parse(text) as { sources: string[]; sourcesContent: (string | null)[] };
        expect(map.sources.length).toBeGreaterThan(0);
        expect(
          map.sources.filter((source) => !/^\.\.\/((src|generated)\/[\w/-]+\.ts|package\.json)$/.test(source)),
        ).toEqual([]);
        expect(map.sourcesContent.filter((content) => typeof content === "string")).toHaveLength(map.sources.length);
      } else {
        const mentioned = [...(/^\/\/# sourceMappingURL=(.*)$/m.exec(text) ?? [])].slice(1);
        expect(mentioned).toEqual(/\.d\.[cm]ts$/.test(name) ? [] : [`${name}.map`]);
        expect(mentioned.filter((map) => !names.includes(map))).toEqual([]);
      }
    }
  });

  it("names no folder of the machine that it was built on", async () => {
    for (const name of await readdir(library("dist"))) {
      expect((await readFile(library("dist", name), "utf8")).includes(root)).toBe(false);
    }
  });

  it("brings one package along, openapi-fetch, and asks for no other", async () => {
    const installed = await readdir(join(consumer.folder, "node_modules"));
    expect(installed.filter((name) => !name.startsWith(".")).sort()).toEqual([
      "openapi-fetch",
      "openapi-typescript-helpers",
      "sigfox-api-users",
    ]);
    expect(Object.keys(manifest).filter((key) => /peer|optional/i.test(key))).toEqual([]);
  });
});

describe("a call from an installed copy", () => {
  const call = `
    const apiUsers = new ApiUsersClient({ auth: { username: "ada", password: "pässword" }, baseUrl: process.argv[2] });
    apiUsers.list({ limit: 7 }).toArray().then((users) => console.log(JSON.stringify(users)));`;

  it.each([
    ["an ES module", runModule, `import { ApiUsersClient } from "sigfox-api-users"; ${call}`],
    ["CommonJS", runCommonJs, `const { ApiUsersClient } = require("sigfox-api-users"); ${call}`],
  ])("reaches the server from %s", async (_, run, program) => {
    const received: object[] = [];
    const server = await listen(({ url: path, headers }, response) => {
      received.push({ path, authorization: headers.authorization, agent: headers["user-agent"] });
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ data: [{ id: "a", name: "Ada", timezone: "Etc/UTC" }], paging: {} }));
    });
    expect(await run(program, `${server.url}/v2`)).toEqual([{ id: "a", name: "Ada", timezone: "Etc/UTC" }]);
    const authorization = `Basic ${Buffer.from("ada:pässword").toString("base64")}`;
    const agent = `${manifest.name}/${manifest.version}`;
    expect(received).toEqual([{ path: "/v2/api-users/?limit=7", authorization, agent }]);
  });
});

it("shows no password to developer tools, which see private fields", async () => {
  const program = `
    import { Session } from "node:inspector";
    import { ApiUsersClient } from "sigfox-api-users";
    const user = { id: "a", name: "Ada", timezone: "Etc/UTC", accessToken: "the-password-of-ada" };
    const fetch = async () => Response.json({ ...user, data: [user] });
    const auth = { username: "a", password: "my-own-password" };
    const apiUsers = new ApiUsersClient({ auth, fetch });
    const shown = [await apiUsers.get("a"), await apiUsers.list(), apiUsers.list(), apiUsers, new Map([[1, await apiUsers.get("a")]])];
    const session = new Session();
    session.connect();
    const seen = [];
    session.on("Runtime.consoleAPICalled", ({ params }) => seen.push(params.args));
    session.post("Runtime.enable");
    const { write } = process.stdout;
    process.stdout.write = () => true;
    for (const one of shown) console.log(one);
    process.stdout.write = write;
    const text = JSON.stringify(seen);
    session.disconnect();
    console.log(JSON.stringify([seen.length, text.includes("the-password-of-ada"), text.includes("my-own-password")]));`;
  expect(await runModule(program)).toEqual([5, false, false]);
});

describe("importing", () => {
  it("recognises errors across the ES module and the CommonJS copy", async () => {
    const program = `
      import { createRequire } from "node:module";
      import * as esm from "sigfox-api-users";
      const cjs = createRequire(import.meta.url)("sigfox-api-users");
      const thrownBy = (copy) => new copy.ApiUsersClient().get("").catch((error) => error);
      const [ofEsm, ofCjs] = [await thrownBy(esm), await thrownBy(cjs)];
      console.log(JSON.stringify({
        areCopies: esm.SigfoxError !== cjs.SigfoxError,
        recognised: [cjs.isSigfoxError(ofEsm), esm.isSigfoxError(ofCjs)],
        others: [cjs.isSigfoxError(new Error("x")), esm.isSigfoxError(new Error("x"))],
        kinds: [ofEsm.kind, ofCjs.kind],
      }));`;
    expect(await runModule(program)).toEqual({
      areCopies: true,
      recognised: [true, true],
      others: [false, false],
      kinds: ["validation", "validation"],
    });
  });

  it("knows the passwords of API users across the ES module and the CommonJS copy", async () => {
    const program = `
      import { createRequire } from "node:module";
      import * as esm from "sigfox-api-users";
      const cjs = createRequire(import.meta.url)("sigfox-api-users");
      const fetch = async () => Response.json({ id: "a", name: "Ada", timezone: "Etc/UTC", accessToken: "hush" });
      const [ofEsm, ofCjs] = [await new esm.ApiUsersClient({ fetch }).get("a"), await new cjs.ApiUsersClient({ fetch }).get("a")];
      console.log(JSON.stringify([
        [cjs.accessTokenOf(ofEsm), esm.accessTokenOf(ofCjs)],
        [cjs.accessTokenOf({ ...ofEsm }) ?? "none", esm.accessTokenOf(structuredClone(ofCjs)) ?? "none"],
        [ofEsm, ofCjs],
      ]));`;
    const shown = { id: "a", name: "Ada", timezone: "Etc/UTC" };
    expect(await runModule(program)).toEqual([
      ["hush", "hush"],
      ["none", "none"],
      [shown, shown],
    ]);
  });

  it("makes errors and lists for stubs of the classes that a test imports, in both module systems", async () => {
    const program = `
      const kinds = ["notFound", "connection", "timeout", "aborted", "parse", "callback", "validation", "pagination"];
      const made = [...kinds.map((kind) => testing.createFakeError(kind)), testing.createFakeList([])];
      console.log(JSON.stringify(made.map(({ constructor }) => [constructor.name, constructor === client[constructor.name]])));`;
    const classes = ["Api", "Connection", "Timeout", "Abort", "Parse", "Callback", "Validation", "Pagination"];
    const expected = [...classes.map((name) => [`Sigfox${name}Error`, true]), ["ApiUserList", true]];
    const imports = `import * as client from "sigfox-api-users"; import * as testing from "sigfox-api-users/testing";`;
    const requires = `const client = require("sigfox-api-users"); const testing = require("sigfox-api-users/testing");`;
    expect(await runModule(imports + program)).toEqual(expected);
    expect(await runCommonJs(requires + program)).toEqual(expected);
  });

  it("reads nothing of fetch before there is a client, nor of the process", async () => {
    const program = `
      const touched = [];
      for (const name of ["fetch", "Request", "Response", "Headers", "FormData", "AbortController", "process", "Buffer"]) {
        const value = globalThis[name];
        Object.defineProperty(globalThis, name, { get: () => { touched.push(name); return value; } });
      }
      const { ApiUsersClient } = await import("sigfox-api-users");
      const duringImport = touched.splice(0);
      new ApiUsersClient();
      console.log(JSON.stringify({ duringImport, isWatching: touched.includes("Request") }));`;
    expect(await runModule(program)).toEqual({ duringImport: [], isWatching: true });
  });

  it.each(["mjs", "cjs"])("needs openapi-fetch alone, and no module of Node.js (%s)", async (extension) => {
    const { metafile } = await build({
      entryPoints: [library("dist", `index.${extension}`)],
      bundle: true,
      packages: "external",
      platform: "neutral",
      metafile: true,
      write: false,
    });
    const needed = Object.values(metafile.inputs).flatMap((input) => input.imports);
    expect(needed.filter(({ external }) => external === true).map(({ path }) => path)).toEqual(["openapi-fetch"]);
  });

  it("finds the contract as sigfox-api-users/openapi.yaml", async () => {
    const program = `
      const path = require.resolve("sigfox-api-users/openapi.yaml");
      console.log(JSON.stringify(require("node:fs").readFileSync(path, "utf8")));`;
    expect(await runCommonJs(program)).toBe(await readFile(join(root, "openapi/api-users.yaml"), "utf8"));
  });
});

describe("sigfox-api-users/testing", () => {
  const use = `
    (async () => {
      const fake = createFakeApi({ users: 250 });
      const users = await new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch }).list().toArray();
      const server = await fake.listen();
      const overHttp = await new ApiUsersClient({ auth: fake.auth, baseUrl: server.url }).list().toArray();
      await server.close();
      console.log(JSON.stringify({ users: users.length, overHttp: overHttp.length }));
    })();`;
  // As in Node.js before 20.16, where modules are only imported or required.
  const older = "delete process.getBuiltinModule;";

  it.each([
    ["an ES module", runModule, ["import", "from"]],
    ["CommonJS", runCommonJs, ["const", "= require"]],
  ] as const)("works from %s, with nothing else installed", async (_, run, [take, from]) => {
    const program = `
      ${take} { ApiUsersClient } ${from}("sigfox-api-users");
      ${take} { createFakeApi } ${from}("sigfox-api-users/testing"); ${use}`;
    const text = take === "import" ? program.replaceAll(/from\((.*)\)/g, "from $1") : program;
    expect(await run(text)).toEqual({ users: 250, overHttp: 250 });
    expect(await run(`${text} ${older}`)).toEqual({ users: 250, overHttp: 250 });
  });

  it("works in a user's own jest, in its CommonJS mode", async () => {
    const test = `
      const { ApiUsersClient } = require("sigfox-api-users");
      const { createFakeApi } = require("sigfox-api-users/testing");
      test("lists", async () => {
        const fake = createFakeApi({ users: 5 });
        const server = await fake.listen();
        try {
          for (const options of [{ fetch: fake.fetch }, { baseUrl: server.url }]) {
            const apiUsers = new ApiUsersClient({ auth: fake.auth, ...options });
            expect(await apiUsers.list().toArray()).toHaveLength(5);
          }
        } finally {
          await server.close();
        }
      });`;
    await consumer.write("users.test.js", test);
    await consumer.write("older.test.js", `${older} ${test}`);
    const jest = join(root, "node_modules/jest/bin/jest.js");
    const report = await consumer.run(process.execPath, jest, "--json", "--runInBand", "--rootDir", consumer.folder);
    expect(JSON.parse(report)).toMatchObject({ success: true, numPassedTests: 2 });
  }, 30_000);

  it("requires no module by a name that a bundler cannot know", async () => {
    const calls = (await readFile(library("dist/testing.cjs"), "utf8")).match(/\brequire\([^)]*/g) ?? [];
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter((call) => !/^require\("[^"]+"$/.test(call))).toEqual([]);
  });

  it.each(["mjs", "cjs"])("is bundled for a browser with no flag (%s)", async (extension) => {
    const { warnings, metafile } = await build({
      entryPoints: [library("dist", `testing.${extension}`)],
      bundle: true,
      platform: "browser",
      metafile: true,
      write: false,
    });
    expect(warnings).toEqual([]);
    // The client, which the fake imports by its name, and what that brings along.
    const others = /node_modules\/(?!sigfox-api-users\/|openapi-fetch\/)/;
    expect(Object.keys(metafile.inputs).filter((path) => others.test(path))).toEqual([]);
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
    expect(imports.filter(({ external, path }) => external === true && path !== "<runtime>")).toEqual([]);
  });
});
