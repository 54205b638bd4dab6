import { engine, raw } from "./contenders";
import { goalsOf, isMet } from "./goals";
import type { Durations } from "./measure";
import { partNames, type Parts } from "./results";

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Everything that was measured by the parts that ran. */
export const tablesOf = (parts: Partial<Parts>): Table[] =>
  partNames.flatMap((name) => (parts[name] === undefined ? [] : tables[name](parts[name] as never)));

/** The goals of the parts that ran. */
export const goalTable = (parts: Partial<Parts>): Table => ({
  title: "Goals",
  columns: ["what", "goal", "figure", "", "met"],
  rows: goalsOf(parts).map((goal) => [
    goal.of,
    `${goal.atLeast === true ? "≥" : "≤"} ${goal.bound}`,
    figureText(goal.figure),
    goal.unit,
    isMet(goal) ? "yes" : "no",
  ]),
});

const tables: { readonly [P in keyof Parts]: (result: Parts[P]) => readonly Table[] } = {
  stub: ({ bytes, get, list, listWithoutPasswords, missing }) => [
    comparison(`Stub: get of ${kilobytes(bytes.get)}`, get, missing),
    comparison(`Stub: list of 100, ${kilobytes(bytes.list)}`, list, missing),
    comparison("Stub: list of 100 that come without their passwords", listWithoutPasswords, missing),
  ],
  loopback: ({ one, fifty }) => [
    comparison("Loopback HTTP, 1 in flight", one),
    comparison("Loopback HTTP, 50 in flight", fifty),
  ],
  paging: ({ steady, jittered }) => [
    {
      title: "Reading 10,000 API users, 100 a page",
      columns: ["", "raw fetch, ms", "in sequence, ms", "concurrency 8, ms", "ideal, ms", "past the end", "in flight"],
      rows: [
        ["20 ms a page", ...paging(steady)],
        ["5–35 ms a page", ...paging(jittered)],
      ],
    },
  ],
  streaming: ({ users, live, peak, seconds, collecting }) => [
    {
      title: "Heap above the start, in MB",
      columns: ["", "API users", "live", "with garbage", "seconds"],
      rows: [
        ["streaming", count(users), live.toFixed(1), peak.toFixed(1), seconds.toFixed(1)],
        ["collecting", count(collecting.users), collecting.live.toFixed(1), "", ""],
      ],
    },
  ],
  signal: ({ calls, listenersLeft, warnings }) => [
    {
      title: "One signal shared by many calls",
      columns: ["calls", "listeners left", "warnings"],
      rows: [[count(calls), String(listenersLeft), String(warnings)]],
    },
  ],
  size: (sizes) => [
    {
      title: "Bundle, openapi-fetch included",
      columns: ["", "minified", "gzip"],
      rows: Object.entries(sizes).map(([name, { minified, gzip }]) => [name, kilobytes(minified), kilobytes(gzip)]),
    },
  ],
  importing: ({ time, touched }) => [
    {
      title: `Import in a fresh process${touched.length > 0 ? `; touches ${touched.join(", ")}` : ""}`,
      columns: ["", "ms", "× openapi-fetch"],
      rows: Object.entries(time).map(([name, figure]) => [name, figure.toFixed(1), times(figure, time[engine])]),
    },
  ],
  types: ({ withoutFields, withFields, openapiFetch }) => [
    {
      title: "Types that the compiler instantiates for a program of a user",
      columns: ["", "instantiations"],
      rows: [
        ["without fields", count(withoutFields)],
        ["with fields", count(withFields)],
        ["bare openapi-fetch, without fields", count(openapiFetch)],
      ],
    },
  ],
  generation: ({ first, warm }) => [
    {
      title: "Generating from the contract",
      columns: ["", "ms"],
      rows: [
        ["first time in a process", first.toFixed(0)],
        ["after that", warm.toFixed(0)],
      ],
    },
  ],
};

function comparison(title: string, durations: Durations, missing: readonly string[] = []): Table {
  return {
    title,
    columns: ["", "µs", "× raw fetch", "× openapi-fetch"],
    rows: [
      ...Object.entries(durations).map(([name, figure]) => [
        name,
        figure.toFixed(1),
        times(figure, durations[raw]),
        times(figure, durations[engine]),
      ]),
      ...missing.map((name) => [name, "not run", "", ""]),
    ],
  };
}

function paging({ sequential, concurrent }: Parts["paging"]["steady"]): string[] {
  const { time, ideal, requestsPastTheEnd, inFlight } = concurrent;
  const inSequence = Object.values(sequential).map((figure) => figure.toFixed(0));
  return [...inSequence, time.toFixed(0), String(ideal), String(requestsPastTheEnd), String(inFlight)];
}

const figureText = (figure: number): string =>
  Number.isInteger(figure) ? count(figure) : figure.toFixed(figure < 10 ? 3 : 1);
const times = (figure: number, to = NaN): string => (figure / to).toFixed(2);
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;
const count = (figure: number): string => figure.toLocaleString("en");
