import * as fc from "fast-check";
import { createPace, type Pace, type Turn } from "../../src/http/pace";
import { longestPause } from "../../src/http/retry";

interface Attempt {
  readonly lasts: number;
  readonly ends: "passed" | "failed" | "refused";
  /** Of a 429. */
  readonly retryAfter: number | undefined;
  /** How long the call waits, without a turn, before the next attempt after a failure. */
  readonly delay: number;
}

interface Call {
  readonly startsAt: number;
  /** Calls settle with the last attempt. */
  readonly attempts: readonly Attempt[];
  /** How long after its start the call is aborted. */
  readonly abortedAfter: number | undefined;
}

/** What a call has seen of its turns, in milliseconds of the test's clock. */
interface Wait {
  readonly hadTurn: boolean;
  readonly enteredAt: number;
  cameAt?: number;
}

const milliseconds = (max: number) => fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, fc.nat({ max }));
const calls: fc.Arbitrary<Call[]> = fc.array(
  fc.record({
    startsAt: milliseconds(300),
    attempts: fc.array(
      fc.record({
        lasts: milliseconds(100),
        ends: fc.constantFrom("passed" as const, "failed" as const, "refused" as const),
        retryAfter: fc.constantFrom(undefined, 0, 40, 1_000, longestPause + 1),
        delay: milliseconds(100),
      }),
      { minLength: 1, maxLength: 5, size: "max" },
    ),
    abortedAfter: fc.option(milliseconds(2_000), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 40, size: "max" },
);
const delays: fc.Arbitrary<(n: number) => number> = fc.constantFrom(
  () => 0,
  (n: number) => 20 * n,
  () => NaN,
  () => Infinity,
  (n: number) => {
    if (n > 1) throw new Error("mine");
    return 50;
  },
);

const sleep = (delay: number) => new Promise<void>((resolve) => setTimeout(resolve, delay));

class Run {
  readonly waits: Wait[] = [];
  /** The times within which nothing may be sent. */
  readonly pauses: { from: number; to: number }[] = [];
  underWay = 0;
  most = 0;
  settled = 0;

  constructor(readonly pace: Pace) {}

  async live({ startsAt, attempts, abortedAfter }: Call): Promise<void> {
    await sleep(startsAt);
    let turn: Turn | undefined;
    let isSent = false;
    const end = (give: (turn: Turn) => void): void => {
      if (isSent) this.underWay -= 1;
      isSent = false;
      if (turn !== undefined) give(turn);
      turn = undefined;
    };
    const { signal } = this.#abort(abortedAfter);
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => {
        end((given) => this.pace.leave(given));
        resolve();
      });
    });
    const isAborted = () => signal.aborted;
    for (const [index, { lasts, ends, retryAfter, delay }] of attempts.entries()) {
      const wait: Wait = { hadTurn: index > 0, enteredAt: performance.now() };
      turn = this.pace.enter(wait.hadTurn);
      this.waits.push(wait);
      if (turn.ready !== undefined) await turn.ready;
      if (isAborted()) break;
      wait.cameAt = performance.now();
      isSent = true;
      this.underWay += 1;
      this.most = Math.max(this.most, this.underWay);
      await Promise.race([sleep(lasts), aborted]);
      if (isAborted()) break;
      try {
        end((given) => {
          if (ends === "refused") this.#refuse(given, retryAfter);
          else this.pace.leave(given, ends === "passed");
        });
      } catch {
        break;
      }
      if (ends === "passed") break;
      if (ends === "failed") await Promise.race([sleep(delay), aborted]);
      if (isAborted()) break;
    }
    this.settled += 1;
  }

  #refuse(turn: Turn, retryAfter: number | undefined): void {
    const from = performance.now();
    if (this.pace.refuse(turn, retryAfter) !== undefined) this.pauses.push({ from, to: from + (retryAfter ?? 0) });
  }

  #abort(after: number | undefined): AbortController {
    const controller = new AbortController();
    if (after !== undefined) setTimeout(() => controller.abort(), after);
    return controller;
  }
}

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

async function play(maxConcurrency: number, retryDelay: (n: number) => number, script: readonly Call[]): Promise<Run> {
  const run = new Run(createPace({ maxConcurrency, retryDelay }));
  for (const call of script) void run.live(call);
  await jest.runAllTimersAsync();
  return run;
}

const bounds = fc.constantFrom(1, 2, 3, 10, Infinity);

it("every call settles, whatever fails, is refused or aborted, and no more than maxConcurrency are under way", async () => {
  await fc.assert(
    fc.asyncProperty(bounds, delays, calls, async (maxConcurrency, retryDelay, script) => {
      const run = await play(maxConcurrency, retryDelay, script);
      expect(run.settled).toBe(script.length);
      expect(run.underWay).toBe(0);
      expect(run.most).toBeLessThanOrEqual(maxConcurrency);
    }),
  );
});

it("no turn is lost and none is held by a call that has ended", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(1, 2, 3, 10), delays, calls, async (maxConcurrency, retryDelay, script) => {
      const { pace } = await play(maxConcurrency, retryDelay, script);
      expect(jest.getTimerCount()).toBe(0);
      await jest.advanceTimersByTimeAsync(2 * longestPause);
      for (let n = 0; n < 12 * maxConcurrency; n += 1) {
        const turn = pace.enter(false);
        expect(turn.ready).toBeUndefined();
        pace.leave(turn, true);
      }
      const turns = Array.from({ length: maxConcurrency + 1 }, () => pace.enter(false));
      expect(turns.map((turn) => turn.ready === undefined)).toEqual([
        ...Array<boolean>(maxConcurrency).fill(true),
        false,
      ]);
    }),
  );
});

it("no call starves: whoever has waited longer goes first, and those that had a turn before those that had none", async () => {
  await fc.assert(
    fc.asyncProperty(bounds, delays, calls, async (maxConcurrency, retryDelay, script) => {
      const { waits } = await play(maxConcurrency, retryDelay, script);
      for (const [index, { hadTurn, enteredAt, cameAt = Infinity }] of waits.entries()) {
        // Those aborted in line do not count: they had to wait no longer than they wanted.
        if (cameAt === Infinity) continue;
        for (const other of waits.slice(index + 1)) {
          const mayPass = other.hadTurn && !hadTurn;
          if (other.enteredAt > enteredAt && !mayPass) expect(other.cameAt ?? Infinity).toBeGreaterThanOrEqual(cameAt);
        }
        if (!hadTurn) continue;
        const overtaking = waits.filter(({ hadTurn: had, cameAt: at = 0 }) => !had && at > enteredAt && at < cameAt);
        expect(overtaking).toEqual([]);
      }
    }),
  );
});

it("nothing is sent within the Retry-After of a 429", async () => {
  await fc.assert(
    fc.asyncProperty(bounds, delays, calls, async (maxConcurrency, retryDelay, script) => {
      const { waits, pauses } = await play(maxConcurrency, retryDelay, script);
      for (const { from, to } of pauses) {
        expect(waits.filter(({ cameAt = 0 }) => cameAt > from && cameAt < to)).toEqual([]);
      }
    }),
  );
});
