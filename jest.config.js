const shared = {
  testEnvironment: "<rootDir>/test/support/environment.cjs",
  moduleNameMapper: {
    "^typescript$": "<rootDir>/test/support/typescript.cjs",
    // The fake imports the client by the package's own name.
    "^sigfox-api-users$": "<rootDir>/src/index.ts",
  },
  // `--watch` follows what the tests import, and the guides whose tables they read.
  roots: ["<rootDir>/generated", "<rootDir>/guides", "<rootDir>/scripts", "<rootDir>/src", "<rootDir>/test"],
  moduleFileExtensions: ["ts", "js", "cjs", "mjs", "json", "node", "md"],
  // Types are checked by tsc alone (`npm run typecheck`, a part of `npm test`): checking them here too takes longer than the tests.
  transform: { "\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/test/tsconfig.json", diagnostics: false }] },
};
/** They start compilers, packages, servers and processes, or try out very many cases. */
const integration = "/test/(docs/(?!tables)|editor/|faults/|package|spec/|world/)";

/** @type {import("jest").Config} */
export default {
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      testPathIgnorePatterns: [integration],
    },
    {
      ...shared,
      displayName: "integration",
      testRegex: `${integration}.*\\.test\\.ts$`,
      // The unit tests cover the source by themselves. Counting here too would take a fifth of the time of all tests.
      coveragePathIgnorePatterns: ["<rootDir>/src/"],
    },
  ],
  // A busy machine takes ten times as long as an idle one; what hangs is still ended.
  testTimeout: 60_000,
  // Jest leaves a core idle by default.
  maxWorkers: "100%",
  collectCoverageFrom: ["src/**/*.ts"],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
};
