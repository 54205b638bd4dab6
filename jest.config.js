/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  transform: { "\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/test/tsconfig.json" }] },
  // Jest leaves a core idle by default.
  maxWorkers: "100%",
  collectCoverageFrom: ["src/**/*.ts"],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
};
