import { engine, ours, raw, unpaced } from "./clients";
import { figureAt, type Tables } from "./tables";

/** The most that a figure may be: title of the table, row, column, limit. */
const goals: readonly (readonly [string, string, string, number])[] = [
  ["get, stub", ours, `× ${engine}`, 1.05],
  ["get, stub", ours, `× ${unpaced}`, 1.02],
  ["list of 100, stub", ours, `× ${raw}`, 1.35],
  ["list of 100 without passwords, stub", ours, `× ${raw}`, 1.2],
  ["get, loopback", ours, `× ${engine}`, 1.1],
  ["get, loopback, 50 in flight", ours, `× ${engine}`, 1.1],
  ["10,000 users, 20 ms a page", "in sequence", `× ${raw}`, 1.02],
  ["10,000 users, 20 ms a page", "concurrency 8", "× ideal, concurrency 8", 1.1],
  ["heap above the start", "streaming", "MB live", 5],
  ["1,000 writes, 50/s, Retry-After", ours, "rejected", 0],
  ["1,000 writes, 50/s, Retry-After", ours, "× ideal", 1.15],
  ["1,000 writes, 50/s, Retry-After", ours, "% 429", 15],
  ["400 writes, 50/s, no Retry-After", ours, "rejected", 0],
  ["400 writes, 50/s, no Retry-After", ours, "× ideal", 1.3],
  ["400 writes, 50/s, no Retry-After", ours, "% 429", 25],
  ["120 writes, bucket 20/s burst 10", ours, "rejected", 0],
  ["120 writes, bucket 20/s burst 10", ours, "× ideal", 1.4],
  ["16 writes, bucket 2/s burst 2", ours, "rejected", 0],
  ["16 writes, bucket 2/s burst 2", ours, "× ideal", 1.4],
  ["300 writes, 50/s, no Retry-After, 15 ms", ours, "rejected", 0],
  ["300 writes, 50/s, no Retry-After, 15 ms", ours, "× ideal", 1.45],
  ["300 writes, 50/s, no Retry-After, 15 ms", ours, "% 429", 30],
  ["300 writes, 50/s, Retry-After, 60 ms", ours, "rejected", 0],
  ["300 writes, 50/s, Retry-After, 60 ms", ours, "× ideal", 1.65],
  ["300 writes, 50/s, Retry-After, 60 ms", ours, "% 429", 30],
  ["150 writes, 50 per 3 s, no Retry-After, 15 ms", ours, "rejected", 0],
  ["150 writes, 50 per 3 s, no Retry-After, 15 ms", ours, "× ideal", 1.35],
  ["150 writes, 50 per 3 s, no Retry-After, 15 ms", ours, "% 429", 30],
  ["200 writes, 50 per 10 s, no Retry-After, 15 ms", ours, "rejected", 0],
  ["200 writes, 50 per 10 s, no Retry-After, 15 ms", ours, "× ideal", 1.35],
  ["200 writes, 50 per 10 s, no Retry-After, 15 ms", ours, "% 429", 30],
  ["20,000 calls at once", ours, "KB a call", 2],
  ["20,000 calls at once", ours, "rejected", 0],
  ["20,000 calls at once", ours, "listeners left", 0],
  ["20,000 calls at once", ours, "warnings", 0],
  ["bundle", ".", "bytes, gzip -9", 20_000],
  ["bundle", "added by ./testing", "bytes, gzip -9", 9_000],
  ["import", ours, `× ${engine}`, 1.2],
];

/** The goals whose figures were measured, and whether they are met. */
export const goalsOf = (tables: Tables) =>
  goals.flatMap(([title, row, figure, goal]) => {
    const measured = figureAt(tables, title, row, figure);
    return Number.isNaN(measured)
      ? []
      : [{ what: `${title}: ${row}`, figure, goal, measured, isMet: measured <= goal }];
  });
