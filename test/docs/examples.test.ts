import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentBlocks, documentOf, sourceBlocks, type Block } from "./support/blocks";
import { pointsOfReadme } from "./support/points";
import { load, run } from "./support/run";
import { runSeparately } from "./support/separately";
import { typecheck } from "./support/typecheck";
import { createWorld, pageOrigin, type World } from "./support/world";

const all = [...documentBlocks(), ...sourceBlocks()];
const examples = all.filter(({ language }) => language === "ts");

it("shows no TypeScript that is not checked here", () => {
  const languages = all.map(({ language }) => language.split(" ")[0]);
  for (const unchecked of ["js", "javascript", "mjs", "cts", "mts", "tsx", "typescript"])
    expect(languages).not.toContain(unchecked);
  expect(examples.length).toBeGreaterThan(30);
});

describe("every example compiles, for a reader with the strictest settings", () => {
  const points = pointsOfReadme();
  const mistakes = typecheck([...examples, ...points]);

  it.each([...examples, ...points].map(({ place }) => place))("%s", (place) => {
    expect(mistakes.get(place) ?? []).toEqual([]);
  });
});

const isForBrowser = ({ code }: Block) => /from "msw\/browser/.test(code);
const isForNode = ({ code }: Block) => /from "(msw\/node|node:test)"/.test(code);
const isTest = (block: Block) => /^(test|it|describe)\(/m.test(block.code) && !isForNode(block);

describe("every example runs against a fake with its default data, in the order of the document", () => {
  const here = process.cwd();
  const { fetch } = globalThis;
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "examples-"));
    // What an example writes is not to end up in the repository.
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(here);
    rmSync(folder, { recursive: true });
  });

  describe.each([...new Set(examples.map(documentOf))])("%s", (document) => {
    let world: World;

    beforeAll(() => {
      world = createWorld();
    });
    beforeEach(() => {
      // Those in comments of the sources are read one by one.
      if (document.endsWith(".ts")) world = createWorld();
      globalThis.fetch = world.fetch;
      const { username, password } = world.fake.auth;
      Object.assign(globalThis, { location: { origin: pageOrigin } });
      Object.assign(process.env, { SIGFOX_API_LOGIN: username, SIGFOX_API_PASSWORD: password });
    });
    afterEach(() => {
      globalThis.fetch = fetch;
      Reflect.deleteProperty(globalThis, "location");
      delete process.env["SIGFOX_API_LOGIN"];
      delete process.env["SIGFOX_API_PASSWORD"];
    });

    for (const block of examples.filter((example) => documentOf(example) === document)) {
      if (isTest(block)) describe(block.place, () => void load(block));
      else if (isForNode(block)) it(`${block.place}, in a process of its own`, () => expectPromisesSeparately(block));
      // An example for a browser runs in one: `npm run test:runtimes`.
      else if (!isForBrowser(block)) it(block.place, () => expectPromises(block));
    }
  });
});

async function expectPromises(block: Block): Promise<void> {
  const { promised } = await run(block);
  for (const { promise, printed } of promised) expect(printed).toBe(promise);
}

async function expectPromisesSeparately(block: Block): Promise<void> {
  const output = await runSeparately(block);
  const promises = [...block.code.matchAll(/^console\.log\(.*\); \/\/ (.+)$/gm)].map(([, promise]) => promise);
  if (promises.length > 0) expect(output.trimEnd().split("\n")).toEqual(promises);
}
