import base from "../jest.config.js";

/**
 * For `npm test`, where tsc checks the types of all tests beside it: the same as `npx jest`, without checking them a second time,
 * which takes longer than running them where nothing is cached.
 *
 * @type {import("jest").Config}
 */
export default {
  ...base,
  rootDir: "..",
  transform: { "\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/test/tsconfig.checked.json", diagnostics: false }] },
};
