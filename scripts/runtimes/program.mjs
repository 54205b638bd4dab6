// The scenario as a program: an ES module that imports the library.
import * as library from "sigfox-api-users";
import { scenario } from "./scenario.mjs";

console.log(JSON.stringify(await scenario(library, JSON.parse(process.argv[2]))));
