import { engine, ours, raw } from "./contenders";
import type { Durations } from "./measure";
import { partNames, type Parts } from "./results";

/** What was aimed for, and what came of it. */
export interface Goal {
  readonly of: string;
  readonly figure: number;
  readonly bound: number;
  /** Whether the bound is the least, not the most. */
  readonly atLeast?: true;
  readonly unit: string;
  /** What stands in the way where it is missed. */
  readonly cost?: string;
}

export const isMet = ({ figure, bound, atLeast }: Goal): boolean =>
  atLeast === true ? figure >= bound : figure <= bound;

/** The goals of those parts that ran. */
export const goalsOf = (parts: Partial<Parts>): Goal[] =>
  partNames.flatMap((name) => (parts[name] === undefined ? [] : goals[name](parts[name] as never)));

const deadline =
  "a deadline takes an `AbortSignal` for each attempt, which Node.js 20 is slow to make and which bare openapi-fetch does without.";
const passwords =
  "each API user that comes with its password is copied, so that the password is in no JSON, spread or inspection; without passwords it is the table below.";
const size =
  "2.6 KB are openapi-fetch. The rest is spread over checks from the contract, errors, secrets, deadlines, retries and reading ahead, none of them above 1.1 KB.";
const code =
  "any module that imports openapi-fetch pays for two files, as the table below shows; the rest is compiling five times the code.";

const goals: { readonly [P in keyof Parts]: (result: Parts[P]) => readonly Goal[] } = {
  stub: ({ get, list }) => [
    { of: "Stub, get", figure: ratio(get, raw), bound: 1.5, unit: "× raw fetch", cost: deadline },
    { of: "Stub, get", figure: ratio(get, engine), bound: 0.88, unit: "× openapi-fetch", cost: deadline },
    { of: "Stub, list of 100", figure: ratio(list, raw), bound: 1.07, unit: "× raw fetch", cost: passwords },
  ],
  loopback: ({ fifty }) => [
    {
      of: "Loopback, calls a second, 50 in flight",
      figure: 1 / ratio(fifty, engine),
      bound: 0.95,
      atLeast: true,
      unit: "× openapi-fetch",
      cost: deadline,
    },
  ],
  paging: ({ steady, jittered }) => [
    { of: "100 pages at 20 ms, in sequence", figure: ratio(steady.sequential, raw), bound: 1.02, unit: "× raw fetch" },
    ...ahead("100 pages at 20 ms, concurrency 8", steady.concurrent, 1.1),
    ...ahead("100 pages at 5–35 ms, concurrency 8", jittered.concurrent, 1.25),
  ],
  streaming: ({ live, collecting }) => [
    { of: "Streaming 1,000,000 users, live heap", figure: live, bound: 5, unit: "MB above the start" },
    {
      of: "Collecting 100,000 users, live heap",
      figure: collecting.live / live,
      bound: 10,
      atLeast: true,
      unit: "× streaming",
    },
  ],
  signal: ({ listenersLeft, warnings }) => [
    { of: "One signal for 20,000 calls, left", figure: listenersLeft, bound: 0, unit: "listeners" },
    { of: "One signal for 20,000 calls, caused", figure: warnings, bound: 0, unit: "warnings" },
  ],
  size: (sizes) => [
    { of: "Bundle of `.`, gzip", figure: (sizes["all of ."]?.gzip ?? NaN) / 1000, bound: 8, unit: "KB", cost: size },
  ],
  importing: ({ time, touched }) => [
    { of: "Import, time", figure: ratio(time, engine), bound: 1.2, unit: "× openapi-fetch", cost: code },
    { of: "Import, touched", figure: touched.length, bound: 0, unit: "globals of fetch" },
  ],
  types: ({ withoutFields, withFields }) => [
    { of: "Check of a program without `fields`", figure: withoutFields, bound: 500, unit: "instantiations" },
    { of: "Check of a program with `fields`", figure: withFields, bound: 1500, unit: "instantiations" },
  ],
  generation: ({ warm }) => [{ of: "Work of `npm run generate`", figure: warm, bound: 150, unit: "ms" }],
};

const ratio = (durations: Durations, to: string): number => (durations[ours] ?? NaN) / (durations[to] ?? NaN);

function ahead(
  of: string,
  { time, ideal, requestsPastTheEnd }: Parts["paging"]["steady"]["concurrent"],
  bound: number,
): Goal[] {
  return [
    { of, figure: time / ideal, bound, unit: "× the ideal" },
    { of, figure: requestsPastTheEnd, bound: 7, unit: "requests past the end" },
  ];
}
