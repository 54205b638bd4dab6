module.exports = globalThis.lendTypescript();
