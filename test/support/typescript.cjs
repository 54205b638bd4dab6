module.exports = globalThis.lend("typescript");
