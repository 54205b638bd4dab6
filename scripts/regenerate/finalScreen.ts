import type { Gap } from "./facadeGaps";

/** The contract test that fails with the gaps, which are listed one by one. */
const saidAbove = /is carried out by the facade/;

/** Everything that `npm run regenerate` has found out. */
export interface Findings {
  /** The files of `generated/` that were written anew, or why none could be. */
  readonly generated: { readonly written: readonly string[] } | { readonly refused: string };
  readonly difference: readonly string[];
  /** By file. */
  readonly compileErrors: ReadonlyMap<string, readonly string[]>;
  readonly failedTests: readonly string[];
  readonly gaps: readonly Gap[];
  /** What works as it is, and may be made nicer. */
  readonly hints: readonly string[];
  readonly nextVersion: string;
}

/** What fits on a screen beside the rest. */
const shown = 40;

/** The one screen at the end, and whether the facade keeps up with the contract. */
export function finalScreen(findings: Findings): { text: string; ok: boolean } {
  const { generated, difference, compileErrors, gaps } = findings;
  const failedTests = findings.failedTests.filter((test) => !saidAbove.test(test));
  const behind = [
    ...("refused" in generated ? [generated.refused] : []),
    ...gaps.map(({ what }) => what),
    ...few(
      [...compileErrors].flatMap(([file, errors]) => [
        `${file} does not compile`,
        ...errors.map((error) => `  ${error}`),
      ]),
    ),
    ...failedTests.map((test) => `contract test: ${test}`),
  ];
  const sections: [string, readonly string[]][] = [
    ["What changed since the last commit", difference],
    ["Where the facade is behind the contract", behind.length === 0 ? ["nowhere"] : behind],
    ["What to do", behind.length === 0 ? allDone(findings) : steps({ ...findings, failedTests })],
  ];
  return {
    ok: behind.length === 0,
    text: sections.map(([title, lines]) => [title, ...lines.map((line) => `  ${line}`)].join("\n")).join("\n\n"),
  };
}

const few = (lines: readonly string[]): readonly string[] =>
  lines.length <= shown
    ? lines
    : [...lines.slice(0, shown), `and ${lines.length - shown} lines more: npm run typecheck`];

function allDone({ difference, nextVersion, hints }: Findings): string[] {
  if (difference[0] === "No difference.") return ["nothing"];
  return [
    ...hints,
    "run npm test",
    `add the changes to CHANGELOG.md under ${nextVersion}`,
    "commit openapi/, generated/ and src/ together",
  ];
}

function steps({ generated, gaps, compileErrors, failedTests }: Findings): string[] {
  return [
    ...("refused" in generated ? ["openapi/api-users.yaml: put right what cannot be generated"] : []),
    ...new Set(gaps.flatMap((gap) => gap.steps)),
    ...(compileErrors.size > 0 ? ["mend what does not compile, from the top: npm run typecheck"] : []),
    ...(failedTests.some((test) => /lints clean|example/.test(test))
      ? ["openapi/api-users.yaml: npm run lint:openapi says what to mend; an example may show what is gone"]
      : []),
    ...(failedTests.length > 0 ? ["see why the contract tests fail: npx jest test/contract/contract"] : []),
    "then once more: npm run regenerate",
    ...(gaps.length > 0 ? ["at the end, for openapi/OUTCOMES.md: UPDATE_OUTCOMES=1 npx jest test/faults/matrix"] : []),
  ];
}
