import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { facade } from "../../scripts/spec/facade";
import { deprecatedMethods, facadeGaps } from "../../scripts/regenerate/facadeGaps";
import { readContract } from "../../scripts/openapi/readDescription";
import { examplesThatDoNotFit } from "../spec/examples";

const root = join(__dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const yaml = read("openapi/api-users.yaml");
/** What a script of node prints; with what it complains of, if it fails. */
async function node(...args: string[]): Promise<string> {
  try {
    return (await promisify(execFile)(process.execPath, args, { cwd: root })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout || stderr;
  }
}

// Two of these start a program of their own.
jest.setTimeout(60_000);

describe("the contract", () => {
  it("is carried out by the facade in full", () => {
    const contract = readContract(yaml);
    const gaps = facadeGaps(contract, contract, facade, deprecatedMethods(read("src/client.ts")));
    expect(gaps.flatMap(({ what, steps }) => [what, ...steps])).toEqual([]);
  });

  it("has been generated from: what is committed in generated/ is current", async () => {
    expect(await node("--import", "tsx", "scripts/generate/generate.ts", "--check")).toMatch(/is current/);
  });

  it("lints clean", async () => {
    const stdout = await node(
      "node_modules/@redocly/cli/bin/cli.js",
      "lint",
      "openapi/api-users.yaml",
      "--format",
      "json",
    );
    const { problems } = JSON.parse(stdout) as { problems: { message: string }[] };
    expect(problems.map(({ message }) => message)).toEqual([]);
  });

  it("has no example that its schema does not admit", () => {
    expect(examplesThatDoNotFit(yaml)).toEqual([]);
  });
});
