import { createPace } from "../../src/http/pace";
import { backOff } from "../../src/http/retry";
import { seededRandom } from "../support/seededRandom";

/** Whether a request that arrives now is within the limit. */
type Limit = () => boolean;

function fixedWindow(requests: number, interval: number): Limit {
  let window = -1;
  let used = 0;
  return () => {
    const now = Math.floor(performance.now() / interval);
    if (now !== window) used = 0;
    window = now;
    used += 1;
    return used <= requests;
  };
}

function tokenBucket(perSecond: number, burst: number): Limit {
  let tokens = burst;
  let at = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(burst, tokens + ((now - at) * perSecond) / 1_000);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

const sleep = (delay: number) => new Promise<void>((resolve) => setTimeout(resolve, delay));

/** Makes calls all at once, each repeated until it passes; requests take 3 to 8 ms. */
async function bringHome(calls: number, limit: Limit, retryAfter?: number) {
  const pace = createPace({ maxConcurrency: 10, retryDelay: backOff });
  const start = performance.now();
  const seen = { elapsed: 0, answers: 0, refused: 0, slowest: 0 };
  async function call(): Promise<void> {
    let firstTurn: number | undefined;
    for (;;) {
      const turn = pace.enter(firstTurn !== undefined);
      await turn.ready;
      firstTurn ??= performance.now();
      const latency = 3 + 5 * Math.random();
      await sleep(latency / 2);
      const passed = limit();
      await sleep(latency / 2);
      seen.answers += 1;
      if (passed) {
        pace.leave(turn, true);
        seen.elapsed = performance.now() - start;
        seen.slowest = Math.max(seen.slowest, performance.now() - firstTurn);
        return;
      }
      seen.refused += 1;
      pace.refuse(turn, retryAfter);
    }
  }
  const all = Promise.all(Array.from({ length: calls }, call));
  await jest.runAllTimersAsync();
  await all;
  return seen;
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

// The ideal time is (calls − burst) ÷ rate; the burst of a fixed window is one window.
it.each([
  ["1,000 calls at 50/s with Retry-After: 1", 2, 1_000, () => fixedWindow(50, 1_000), 1_000, 19_000, 1.2, 0.15],
  ["400 calls at 50/s without Retry-After", 20, 400, () => fixedWindow(50, 1_000), undefined, 7_000, 1.3, 0.25],
  ["120 calls at 20/s, burst 10", 10, 120, () => tokenBucket(20, 10), undefined, 5_500, 1.4, 0.3],
  ["16 calls at 2/s, burst 2", 20, 16, () => tokenBucket(2, 2), undefined, 7_000, 1.4, 0.75],
  ["16 calls at 2/s, burst 2, with Retry-After: 1", 5, 16, () => tokenBucket(2, 2), 1_000, 7_000, 1.2, 0.65],
])("brings home %s (mean of %d runs)", async (_name, times, calls, limit, retryAfter, ideal, longest, mostRefused) => {
  const runs: Awaited<ReturnType<typeof bringHome>>[] = [];
  for (let seed = 1; seed <= times; seed += 1) {
    jest.spyOn(Math, "random").mockImplementation(seededRandom(seed * 7_919));
    runs.push(await bringHome(calls, limit(), retryAfter));
  }
  expect(mean(runs.map(({ elapsed }) => elapsed / ideal))).toBeLessThanOrEqual(longest);
  expect(mean(runs.map(({ refused, answers }) => refused / answers))).toBeLessThanOrEqual(mostRefused);
  expect(Math.max(...runs.map(({ slowest }) => slowest))).toBeLessThan(30_000);
});
