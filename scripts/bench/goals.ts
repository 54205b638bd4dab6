import { engine, ours, raw, unpaced } from "./names";
import { figureAt, type Tables } from "./tables";

interface Goal {
  readonly title: string;
  readonly row: string;
  readonly column: string;
  readonly most: number;
}

const goal = (title: string, row: string, column: string, most: number): Goal => ({ title, row, column, most });

const inBulk = (title: string, timesIdeal: number, refused = 100): Goal[] => [
  goal(title, ours, "rejected", 0),
  goal(title, ours, "× ideal", timesIdeal),
  ...(refused < 100 ? [goal(title, ours, "% 429", refused)] : []),
];

const goals: readonly Goal[] = [
  goal("get, stub", ours, `× ${engine}`, 1.05),
  goal("get, stub", ours, `× ${unpaced}`, 1.02),
  goal("list of 100, stub", ours, `× ${raw}`, 1.35),
  goal("list of 100 without passwords, stub", ours, `× ${raw}`, 1.2),
  goal("get, loopback", ours, `× ${engine}`, 1.1),
  goal("get, loopback, 50 in flight", ours, `× ${engine}`, 1.1),
  goal("10,000 users, 20 ms a page", "in sequence", `× ${raw}`, 1.02),
  goal("10,000 users, 20 ms a page", "concurrency 8", "× ideal, concurrency 8", 1.1),
  goal("10,000 users, 5 to 35 ms a page", "concurrency 8", "× ideal, concurrency 8", 1.25),
  goal("10,000 users, 20 ms a page", "requests past the end", "per list", 7),
  goal("heap above the start", "streaming", "MB live", 5),
  ...inBulk("1,000 writes, 50/s, Retry-After", 1.2, 15),
  ...inBulk("400 writes, 50/s, no Retry-After", 1.3, 25),
  ...inBulk("120 writes, bucket 20/s burst 10", 1.4),
  ...inBulk("16 writes, bucket 2/s burst 2", 1.4),
  goal("20,000 calls at once", ours, "KB a call", 2),
  goal("20,000 calls at once", ours, "rejected", 0),
  goal("20,000 calls at once", ours, "listeners left", 0),
  goal("20,000 calls at once", ours, "warnings", 0),
  goal("bundle", ".", "bytes, gzip -9", 14_200),
  goal("bundle", "added by ./testing", "bytes, gzip -9", 9_000),
  goal("import", ours, `× ${engine}`, 1.2),
  goal("type check", "withoutFields", "instantiations", 700),
  goal("type check", "withFields", "instantiations", 2_500),
  goal("generate", "all of generated/", "ms", 150),
];

/** The goals whose figures were measured, and whether they are met. */
export const goalsOf = (tables: Tables): (Goal & { readonly figure: number; readonly isMet: boolean })[] =>
  goals
    .map((one) => ({ ...one, figure: figureAt(tables, one.title, one.row, one.column) }))
    .filter(({ figure }) => !Number.isNaN(figure))
    .map((one) => ({ ...one, isMet: one.figure <= one.most }));
