import type { Limit } from "./server";

/** Writes that begin at once against a limit of the server, and the most that their time and the share refused at first may be. */
type Load = readonly [title: string, calls: number, limit: Limit, timesIdeal: number, percentRefused?: number];

/** Buckets say no `Retry-After`: a whole second is too long for them. The last limit is what Sigfox publishes of one collection of its API. */
export const loads: readonly Load[] = [
  ["1,000 writes, 50/s, Retry-After", 1_000, { rate: 50, retryAfter: 1 }, 1.15, 15],
  ["400 writes, 50/s, no Retry-After", 400, { rate: 50 }, 1.4, 25],
  ["120 writes, bucket 20/s burst 10", 120, { rate: 20, burst: 10 }, 1.4],
  ["16 writes, bucket 2/s burst 2", 16, { rate: 2, burst: 2 }, 1.4],
  ["300 writes, 50/s, no Retry-After, 15 ms", 300, { rate: 50, latency: 15 }, 1.45, 30],
  ["300 writes, 50/s, Retry-After, 60 ms", 300, { rate: 50, latency: 60, retryAfter: 1 }, 1.65, 30],
  ["150 writes, 50 per 3 s, no Retry-After, 15 ms", 150, { rate: 50, interval: 3, latency: 15 }, 1.35, 30],
  ["200 writes, 50 per 10 s, no Retry-After, 15 ms", 200, { rate: 50, interval: 10, latency: 15 }, 1.35, 30],
];
