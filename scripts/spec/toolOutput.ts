/** The errors that `tsc --pretty false` prints, one line each, those of `src/` first. */
export function typescriptErrors(output: string): string[] {
  const errors = output.split("\n").filter((line) => /^\S.*\(\d+,\d+\): error TS\d+/.test(line));
  if (errors.length === 0) return [`tsc did not run: ${output.trim().split("\n", 1)[0] ?? ""}`];
  return [...errors.filter((line) => line.startsWith("src/")), ...errors.filter((line) => !line.startsWith("src/"))];
}

interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** The tests that failed, by name, from what `jest --json` prints; a file that did not start counts as one. */
export function failedTests(output: string): string[] {
  const start = output.indexOf('{"num');
  if (start < 0) return [`jest did not run: ${output.trim().split("\n", 1)[0] ?? ""}`];
  const report = JSON.parse(output.slice(start, output.lastIndexOf("}") + 1)) as JestReport;
  return report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((one) => one.status === "failed").map((one) => one.fullName);
    if (failed.length > 0 || status !== "failed") return failed;
    return [
      `${name.slice(name.lastIndexOf("/") + 1)} did not run (${message.includes("TS") ? "it does not compile" : "see jest"})`,
    ];
  });
}
