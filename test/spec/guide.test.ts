import { readFileSync } from "node:fs";
import { join } from "node:path";
import { difference, differenceLines } from "../../scripts/spec/report";
import { placesOfAnOperation } from "../../scripts/spec/facade";
import { facadeGaps, hints } from "../../scripts/regenerate/facadeGaps";
import { finalScreen } from "../../scripts/regenerate/finalScreen";
import { importReport } from "../../scripts/spec/importDescription";
import { readContract } from "../../scripts/openapi/readDescription";
import { edited, stepsOf, timeless, type Step } from "../../scripts/walkthrough/guide";
import { changedUpstream, extendedUpstream } from "./fixtures/guideUpstream";
import { facade, fixture, importText } from "./imported";

const guide = readFileSync(join(__dirname, "../../openapi/CHANGING.md"), "utf8");

/** What the guide shows of its commands; `npm run test:walkthrough` runs them in a clone. */
const printedBy = (steps: readonly Step[], command: string): string[] =>
  steps.flatMap((step) => (step.kind === "console" && step.command.startsWith(command) ? [step.printed] : []));

describe.each([
  ["a change", undefined, changedUpstream, facade],
  ["a new operation", "A new operation", extendedUpstream, { ...facade, suspendApiUser: { method: "suspend" } }],
] as const)("the guide to %s", (_, heading, upstream, facadeAfter) => {
  const steps = stepsOf(guide, heading);

  it("shows what the import prints", async () => {
    const report = importReport(await importText(upstream(fixture)));
    const next = "Wrote openapi/api-users.yaml. Next: npm run regenerate";
    expect(printedBy(steps, "npm run spec:import")).toEqual([`${report}\n\n${next}`]);
  });

  it("shows the last screen", async () => {
    const { contract } = await importText(upstream(fixture));
    const [before, after] = [readContract(fixture), readContract(contract)];
    const { text } = finalScreen({
      difference: differenceLines(difference(before, after, "0.1.0", facadeAfter)),
      mistakes: [],
      compilerOutput: "",
      gaps: facadeGaps(after, before, facadeAfter, new Set()),
      hints: hints(after),
      nextVersion: "0.1.1",
    });
    expect(printedBy(steps, "npm run regenerate").map(timeless)).toEqual([timeless(`${text}\n\nDone in 1.0 s.`)]);
  });
});

it("every edit of the guide finds its place", () => {
  for (const step of stepsOf(guide, "A new operation"))
    if (step.kind === "diff")
      expect(edited(readFileSync(join(__dirname, "../..", step.file), "utf8"), step)).toBeTruthy();
});

it("the guide to a new operation edits the files that regenerate names, six at most", () => {
  const files = stepsOf(guide, "A new operation").flatMap((step) => (step.kind === "diff" ? [step.file] : []));
  expect(files.sort()).toEqual(placesOfAnOperation.map(([file]) => file).sort());
  expect(files.length).toBeLessThanOrEqual(6);
});
