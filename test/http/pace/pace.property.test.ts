import * as fc from "fast-check";
import { createPace, type Pace, type Turn } from "../../../src/http/pace/pace";
import { pretendWorker } from "../../support/worker";

const minute = 60_000;

interface Attempt {
  readonly lasts: number;
  readonly ends: "passed" | "failed" | "refused";
  /** Of a 429. */
  readonly retryAfter: number | undefined;
  /** How long the body of a 429 takes. */
  readonly bodyTakes: number;
  /** How long the call waits, without a turn, before the next attempt after a failure. */
  readonly delay: number;
}

interface Call {
  readonly startsAt: number;
  /** Calls settle with the last attempt. */
  readonly attempts: readonly Attempt[];
  /** How long after its start the call is aborted. */
  readonly abortedAfter: number | undefined;
  readonly totalTimeout: number;
}

interface Script {
  readonly maxConcurrency: number;
  readonly retryDelay: (n: number) => number;
  readonly calls: readonly Call[];
  readonly isWorker: boolean;
}

const milliseconds = (max: number) => fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, fc.nat({ max }));
const calls: fc.Arbitrary<Call[]> = fc.array(
  fc.record({
    startsAt: fc.oneof({ weight: 4, arbitrary: milliseconds(300) }, milliseconds(3 * minute)),
    attempts: fc.array(
      fc.record({
        lasts: fc.oneof({ weight: 4, arbitrary: milliseconds(100) }, milliseconds(5_000)),
        ends: fc.constantFrom("passed" as const, "failed" as const, "refused" as const),
        retryAfter: fc.constantFrom(undefined, 0, 40, 1_000, 61_000, 3_600_000),
        bodyTakes: milliseconds(100),
        delay: milliseconds(100),
      }),
      { minLength: 1, maxLength: 8, size: "max" },
    ),
    abortedAfter: fc.option(milliseconds(2_000), { nil: undefined }),
    totalTimeout: fc.constantFrom(100, 2_000, 90_000, 600_000),
  }),
  { minLength: 1, maxLength: 40, size: "max" },
);
const retryDelays: fc.Arbitrary<(n: number) => number> = fc.constantFrom(
  () => 0,
  (n: number) => 20 * n,
  () => NaN,
  () => Infinity,
  (n: number) => {
    if (n > 1) throw new Error("mine");
    return 50;
  },
);
const scripts: fc.Arbitrary<Script> = fc.record({
  maxConcurrency: fc.constantFrom(1, 2, 3, 10, Infinity),
  retryDelay: retryDelays,
  calls,
  isWorker: fc.boolean(),
});

const inLine = scripts.map((script) => ({ ...script, isWorker: false }));

const sleep = (delay: number) => new Promise<void>((resolve) => setTimeout(resolve, delay));

/** What a call has seen of its turns, in milliseconds of the test's clock. */
interface Wait {
  readonly place: "fresh" | "repeated" | "alone";
  readonly enteredAt: number;
  cameAt?: number;
}

/** A time within which nothing may be sent, but a trial each minute. */
interface Quiet {
  /** When the pause began that the 429 made longer, if there was one. */
  readonly since: number;
  readonly from: number;
  /** Without a Retry-After, a pause lasts as long as retryDelay says. */
  readonly lastsUntil: number;
  to: number;
}

/** Makes the calls of a script, and watches. */
class Run {
  readonly pace: Pace;
  readonly waits: Wait[] = [];
  readonly pauses: Quiet[] = [];
  underWay = 0;
  most = 0;
  settled = 0;

  constructor({ maxConcurrency, retryDelay }: Script) {
    this.pace = createPace({ maxConcurrency, retryDelay, timeout: 30_000 });
  }

  async live({ startsAt, attempts, abortedAfter, totalTimeout }: Call): Promise<void> {
    await sleep(startsAt);
    const stop = new AbortController();
    if (abortedAfter !== undefined) setTimeout(() => stop.abort(), abortedAfter);
    let last: Turn | undefined;
    let deadline: number | undefined;
    for (const attempt of attempts) {
      const wait: Wait = { place: placeAfter(last), enteredAt: performance.now() };
      this.waits.push(wait);
      const turn = await this.#turn(() => this.pace.enter(totalTimeout, last, deadline), deadline, stop.signal);
      if (turn.state === "over") break;
      wait.cameAt = performance.now();
      deadline ??= wait.cameAt + totalTimeout;
      const delay = await this.#attempt(turn, wait.cameAt, attempt, deadline, stop.signal);
      if (delay === undefined) break;
      await unless(stop.signal, sleep(delay));
      if (stop.signal.aborted) break;
      last = turn;
    }
    this.settled += 1;
  }

