import type { Gaps } from "./coverage";

/** Everything that `npm run regenerate` has found out. */
export interface Findings {
  /** The files of `generated/` that were written anew, or why none could be. */
  readonly generated: { readonly written: readonly string[] } | { readonly refused: string };
  readonly difference: readonly string[];
  readonly compileErrors: readonly string[];
  readonly failedTests: readonly string[];
  readonly gaps: Gaps;
  readonly nextVersion: string;
}

const shown = 12;

/** The contract tests that fail with the gaps, which are listed one by one. */
const saidAbove = /method of the facade|without a kind/;

/** The one screen at the end, and whether the facade keeps up with the contract. */
export function finalScreen(findings: Findings): { text: string; ok: boolean } {
  const { generated, difference, compileErrors, failedTests } = findings;
  const { operationsWithoutMethod, methodsWithoutOperation, statusesWithoutKind } = findings.gaps;
  const otherTests = failedTests.filter((test) => !saidAbove.test(test));
  const behind = [
    ...("refused" in generated ? [`cannot be generated: ${generated.refused}`] : []),
    ...operationsWithoutMethod.map((operation) => `operation ${operation} has no method of ApiUsersClient`),
    ...methodsWithoutOperation.map((method) => `method ApiUsersClient.${method} has no operation any more`),
    ...statusesWithoutKind.map((status) => `error status ${status} has no kind`),
    ...few(compileErrors.map((error) => `does not compile: ${error}`)),
    ...few(otherTests.map((test) => `contract test: ${test}`)),
  ];
  return {
    ok: behind.length === 0,
    text: [
      section("What changed since the last commit", difference),
      section("Where the facade is behind the contract", behind.length === 0 ? ["nowhere"] : behind),
      section("What to do", behind.length === 0 ? allDone(findings) : steps(findings)),
    ].join("\n\n"),
  };
}

const section = (title: string, lines: readonly string[]) => [title, ...lines.map((line) => `  ${line}`)].join("\n");

/** What is said of one compile error: the types in it can be longer than the screen. */
const widest = 160;

function few(lines: readonly string[]): string[] {
  const short = lines.slice(0, shown).map((line) => (line.length <= widest ? line : `${line.slice(0, widest - 1)}…`));
  return lines.length <= shown ? short : [...short, `and ${lines.length - shown} more like these`];
}

function allDone({ difference, nextVersion }: Findings): string[] {
  if (difference[0] === "No difference.") return ["nothing"];
  return [
    "run npm test",
    `add the changes to CHANGELOG.md under ${nextVersion}`,
    "commit openapi/, generated/ and src/ together",
  ];
}

function steps({ generated, gaps, compileErrors, failedTests }: Findings): string[] {
  return [
    ...("refused" in generated ? ["openapi/api-users.yaml: put right what cannot be generated"] : []),
    ...gaps.operationsWithoutMethod.map(
      (operation) => `src/client.ts: add a method for ${operation}; src/http/retry.ts: say whether it may be repeated`,
    ),
    ...gaps.methodsWithoutOperation.map(
      (method) => `src/client.ts: take ApiUsersClient.${method} away, or let it name the operation's new operationId`,
    ),
    ...(gaps.statusesWithoutKind.length > 0 ? ["src/errors/kinds.ts: give the statuses above a kind (in kinds)"] : []),
    ...(compileErrors.length > 0 ? ["mend what does not compile, from the top: npm run typecheck"] : []),
    ...(failedTests.some((test) => /lints clean|example/.test(test))
      ? ["openapi/api-users.yaml: npm run lint:openapi says what to mend; an example may show what is gone"]
      : []),
    ...(failedTests.some((test) => !saidAbove.test(test))
      ? ["see why the contract tests fail: npx jest test/contract"]
      : []),
    "then once more: npm run regenerate",
  ];
}
