const { TestEnvironment } = require("jest-environment-node");

/** Lends the tests the compiler of the process, which ts-jest uses too: each file would take half a second to load its own. */
module.exports = class extends TestEnvironment {
  constructor(...given) {
    super(...given);
    this.global.lend = (path) => require(path);
  }
};
