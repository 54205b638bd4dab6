import type { Gap } from "./facadeGaps";

/** Everything that `npm run regenerate` has found out. */
export interface Findings {
  /** What changed since the last commit, line by line. */
  readonly difference: readonly string[];
  /** What the contract cannot be generated from, or the linter complains of. */
  readonly mistakes: readonly string[];
  /** What `tsc --pretty false` prints. */
  readonly compilerOutput: string;
  readonly gaps: readonly Gap[];
  /** What works as it is, and may be made nicer. */
  readonly hints: readonly string[];
  readonly nextVersion: string;
}

/** What fits on a screen beside the rest. */
const shown = { difference: 12, behind: 16, todo: 16 };

/** The one screen at the end, and whether the facade keeps up with the contract. */
export function finalScreen(findings: Findings): { text: string; ok: boolean } {
  const { difference, mistakes, gaps } = findings;
  // What is listed as missing is what does not compile: the compiler's errors would say it again, a hundred times.
  const isListed = mistakes.length + gaps.length > 0;
  const errors = isListed ? [] : compileErrors(findings.compilerOutput);
  const behind = [...mistakes, ...gaps.map(({ what }) => what), ...errors];
  const ok = behind.length === 0;
  const isContract = mistakes.some((mistake) => mistake.startsWith("openapi/api-users.yaml:"));
  const todo = [
    ...(isContract ? ["openapi/api-users.yaml: correct it; an example may show what is gone"] : []),
    ...new Set(gaps.flatMap(({ steps }) => steps)),
    ...(errors.length > 0 ? ["make it compile, from the top: npm run typecheck"] : []),
    "then run again: npm run regenerate",
    ...(gaps.length > 0 ? ["at the end, for openapi/OUTCOMES.md: UPDATE_OUTCOMES=1 npx jest test/faults/matrix"] : []),
  ];
  const sections: [string, readonly string[]][] = [
    ["What changed since the last commit", few(difference, shown.difference, "npm run spec:diff -- HEAD")],
    ["Where the facade is behind the contract", ok ? ["nowhere"] : few(behind, shown.behind, "npm run typecheck")],
    ["What to do", ok ? allDone(findings) : few(todo, shown.todo, "npm run regenerate, once these are done")],
  ];
  return {
    ok,
    text: sections.map(([title, lines]) => [title, ...lines.map((line) => `  ${line}`)].join("\n")).join("\n\n"),
  };
}

/** The compiler's errors, those of `src/` first: what is wrong there shows in the rest too. */
function compileErrors(output: string): string[] {
  const errors = output.split(/\n(?=\S)/).filter((error) => error.trim() !== "");
  const first = errors.filter((error) => error.startsWith("src/"));
  const lines = [...new Set([...first, ...errors])].flatMap((error) => error.trimEnd().split("\n"));
  return lines.map((line) => (line.length > 180 ? `${line.slice(0, 179)}…` : line));
}

const few = (lines: readonly string[], most: number, more: string): readonly string[] =>
  lines.length <= most ? lines : [...lines.slice(0, most), `and ${lines.length - most} lines more: ${more}`];

function allDone({ difference, nextVersion, hints }: Findings): string[] {
  if (difference[0] === "No difference.") return ["nothing"];
  return [
    ...hints,
    "run npm test",
    `add the changes to CHANGELOG.md under ${nextVersion}`,
    "commit openapi/, generated/ and src/ together",
  ];
}
