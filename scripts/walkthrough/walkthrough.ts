import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { editionWithOperation, lastEdition, nextEdition } from "../../test/spec/editions";
import { edited, stepsOf, timeless } from "./guide";

// Does in a clone of the last commit what openapi/CHANGING.md says, block by block, and then runs all tests there.
const guide = readFileSync("openapi/CHANGING.md", "utf8");
const walks = [
  ["a change", undefined, nextEdition],
  ["a new operation", "A new operation", editionWithOperation],
] as const;

for (const [name, heading, edition] of walks) {
  const clone = mkdtempSync(join(tmpdir(), "walkthrough-"));
  const place = (file: string) => join(clone, file);
  const run = (command: string) =>
    spawnSync("sh", ["-c", command.replace(/^npm run /, "npm run --silent ")], {
      cwd: clone,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", SIGFOX_API_LOGIN: "", SIGFOX_API_PASSWORD: "" },
      maxBuffer: 100_000_000,
    });
  try {
    execFileSync("git", ["clone", "--quiet", "--local", ".", clone]);
    symlinkSync(resolve("node_modules"), place("node_modules"), "dir");
    writeFileSync(place(".git/info/exclude"), "node_modules\nupstream.json\n*.tsbuildinfo\n");
    // The guide supposes an edition that was seen before.
    writeFileSync(place("upstream.json"), lastEdition());
    run("npm run upstream -- upstream.json");
    run(
      "git -c user.name=walkthrough -c user.email=walkthrough@example.com commit --all --message 'The edition before'",
    );
    writeFileSync(place("upstream.json"), edition());
    for (const step of stepsOf(guide, heading)) {
      if (step.kind === "diff") {
        writeFileSync(place(step.file), edited(readFileSync(place(step.file), "utf8"), step));
        continue;
      }
      const { stdout, stderr, status } = run(step.command);
      const isRight = step.printed === "" ? status === 0 : timeless(stdout) === timeless(step.printed);
      console.log(`${isRight ? "as the guide says" : "OTHERWISE"}: ${step.command}`);
      if (!isRight) throw new Error(`${step.command} printed\n${`${stdout}${stderr}`.slice(-4_000)}`);
    }
    rmSync(place("upstream.json"));
    const { stdout, stderr, status } = run("npm test");
    if (status !== 0) throw new Error(`npm test fails after ${name}\n${stdout.slice(-8_000)}${stderr.slice(-8_000)}`);
    console.log(`npm test passes after ${name}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}
