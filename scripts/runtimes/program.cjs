// The scenario as a program in CommonJS, which requires the library.
const library = require("sigfox-api-users");

import("./scenario.mjs")
  .then(({ scenario }) => scenario(library, JSON.parse(process.argv[2])))
  .then((results) => console.log(JSON.stringify(results)));