  async #turn(enter: () => Turn, deadline: number | undefined, signal: AbortSignal): Promise<Turn> {
    const turn = enter();
    const leave = () => this.pace.leave(turn);
    const timer = deadline === undefined ? undefined : setTimeout(leave, Math.max(0, deadline - performance.now()));
    signal.addEventListener("abort", leave);
    await turn.ready;
    clearTimeout(timer);
    signal.removeEventListener("abort", leave);
    return turn;
  }

  /** Returns how long the call waits before its next attempt, without a turn; `undefined` if it makes none. */
  async #attempt(turn: Turn, cameAt: number, attempt: Attempt, deadline: number, signal: AbortSignal) {
    this.underWay += 1;
    this.most = Math.max(this.most, this.underWay);
    await unless(signal, sleep(attempt.lasts));
    const ends = signal.aborted ? "failed" : attempt.ends;
    const delay = ends === "refused" ? await this.#refuse(turn, attempt, deadline, signal) : attempt.delay;
    this.underWay -= 1;
    const passed = ends === "passed";
    // A trial in a long pause ends it.
    if (passed)
      for (const pause of this.pauses) if (pause.from < cameAt) pause.to = Math.min(pause.to, performance.now());
    this.pace.leave(turn, passed);
    return passed ? undefined : delay;
  }

  async #refuse(turn: Turn, { retryAfter, bodyTakes }: Attempt, deadline: number, signal: AbortSignal) {
    const left = deadline - performance.now();
    try {
      const { isOwn, wait } = this.pace.refuse(turn, { retryAfter }, left);
      const from = performance.now();
      const lengthened = this.pauses.find((pause) => pause.from <= from && pause.lastsUntil > from);
      if (!isOwn)
        this.pauses.push({
          since: lengthened?.since ?? from,
          from,
          to: from + (retryAfter ?? 0),
          lastsUntil: from + wait,
        });
      await unless(signal, sleep(bodyTakes));
      if (wait >= left) return undefined;
      return isOwn ? wait : 0;
    } catch {
      return undefined;
    }
  }
}

const placeAfter = (last: Turn | undefined): Wait["place"] =>
  last === undefined ? "fresh" : last.refusals?.forItself ? "alone" : "repeated";

/** Waits for something, but no longer than until the signal is aborted. */
const unless = (signal: AbortSignal, work: Promise<void>): Promise<void> =>
  new Promise((resolve) => {
    const end = () => resolve();
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
    void work.then(end);
  });

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
  pretendWorker(false);
});

async function play(script: Script): Promise<Run> {
  pretendWorker(script.isWorker);
  const run = new Run(script);
  for (const call of script.calls) void run.live(call);
  await jest.runAllTimersAsync();
  return run;
}

it("every call settles, whatever fails, is refused or aborted, and no more than maxConcurrency are under way", async () => {
  await fc.assert(
    fc.asyncProperty(scripts, async (script) => {
      const run = await play(script);
      expect(run.settled).toBe(script.calls.length);
      expect(run.underWay).toBe(0);
      expect(run.most).toBeLessThanOrEqual(script.maxConcurrency);
    }),
    { numRuns: 30 },
  );
}, 60_000);

it("no turn is lost, no timer is left, and none is held by a call that has ended", async () => {
  await fc.assert(
    fc.asyncProperty(inLine, async (script) => {
      fc.pre(script.maxConcurrency < Infinity);
      const { pace } = await play(script);
      expect(jest.getTimerCount()).toBe(0);
      await jest.advanceTimersByTimeAsync(3_700_000);
      for (let n = 0; n < 12 * script.maxConcurrency; n += 1) {
        const turn = pace.enter(minute);
        expect(turn.ready).toBeUndefined();
        pace.leave(turn, true);
        await jest.advanceTimersByTimeAsync(50);
      }
      const turns = Array.from({ length: script.maxConcurrency + 1 }, () => pace.enter(minute));
      expect(turns.map((turn) => turn.ready === undefined)).toEqual([
        ...Array<boolean>(script.maxConcurrency).fill(true),
        false,
      ]);
    }),
    { numRuns: 30 },
  );
}, 60_000);

it("whoever has waited longer goes first, among those that wait for their first turn and among those that had one", async () => {
  await fc.assert(
    fc.asyncProperty(inLine, async (script) => {
      const { waits } = await play(script);
      for (const place of ["fresh", "repeated"]) {
        // Those aborted in line do not count: they had to wait no longer than they wanted.
        const came = waits.filter((wait) => wait.place === place && wait.cameAt !== undefined);
        const times = came.map(({ cameAt = 0 }) => cameAt);
        expect(times).toEqual([...times].sort((one, other) => one - other));
      }
    }),
    { numRuns: 30 },
  );
}, 60_000);

it("nothing is sent within the Retry-After of a 429, but one trial a minute", async () => {
  await fc.assert(
    fc.asyncProperty(scripts, async (script) => {
      const { waits, pauses } = await play(script);
      for (const { since, from, to } of pauses) {
        const times = waits.map(({ cameAt = 0 }) => cameAt).filter((at) => at > from && at < to);
        const trials = [since, ...times.sort((one, other) => one - other)];
        for (const [index, at] of trials.slice(1).entries())
          expect(at - (trials[index] ?? 0)).toBeGreaterThanOrEqual(minute);
      }
    }),
    { numRuns: 30 },
  );
}, 60_000);
