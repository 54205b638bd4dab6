/** The errors that `tsc --pretty false` prints, whole, by file; those of `src/` first. */
export function typescriptErrors(output: string): Map<string, string[]> {
  const files = new Map<string, string[]>();
  let last: string[] = [];
  for (const line of output.split("\n")) {
    const [, file, at = "", message = ""] = /^(\S.*)\((\d+,\d+)\): (error TS\d+: .*)/.exec(line) ?? [];
    if (file !== undefined) {
      last = files.get(file) ?? [];
      files.set(file, last);
      last.push(`${at.replace(",", ":")} ${message}`);
    } else if (/^\s+\S/.test(line)) last.push(line);
  }
  if (files.size === 0) files.set("tsc did not run", [output.trim().split("\n", 1)[0] ?? ""]);
  const rank = ([file]: [string, unknown]) => (file.startsWith("src/") ? 0 : 1);
  return new Map([...files].sort((a, b) => rank(a) - rank(b)));
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
    const reason = message.includes("TS") ? "it does not compile" : "see jest";
    return [`${name.slice(name.lastIndexOf("/") + 1)} did not run (${reason})`];
  });
}
