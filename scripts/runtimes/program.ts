import type { Http2Stage } from "./http2Stage";
import type { Stage } from "./stage";

export const esModule = `
import * as library from "sigfox-api-users";
import * as testing from "sigfox-api-users/testing";
`;
export const commonJs = `
const library = require("sigfox-api-users");
const testing = require("sigfox-api-users/testing");
`;

/** An expression in a program that begins with one of these imports: the steps of the scenario. */
export const steps = (place: Stage["place"]): string =>
  `import("./scenario.mjs").then(({ scenario }) => scenario(library, testing, ${JSON.stringify(place)}))`;

/** The same for the steps over HTTP/2. */
export const stepsOverHttp2 = (place: Http2Stage["place"]): string =>
  `import("./http2.mjs").then(({ overHttp2 }) => overHttp2(library, ${JSON.stringify(place)}))`;

export const print = (promise: string): string => `${promise}.then((steps) => console.log(JSON.stringify(steps)));`;

/**
 * How many steps have passed, by what a program has printed.
 *
 * @throws Error that names the steps that have failed
 */
export function passed(printed: string): string {
  const results = JSON.parse(printed) as {
    readonly step: string;
    readonly expected: string;
    readonly outcome: string;
  }[];
  const failed = results.filter(({ outcome, expected }) => outcome !== expected);
  if (failed.length === 0) return `${results.length} of ${results.length}`;
  throw new Error(failed.map(({ step, expected, outcome }) => `${step}: ${outcome}, expected ${expected}`).join("\n"));
}
