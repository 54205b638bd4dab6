import type { Gap } from "./facadeGaps";

/** What `npm run regenerate` finds in a contract that code can be generated from. */
export interface Findings {
  readonly isUnchanged: boolean;
  /** What changed since the last commit, line by line. */
  readonly difference: readonly string[];
  /** What `tsc --pretty false` prints. */
  readonly compilerOutput: string;
  readonly gaps: readonly Gap[];
  /** What works as it is, and may be made nicer. */
  readonly hints: readonly string[];
  readonly nextVersion: string;
}

/** What fits on a screen beside the rest. */
const shown = { difference: 12, behind: 16, todo: 16 };

/**
 * The one screen at the end, and whether the facade keeps up with the contract.
 *
 * @param mistakes - why nothing can be generated; until they are corrected, nothing else is checked
 */
export function finalScreen(mistakes: readonly string[], find: () => Findings): { text: string; ok: boolean } {
  if (mistakes.length > 0) return { ok: false, text: mistakesScreen(mistakes) };
  const findings = find();
  const { difference, gaps } = findings;
  // What is listed as missing is what does not compile: the compiler's errors would say it again, a hundred times.
  const errors = gaps.length > 0 ? [] : compileErrors(findings.compilerOutput);
  const behind = [...gaps.map(({ what }) => what), ...errors];
  const ok = behind.length === 0;
  const todo = [
    ...new Set(gaps.flatMap(({ steps }) => steps)),
    ...(errors.length > 0 ? ["make it compile, from the top: npm run typecheck"] : []),
    again,
    ...(gaps.length > 0 ? ["at the end, for openapi/OUTCOMES.md: UPDATE_OUTCOMES=1 npx jest test/faults/matrix"] : []),
  ];
  const text = screen([
    ["What changed since the last commit", few(difference, shown.difference, "npm run spec:diff -- HEAD")],
    ["Where the facade is behind the contract", ok ? ["nowhere"] : few(behind, shown.behind, "npm run typecheck")],
    ["What to do", ok ? allDone(findings) : few(todo, shown.todo, "npm run regenerate, once these are done")],
  ]);
  return { ok, text };
}

type Section = readonly [title: string, lines: readonly string[]];

const again = "then run again: npm run regenerate";

const mistakesScreen = (mistakes: readonly string[]): string =>
  screen([
    ["Nothing can be generated", few(mistakes, shown.behind, "npm run generate")],
    ["What to do", ["correct this first; an example may still contain what was removed", again]],
  ]);

const screen = (sections: readonly Section[]): string =>
  sections.map(([title, lines]) => [title, ...lines.map((line) => `  ${line}`)].join("\n")).join("\n\n");

/** The compiler's errors, those of `src/` first: what is wrong there shows in the rest too. */
function compileErrors(output: string): string[] {
  const errors = output.split(/\n(?=\S)/).filter((error) => error.trim() !== "");
  const first = errors.filter((error) => error.startsWith("src/"));
  const lines = [...new Set([...first, ...errors])].flatMap((error) => error.trimEnd().split("\n"));
  return lines.map((line) => (line.length > 180 ? `${line.slice(0, 179)}…` : line));
}

const few = (lines: readonly string[], most: number, more: string): readonly string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most), `and ${lines.length - most} lines more: ${more}`];

function allDone({ isUnchanged, difference, nextVersion, hints }: Findings): string[] {
  if (isUnchanged) return ["nothing"];
  return [
    ...hints,
    "run npm test",
    ...(difference.length > 1 ? [`add the changes to CHANGELOG.md under ${nextVersion}`] : []),
    "commit openapi/, generated/ and src/ together",
  ];
}
