/** What became of one step of the scenario. */
export interface StepResult {
  readonly step: string;
  readonly expected: string;
  readonly outcome: string;
  /** The runtime's code of a failed connection. */
  readonly code?: string;
}

/** What a runtime can do with the fake in its own process: "yes", "–" for what it cannot have, or why not. */
export interface FakeUse {
  readonly fetch: string;
  readonly listen: string;
  /** In a page: what the guide shows of MSW. */
  readonly msw?: string;
}

/** What a runtime has shown, in one module format. */
export interface Run {
  readonly modules: string;
  readonly version: string;
  readonly steps: readonly StepResult[];
  readonly fake?: FakeUse;
}

/** The steps that did not end as they are to end everywhere. */
export const failures = (steps: readonly StepResult[]): StepResult[] =>
  steps.filter(({ expected, outcome }) => outcome !== expected);

/** One row of the table of runtimes. */
export function rowOf(runtime: string, { modules, version, steps, fake }: Run): Record<string, string> {
  const failed = failures(steps).length;
  const codeOf = (wanted: string) => steps.find(({ step }) => step === wanted)?.code ?? "–";
  return {
    runtime,
    version,
    modules,
    result: failed === 0 ? "passed" : "FAILED",
    steps: `${steps.length - failed} of ${steps.length}`,
    refused: codeOf("nobody listens"),
    dropped: codeOf("a dropped connection"),
    "the fake's fetch": fake?.fetch ?? "",
    listen: fake?.listen ?? "",
    MSW: fake?.msw ?? "",
  };
}
