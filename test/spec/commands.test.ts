import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../..");
const contract = readFileSync(join(root, "openapi/api-users.yaml"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "description-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `npm run spec:import -- --dry-run` on a description. */
function dryRun(description: string) {
  const file = join(folder, "upstream.yaml");
  writeFileSync(file, description);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "scripts/spec/import.ts", "--dry-run", file],
    { cwd: root, encoding: "utf8" },
  );
  return { status, stdout, stderr };
}

describe("a dry run of the import writes nothing, and its exit status says", () => {
  afterEach(() => expect(readFileSync(join(root, "openapi/api-users.yaml"), "utf8")).toBe(contract));

  it("0 if there is no difference", () => {
    expect(dryRun(contract)).toEqual({
      status: 0,
      stdout: "No difference.\n\nDry run: nothing is written.\n",
      stderr: "",
    });
  });

  it("1 if the description cannot be imported", () => {
    const { status, stderr } = dryRun("hello: world");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "spec:import: not an API description: it has no paths\n",
    });
  });

  it("2 if there is a difference", () => {
    const { status, stdout } = dryRun(contract.replace("https://api.sigfox.com/v2", "https://api.sigfox.com/v3"));
    expect(status).toBe(2);
    expect(stdout).toContain(
      "breaking       the API is at https://api.sigfox.com/v3, was at https://api.sigfox.com/v2",
    );
  });

  it("2 if there is something to look at", () => {
    const { status, stdout } = dryRun(contract.replace("version: 2.0.0", "version: 3.0.0"));
    expect(status).toBe(2);
    expect(stdout).toContain(
      "To look at\n  the API's version is 3.0.0, the contract says 2.0.0\n\nNo other difference.",
    );
  });
});
