import { createOurs, rawPages, type Server } from "../clients";
import { ours, raw } from "../contenders";
import { median, type Durations } from "../measure";
import { settings } from "../part";
import { collection, jitter, slowServer } from "../slowServer";

const { users, limit } = collection;
const concurrency = 8;
const meanLatency = 20;

export interface PagingResult {
  /** At 20 ms a page. */
  readonly steady: LatencyResult;
  /** At 5 to 35 ms a page. */
  readonly jittered: LatencyResult;
}

export interface LatencyResult {
  /** Milliseconds for all pages. */
  readonly sequential: Durations;
  readonly concurrent: {
    readonly time: number;
    readonly ideal: number;
    /** The most of any round. */
    readonly requestsPastTheEnd: number;
    readonly inFlight: number;
  };
}

/** Reading 10,000 API users in pages of 100 from a server that takes its time. */
export default async function paging(): Promise<PagingResult> {
  return {
    steady: await measure(() => () => meanLatency),
    jittered: await measure(jitter),
  };
}

async function measure(latencies: (seed: number) => () => number): Promise<LatencyResult> {
  const sequential = { [raw]: [] as number[], [ours]: [] as number[] };
  const concurrent: number[] = [];
  let requestsPastTheEnd = 0;
  let inFlight = 0;
  const { rounds = 3 } = settings;
  for (let round = 0; round < rounds; round += 1) {
    // Both meet the same latencies.
    sequential[raw].push(await timed(() => readRaw(slowServer(latencies(round)))));
    sequential[ours].push(await timed(() => readOurs(slowServer(latencies(round)), 1)));
    for (let again = 0; again < 3; again += 1) {
      const server = slowServer(latencies(1000 + round * 3 + again));
      concurrent.push(await timed(() => readOurs(server, concurrency)));
      requestsPastTheEnd = Math.max(requestsPastTheEnd, server.offsets.filter((offset) => offset >= users).length);
      inFlight = Math.max(inFlight, server.mostInFlight);
    }
  }
  return {
    sequential: { [raw]: median(sequential[raw]), [ours]: median(sequential[ours]) },
    concurrent: {
      time: median(concurrent),
      // One page alone, then as many at a time as may be. The mean is that of the timers asked for, not of what they took.
      ideal: meanLatency * (1 + Math.ceil((users / limit - 1) / concurrency)),
      requestsPastTheEnd,
      inFlight,
    },
  };
}

async function readRaw(server: Server): Promise<number> {
  let count = 0;
  for await (const page of rawPages(server, limit)) count += page.length;
  return count;
}

async function readOurs(server: Server, concurrency: number): Promise<number> {
  let count = 0;
  for await (const user of createOurs(server).list({ limit }, { concurrency })) if (user.id !== "") count += 1;
  return count;
}

async function timed(read: () => Promise<number>): Promise<number> {
  const start = performance.now();
  const count = await read();
  if (count !== users) throw new Error(`${count} API users were read instead of ${users}`);
  return performance.now() - start;
}
