import { loads } from "./loads";
import { engine, figureAt, ours, raw, type Tables } from "./tables";

/** The most that a figure may be: title of the table, row, column, limit. */
type Goal = readonly [title: string, row: string, column: string, most: number];

const goals: readonly Goal[] = [
  ["get, stub", ours, `× ${engine}`, 1.3],
  ["list of 100, stub", ours, `× ${raw}`, 1.35],
  ["get, loopback", ours, `× ${engine}`, 1.1],
  ["get, loopback, 50 in flight", ours, `× ${engine}`, 1.1],
  ["10,000 users, 20 ms a page", "in sequence", `× ${raw}`, 1.02],
  ["10,000 users, 20 ms a page", "concurrency 8", "× ideal, concurrency 8", 1.1],
  ["heap above the start", "streaming", "MB live", 5],
  ...loads.flatMap(([title, , , timesIdeal, percentRefused]): Goal[] => [
    [title, ours, "rejected", 0],
    [title, ours, "× ideal", timesIdeal],
    ...(percentRefused === undefined ? [] : [[title, ours, "% 429", percentRefused] as const]),
  ]),
  ["20,000 calls at once", ours, "KB a call", 2],
  ["bundle", ".", "bytes, gzip -9", 16_500],
  ["bundle", "added by ./testing", "bytes, gzip -9", 9_000],
  ["import", ours, `× ${engine}`, 2],
];

/** What is to be said of a goal that is missed: whether it is going to be met. */
export const remarks: Readonly<Record<string, string>> = {
  "get, stub":
    "what is left is the call itself: an attempt's timer takes 0.07 of it, the check of input and keeping the password out of the user as much each",
  "list of 100, stub":
    "not going to be met: each user is checked, and its password is kept in a weak map, so that users are plain objects",
  "get, loopback":
    "between 1.1 and 1.2 in several runs, and not going to be lower: it is the same work as in `get, stub`, beside a request over a socket",
  "get, loopback, 50 in flight":
    "not going to be met plainly: calls that overlap hold more while they wait, which the garbage collector moves",
  bundle:
    "not going to be met plainly: the promises of 0.3.0 take what CHANGELOG names. The fake makes errors and lists by the client's own code, of which it has a copy",
  import:
    "not going to be met: half of the time goes into finding and loading openapi-fetch, a file of its own, and nearly all of the rest into compiling 88 KB, which grows with the length alone; what the module runs takes 0.3 ms, and minified it would take a tenth less, for stack traces that nobody can read",
};

/** The goals whose figures were measured, and whether they are met. */
export const goalsOf = (tables: Tables) =>
  goals.flatMap(([title, row, figure, goal]) => {
    const measured = figureAt(tables, title, row, figure);
    return Number.isNaN(measured)
      ? []
      : [{ title, what: `${title}: ${row}`, figure, goal, measured, isMet: measured <= goal }];
  });
