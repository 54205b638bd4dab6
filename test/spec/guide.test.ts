import { readFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import { factsOf } from "../../scripts/openapi/facts";
import { parseDescription, readContract } from "../../scripts/openapi/readDescription";
import { facadeGaps } from "../../scripts/regenerate/facadeGaps";
import { finalScreen } from "../../scripts/regenerate/finalScreen";
import { hints } from "../../scripts/regenerate/hints";
import { placesOfAnOperation, type Facade } from "../../scripts/spec/facade";
import { difference, differenceLines } from "../../scripts/spec/report";
import { differenceLines as upstreamLines } from "../../scripts/upstream/difference";
import { readUpstream } from "../../scripts/upstream/readUpstream";
import { edited, stepsOf, timeless, type Step } from "../../scripts/walkthrough/guide";
import { facade, fixture as contract } from "./contract";
import { editionWithOperation, lastEdition, nextEdition } from "./editions";

const read = (path: string) => readFileSync(join(__dirname, "../..", path), "utf8");
const guide = read("openapi/CHANGING.md");
const factsIn = (yaml: string) => factsOf(parseDescription(yaml));

/** What the guide shows of its commands; `npm run test:walkthrough` runs them in a clone. */
const printedBy = (steps: readonly Step[], command: string): string[] =>
  steps.flatMap((step) => (step.kind === "console" && step.command.startsWith(command) ? [step.printed] : []));

const withSuspension: Facade = { ...facade, suspendApiUser: { method: "suspend" } };

describe.each([
  ["a change", undefined, nextEdition, facade],
  ["a new operation", "A new operation", editionWithOperation, withSuspension],
] as const)("the guide to %s", (_, heading, edition, facadeAfter) => {
  const steps = stepsOf(guide, heading);
  const after = steps.reduce(
    (yaml, step) => (step.kind === "diff" && step.file === "openapi/api-users.yaml" ? edited(yaml, step) : yaml),
    contract,
  );

  it("shows what is new upstream", async () => {
    const before = await readUpstream(lastEdition());
    const lines = upstreamLines(before.places, await readUpstream(edition()), factsIn(contract).places);
    const next = "Wrote openapi/upstream.facts. Next: edit openapi/api-users.yaml, then npm run regenerate";
    expect(printedBy(steps, "npm run upstream")).toEqual([`${lines.join("\n")}\n${next}`]);
  });

  it("shows the last screen", () => {
    const changes = difference(factsIn(contract), factsIn(after), version);
    const { text } = finalScreen([], () => ({
      isUnchanged: false,
      difference: differenceLines(changes, facadeAfter),
      compilerOutput: "",
      gaps: facadeGaps(readContract(after), new Map(), facadeAfter, new Set()),
      hints: hints(readContract(after)),
      nextVersion: changes.nextVersion,
    }));
    // The versions too: the guide shows those of this package.
    expect(printedBy(steps, "npm run regenerate").map((one) => one.replace(/\d+\.\d s\.$/, "1.0 s."))).toEqual([
      `${text}\n\nDone in 1.0 s.`,
    ]);
  });

  it("edits what stands there", () => {
    for (const step of steps) if (step.kind === "diff") expect(edited(read(step.file), step)).not.toBe(read(step.file));
  });
});

it("the guide to a new operation edits the files that regenerate names, six at most, and documents whose rows are tested", () => {
  const files = stepsOf(guide, "A new operation").flatMap((step) => (step.kind === "diff" ? [step.file] : []));
  const named = placesOfAnOperation.map(([file]) => file);
  const documents = ["guides/retries.md", "llms.txt", "AGENTS.md"];
  expect(new Set(files)).toEqual(new Set(["openapi/api-users.yaml", ...named, ...documents]));
  expect(named.length).toBeLessThanOrEqual(6);
});

it("what depends on the day and the machine is left out of what a command prints", () => {
  expect(timeless("Version: 0.2.0 → 0.2.1\n\nDone in 9.8 s.")).toBe("Version: x.y.z → x.y.z\n\nDone in some seconds.");
});
