import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentBlocks, sourceBlocks, type Block } from "./support/blocks";
import { load, run } from "./support/run";
import { runSeparately } from "./support/separately";
import { typecheck } from "./support/typecheck";
import { createWorld, pageOrigin } from "./support/world";

const all = [...documentBlocks(), ...sourceBlocks()];
const examples = all.filter(({ language }) => language === "ts");
const byPlace = (blocks: readonly Block[]) => blocks.map((block): [string, Block] => [block.place, block]);

it("shows no TypeScript that is not checked here", () => {
  const languages = all.map(({ language }) => language.split(" ")[0]);
  for (const unchecked of ["js", "javascript", "mjs", "cts", "mts", "tsx", "typescript"])
    expect(languages).not.toContain(unchecked);
  expect(examples.length).toBeGreaterThan(30);
});

describe("every example compiles, for a reader with strict settings", () => {
  const mistakes = typecheck(examples);

  it.each(byPlace(examples))("%s", (place) => {
    expect(mistakes.get(place) ?? []).toEqual([]);
  });
});

describe("every example runs against the fake, and prints what it says", () => {
  const isTest = ({ code }: Block) => /^(test|it|describe)\(/m.test(code);
  const isForNode = ({ code }: Block) => /from "msw\/node/.test(code);
  // In Chromium, by `npm run test:runtimes`.
  const isForBrowser = ({ code }: Block) => /from "msw\/browser/.test(code);
  const here = process.cwd();
  const { fetch } = globalThis;
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "examples-"));
    // What an example writes is not to end up in the repository.
    process.chdir(folder);
  });
  beforeEach(() => {
    globalThis.fetch = createWorld().fetch;
    Object.assign(globalThis, { location: { origin: pageOrigin } });
    Object.assign(process.env, { SIGFOX_API_LOGIN: "my-login", SIGFOX_API_PASSWORD: "my-password" });
  });
  afterEach(() => {
    globalThis.fetch = fetch;
    Reflect.deleteProperty(globalThis, "location");
    delete process.env["SIGFOX_API_LOGIN"];
    delete process.env["SIGFOX_API_PASSWORD"];
  });
  afterAll(() => {
    process.chdir(here);
    rmSync(folder, { recursive: true });
  });

  it.each(byPlace(examples.filter((block) => ![isTest, isForNode, isForBrowser].some((is) => is(block)))))(
    "%s",
    async (_, block) => {
      const { promised } = await run(block);
      for (const { promise, printed } of promised) expect(printed).toBe(promise);
    },
  );

  it.each(byPlace(examples.filter(isForNode)))("%s, in a process of its own", async (_, block) => {
    const promises = [...block.code.matchAll(/^console\.log\(.*\); \/\/ (.+)$/gm)].map(([, promise]) => promise);
    expect((await runSeparately(block)).trimEnd().split("\n")).toEqual(promises);
  });

  for (const [place, block] of byPlace(examples.filter(isTest))) describe(place, () => void load(block));
});
