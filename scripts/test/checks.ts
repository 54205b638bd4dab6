import type { Check } from "./runChecks";

const script = (path: string, ...args: string[]): Check => ["--import", "tsx", `scripts/${path}`, ...args];
const tool = (path: string, ...args: string[]): Check => [`node_modules/${path}`, ...args];

/** What `npm test` checks before it runs the tests; the longest first, so that they end together. */
export const checks: Readonly<Record<string, Check>> = {
  lint: script("lint/lint.ts"),
  format: tool("prettier/bin/prettier.cjs", "--check", "--cache", "--log-level", "warn", "."),
  // What does not compile, `lint` says.
  docs: tool("typedoc/bin/typedoc", "--emit", "none", "--skipErrorChecking"),
  contract: script("generate/generate.ts", "--check"),
  build: tool("tsdown/dist/run.mjs", "--log-level", "warn"),
};

/** The tests keep every core busy by themselves. They leave much garbage that is young: more room for it takes a tenth of their time away. */
export const tests: Readonly<Record<string, Check>> = {
  jest: ["--max-semi-space-size=32", ...tool("jest/bin/jest.js", "--coverage", "--coverageReporters", "text-summary")],
};
