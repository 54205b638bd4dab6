/** What a check runs, one after the other: the arguments of Node.js for each. */
export type Check = readonly (readonly string[])[];

const script = (path: string, ...args: string[]): string[] => ["--import", "tsx", `scripts/${path}`, ...args];
const tool = (path: string, ...args: string[]): string[] => [`node_modules/${path}`, ...args];

/** The longest first, so that they end together. */
export const checks: Readonly<Record<string, Check>> = {
  lint: [script("lint/lint.ts")],
  package: [tool("tsdown/dist/run.mjs", "--log-level", "warn"), script("package/check.ts")],
  format: [tool("prettier/bin/prettier.cjs", "--check", "--cache", "--log-level", "warn", ".")],
  docs: [tool("typedoc/bin/typedoc", "--emit", "none")],
  contract: [script("generate/generate.ts", "--check")],
};

/** It keeps every core busy by itself. */
export const tests: Check = [tool("jest/bin/jest.js", "--coverage", "--coverageReporters", "text-summary")];
