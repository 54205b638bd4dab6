import { checks, tests } from "./checks";
import { passes, runChecks, secondsSince } from "./runChecks";

// `npm test -- lint docs` runs only these checks.
const names = process.argv.slice(2);
const known = Object.keys({ ...checks, ...tests });
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No check is called ${unknown.join(", ")}: name some of ${known.join(", ")}`);
  process.exit(1);
}
const chosen = ([name]: readonly [string, unknown]): boolean => names.length === 0 || names.includes(name);

const started = performance.now();
let ok = await runChecks(Object.entries(checks).filter(chosen));
if (!ok) console.error("The tests run when these checks pass.");
for (const [name, test] of Object.entries(tests).filter(chosen)) ok &&= await passes(name, test, "inherit");
console.log(`${ok ? "Passed" : "Failed"} in ${secondsSince(started)}`);
process.exitCode = ok ? 0 : 1;
