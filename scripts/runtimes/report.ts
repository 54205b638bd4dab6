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

/** Rows as a table in Markdown, its columns aligned. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? "").length)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? "").padEnd(width)).join(" | ")} |`;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(line)].join("\n");
}

/** The steps that did not end as they are to end everywhere. */
export const failures = (steps: readonly StepResult[]): StepResult[] =>
  steps.filter(({ expected, outcome }) => outcome !== expected);

/** One row of the table of runtimes. */
export function rowOf(name: string, { modules, version, steps, fake }: Run): string[] {
  const passed = steps.length - failures(steps).length;
  const codeOf = (wanted: string) => steps.find(({ step }) => step === wanted)?.code ?? "–";
  const result = passed === steps.length ? "passed" : "FAILED";
  const count = `${passed} of ${steps.length}`;
  return [
    name,
    version,
    modules,
    result,
    count,
    codeOf("nobody listens"),
    codeOf("a dropped connection"),
    fake?.fetch ?? "",
    fake?.listen ?? "",
    fake?.msw ?? "",
  ];
}

export const runtimeColumns = [
  "runtime",
  "version",
  "modules",
  "result",
  "steps",
  "refused",
  "dropped",
  "the fake's fetch",
  "listen",
  "MSW",
];
