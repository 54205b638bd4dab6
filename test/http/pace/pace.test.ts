import { createPace, type Pace, type Refusal, type Turn, type Verdict } from "../../../src/http/pace/pace";
import { CallbackFailure } from "../../../src/http/callback";
import { backOff } from "../../../src/http/retry";
import { insideWorker } from "../../support/worker";

interface Noted extends Refusal {
  readonly body?: string;
}
type APace = Pace<Noted>;
type ATurn = Turn<Noted>;

const minute = 60_000;
type Client = Parameters<typeof createPace>[0];
const noDelay = () => 0;

function paceOf({ maxConcurrency = 10, retryDelay = noDelay }: Partial<Client> = {}): APace {
  return createPace<Noted>({ maxConcurrency, retryDelay, timeout: 30_000 });
}

/** A first turn. */
const enter = (pace: APace, totalTimeout = 90_000): ATurn => pace.enter(totalTimeout);

/** Another turn of a call that has all the time it needs, unless a deadline is given. */
const again = (pace: APace, last: ATurn, deadline = Infinity): ATurn => pace.enter(90_000, last, deadline);

/** Gives `count` turns that came at once. */
function underWay(pace: APace, count: number): ATurn[] {
  const turns = Array.from({ length: count }, () => enter(pace));
  expect(turns.filter((turn) => turn.ready !== undefined)).toEqual([]);
  return turns;
}

/** A 429 without a body. */
function refuse(pace: APace, turn: ATurn, retryAfter?: number): Verdict {
  const verdict = pace.refuse(turn, { retryAfter }, Infinity);
  pace.leave(turn);
  return verdict;
}

/** A first request that gets through. */
const pass = (pace: APace): void => pace.leave(enter(pace), true);

/** The names of those whose turn has come, in that order. */
function arrivals(waiting: Readonly<Record<string, ATurn>>): string[] {
  const names: string[] = [];
  for (const [name, turn] of Object.entries(waiting))
    void turn.ready?.then(() => turn.state === "underWay" && names.push(name));
  return names;
}

/** How many turns can be had at once; all are given back. */
function room(pace: APace): number {
  const turns = Array.from({ length: 50 }, () => enter(pace));
  const given = turns.filter((turn) => turn.ready === undefined).length;
  for (const turn of turns.reverse()) pace.leave(turn);
  return given;
}

const elapse = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  jest.useFakeTimers();
  jest.spyOn(Math, "random").mockReturnValue(0);
});

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

describe("turns", () => {
  it("come at once, without a promise, while there is room", () => {
    const pace = paceOf({ maxConcurrency: 3 });
    underWay(pace, 3);
    expect(enter(pace).ready).toBeInstanceOf(Promise);
  });

  it("pass on to the one who has waited longest", async () => {
    const pace = paceOf({ maxConcurrency: 1 });
    const [first] = underWay(pace, 1) as [ATurn];
    const waiting = { a: enter(pace), b: enter(pace) };
    const come = arrivals(waiting);
    pace.leave(first, true);
    await elapse(0);
    expect(come).toEqual(["a"]);
    pace.leave(waiting.a);
    await elapse(0);
    expect(come).toEqual(["a", "b"]);
  });

  it("come first to the calls that have had one", async () => {
    const pace = paceOf({ maxConcurrency: 1 });
    const [first] = underWay(pace, 1) as [ATurn];
    const waiting = { new: enter(pace), again: again(pace, first), againToo: again(pace, first) };
    const come = arrivals(waiting);
    for (const turn of [first, waiting.again, waiting.againToo]) {
      pace.leave(turn);
      await elapse(0);
    }
    expect(come).toEqual(["again", "againToo", "new"]);
  });

  it("are not overtaken by a call that enters while others wait", async () => {
    const pace = paceOf({ maxConcurrency: 2 });
    const [one] = underWay(pace, 1) as [ATurn];
    refuse(pace, one, 1_000);
    const early = enter(pace);
    // The pause is over, but its timer has not fired yet.
    jest.spyOn(performance, "now").mockReturnValue(performance.now() + 2_000);
    const late = enter(pace);
    expect([early.state, late.state]).toEqual(["underWay", "waiting"]);
    await early.ready;
  });

  it("resolve when the call leaves the line, and go to the next", async () => {
    const pace = paceOf({ maxConcurrency: 1 });
    const [first] = underWay(pace, 1) as [ATurn];
    const waiting = { a: enter(pace), b: enter(pace) };
    const come = arrivals(waiting);
    pace.leave(waiting.a);
    await waiting.a.ready;
    expect(waiting.a.state).toBe("over");
    pace.leave(first);
    await elapse(0);
    expect(come).toEqual(["b"]);
  });

  it("go to the next when they are given back before the call has seen them", async () => {
    const pace = paceOf({ maxConcurrency: 1 });
    const [first] = underWay(pace, 1) as [ATurn];
    const waiting = { a: enter(pace), b: enter(pace) };
    pace.leave(first);
    pace.leave(waiting.a);
    await waiting.b.ready;
    expect(waiting.b.state).toBe("underWay");
  });

  it("count once when they are given back twice", () => {
    const pace = paceOf({ maxConcurrency: 2 });
    const [first] = underWay(pace, 2) as [ATurn];
    const waiting = enter(pace);
    pace.leave(waiting);
    pace.leave(waiting);
    pace.leave(first);
    pace.leave(first, true);
    expect(room(pace)).toBe(1);
  });

  it("have no bound with maxConcurrency: Infinity", () => {
    underWay(paceOf({ maxConcurrency: Infinity }), 5_000);
  });

  it("can be left from anywhere in the line: ten times as many do not take a hundred times as long", () => {
    jest.useRealTimers();
    const timeOf = (count: number): number => {
      const pace = paceOf({ maxConcurrency: 1 });
      underWay(pace, 1);
      // Of the processor: a busy machine does not make it longer.
      const start = process.cpuUsage();
      const turns = Array.from({ length: count }, () => enter(pace));
      // 7,919 has no factor in common with the counts: every turn, each far from the one before.
      for (let n = 0; n < turns.length; n += 1) pace.leave(turns[(n * 7_919) % turns.length] as ATurn);
      expect(turns.every((turn) => turn.state === "over")).toBe(true);
      return process.cpuUsage(start).user / 1_000;
    };
    const shortest = (count: number): number => Math.min(...[1, 2, 3].map(() => timeOf(count)));
    expect(shortest(20_000)).toBeLessThan(50 * Math.max(shortest(2_000), 1));
  });
});

describe("a 429", () => {
  it.each([
    [0, 2_000],
    [0.5, 2_050],
    [0.999, 2_099.9],
  ])("pauses all calls for Retry-After and up to a twentieth more (random %d)", async (random, pause) => {
    jest.spyOn(Math, "random").mockReturnValue(random);
    const pace = paceOf();
    const [refused] = underWay(pace, 2) as [ATurn];
    const verdict = refuse(pace, refused, 2_000);
    expect(verdict.isOwn).toBe(false);
    expect(verdict.wait).toBeCloseTo(pause);
    const waiting = { new: enter(pace), again: again(pace, refused) };
    const come = arrivals(waiting);
    await elapse(Math.floor(pause) - 1);
    expect(come).toEqual([]);
    await elapse(2);
    expect(come[0]).toBe("again");
  });

  it("is not jittered past the deadline that Retry-After alone fits", () => {
    jest.spyOn(Math, "random").mockReturnValue(1);
    const pace = paceOf();
    const [refused] = underWay(pace, 1) as [ATurn];
    expect(pace.refuse(refused, { retryAfter: 60_000 }, 61_000).wait).toBe(60_000);
  });

  it("pauses from its headers on, whatever becomes of its body", async () => {
    const pace = paceOf();
    const [refused] = underWay(pace, 1) as [ATurn];
    pace.refuse(refused, { retryAfter: 1_000 }, Infinity);
    const waiting = enter(pace);
    await elapse(999);
    expect(waiting.state).toBe("waiting");
    await elapse(1);
    expect([waiting.state, refused.state]).toEqual(["underWay", "underWay"]);
  });

  it.each([undefined, 0])(
    "pauses for the caller's retryDelay(n) with a Retry-After of %s, n counting those in a row",
    async (retryAfter) => {
      const retryDelay = jest.fn((n: number) => n * 100);
      const pace = paceOf({ retryDelay });
      for (const n of [1, 2, 3]) {
        expect(refuse(pace, enter(pace), retryAfter).wait).toBeCloseTo(n * 100);
        await elapse(n * 100);
      }
      pass(pace);
      refuse(pace, enter(pace), retryAfter);
      expect(retryDelay.mock.calls).toEqual([[1], [2], [3], [1]]);
    },
  );

  it("counts in a row with those that have a Retry-After", async () => {
    const retryDelay = jest.fn(noDelay);
    const pace = paceOf({ retryDelay });
    refuse(pace, enter(pace), 1_000);
    await elapse(1_000);
    refuse(pace, enter(pace));
    expect(retryDelay.mock.calls).toEqual([[2]]);
  });

  it.each([
    [0, [250, 250, 250, 500, 500, 500, 1_000]],
    [1, [500, 500, 500, 1_000, 1_000, 1_000, 2_000]],
  ])("pauses a step longer every third time in a row by default, random being %d", async (random, expected) => {
    jest.spyOn(Math, "random").mockReturnValue(random);
    const pace = paceOf({ retryDelay: backOff });
    const pauses: number[] = [];
    for (let n = 0; n < 30; n += 1) {
      pauses.push(refuse(pace, enter(pace)).wait);
      await elapse(8_000);
    }
    expect(pauses.slice(0, 7)).toEqual(expected.map((pause) => expect.closeTo(pause) as number));
    expect(pauses.at(-1)).toBeCloseTo(4_000 * (1 + random));
  });

  it("counts once for all requests that were sent before the pause", async () => {
    const retryDelay = jest.fn((n: number) => n * 100);
    const pace = paceOf({ retryDelay });
    for (const turn of underWay(pace, 10)) refuse(pace, turn);
    await elapse(100);
    pass(pace);
    expect(retryDelay.mock.calls).toEqual([[1]]);
    expect(room(pace)).toBe(7);
  });

  it("that answers a request sent before the pause makes it longer, never shorter", () => {
    const pace = paceOf({ maxConcurrency: 3 });
    const [one, two, three] = underWay(pace, 3) as [ATurn, ATurn, ATurn];
    expect(refuse(pace, one, 2_000).wait).toBeCloseTo(2_000);
    expect(refuse(pace, two, 5_000).wait).toBeCloseTo(5_000);
    expect(refuse(pace, three, 1_000).wait).toBeCloseTo(5_000);
  });

  it("that comes when its turn is over still pauses, and ends those that cannot wait for it", () => {
    const pace = paceOf({ maxConcurrency: 1 });
    const [aborted] = underWay(pace, 1) as [ATurn];
    pace.leave(aborted);
    const [, waiting] = [enter(pace), enter(pace)];
    pace.refuse(aborted, { retryAfter: 3_600_000 }, Infinity);
    expect(waiting.outlasted).toMatchObject({ refusal: { retryAfter: 3_600_000 } });
  });

  it("is none that got through, even if a middleware makes a success of it", async () => {
    const retryDelay = jest.fn(() => 1);
    const pace = paceOf({ retryDelay });
    let turn = enter(pace);
    for (let n = 0; n < 6; n += 1) {
      expect(refuse(pace, turn).isOwn).toBe(false);
      await elapse(1);
      const changed = enter(pace);
      pace.refuse(changed, {}, Infinity);
      pace.leave(changed, true);
      await elapse(1);
      turn = again(pace, turn);
    }
    expect(retryDelay.mock.calls.slice(0, 4)).toEqual([[1], [2], [3], [4]]);
  });
});

describe("after a pause", () => {
  it("one request probes, 0.7 of what was under way may go once it gets through, and 0.15 more for each that does", async () => {
    const pace = paceOf({ maxConcurrency: 20 });
    for (const turn of underWay(pace, 20)) refuse(pace, turn, 10);
    await elapse(10);
    expect(room(pace)).toBe(1);
    pass(pace);
    expect(room(pace)).toBe(14);
    await elapse(1_000);
    for (let n = 0; n < 7; n += 1) pass(pace);
    expect(room(pace)).toBe(15);
    for (let n = 0; n < 100; n += 1) pass(pace);
    expect(room(pace)).toBe(20);
  });

  it("no more than one more may go in 50 ms, however many get through", async () => {
    const pace = paceOf({ maxConcurrency: 20 });
    for (const turn of underWay(pace, 20)) refuse(pace, turn, 10);
    await elapse(10);
    pass(pace);
    for (const expected of [14, 15, 16]) {
      for (let n = 0; n < 100; n += 1) pass(pace);
      expect(room(pace)).toBe(expected);
      await elapse(50);
    }
  });

  it("the same holds with maxConcurrency: Infinity", async () => {
    const pace = paceOf({ maxConcurrency: Infinity });
    for (const turn of underWay(pace, 40)) refuse(pace, turn, 1_000);
    expect(room(pace)).toBe(0);
    await elapse(1_000);
    pass(pace);
    expect(room(pace)).toBe(28);
  });

  it("a probe that is refused takes no further room", async () => {
    const pace = paceOf();
    for (const turn of underWay(pace, 10)) refuse(pace, turn, 10);
    for (let n = 0; n < 5; n += 1) {
      await elapse(10);
      refuse(pace, enter(pace), 10);
    }
    await elapse(10);
    pass(pace);
    expect(room(pace)).toBe(7);
  });

  it("a probe that fails is followed by another one", async () => {
    const pace = paceOf();
    for (const turn of underWay(pace, 10)) refuse(pace, turn, 10);
    await elapse(10);
    const [probe, next] = [enter(pace), enter(pace), enter(pace)] as [ATurn, ATurn, ATurn];
    pace.leave(probe);
    expect(next.state).toBe("underWay");
    expect(room(pace)).toBe(0);
  });

  it("a probe that is not answered within a second is followed by another one each second", async () => {
    const pace = paceOf();
    refuse(pace, enter(pace), 10);
    const come = arrivals({ a: enter(pace), b: enter(pace), c: enter(pace) });
    await elapse(10);
    expect(come).toEqual(["a"]);
    await elapse(999);
    expect(come).toEqual(["a"]);
    await elapse(1);
    expect(come).toEqual(["a", "b"]);
    await elapse(1_000);
    expect(come).toEqual(["a", "b", "c"]);
  });

  it("a request that hangs in the only place does not stop the others for longer", async () => {
    const pace = paceOf();
    refuse(pace, enter(pace), 10);
    await elapse(10);
    pass(pace);
    underWay(pace, 1);
    const next = enter(pace);
    expect(next.state).toBe("waiting");
    await elapse(1_000);
    expect(next.state).toBe("underWay");
  });

  it("requests that were sent before it and hang take no place but of maxConcurrency", async () => {
    const pace = paceOf({ maxConcurrency: 4, retryDelay: () => 1 });
    underWay(pace, 2);
    refuse(pace, enter(pace));
    await elapse(1);
    pass(pace);
    await elapse(1_000);
    for (let n = 0; n < 50; n += 1) pass(pace);
    expect(room(pace)).toBe(2);
  });

  it("a request that was sent before it gives nothing back when it gets through, and ends no row of 429s", async () => {
    const retryDelay = jest.fn(() => 1);
    const pace = paceOf({ retryDelay });
    const [refused, ...others] = underWay(pace, 10) as [ATurn, ...ATurn[]];
    refuse(pace, refused);
    await elapse(1);
    for (const turn of others) pace.leave(turn, true);
    expect(room(pace)).toBe(1);
    refuse(pace, enter(pace));
    expect(retryDelay.mock.calls).toEqual([[1], [2]]);
  });

  it("a failure gives nothing back either", async () => {
    const retryDelay = jest.fn(() => 1);
    const pace = paceOf({ maxConcurrency: 4, retryDelay });
    refuse(pace, enter(pace));
    await elapse(1);
    for (let n = 0; n < 100; n += 1) pace.leave(enter(pace));
    refuse(pace, enter(pace));
    expect(retryDelay.mock.calls).toEqual([[1], [2]]);
  });
});

describe("retryDelay", () => {
  it.each([
    [-1, 0],
    [NaN, 0],
    [1.5, 1.5],
    [2 ** 31, minute],
    [Infinity, minute],
  ])("of %d pauses for %d milliseconds", async (given, pause) => {
    const pace = paceOf({ maxConcurrency: 4, retryDelay: () => given });
    const [refused] = underWay(pace, 1) as [ATurn];
    expect(refuse(pace, refused).wait).toBeCloseTo(pause);
    await elapse(Math.ceil(pause));
    expect(again(pace, refused).ready).toBeUndefined();
  });

  it("that throws pauses nobody", () => {
    const mistake = new Error("mine");
    const pace = paceOf({
      maxConcurrency: 2,
      retryDelay: () => {
        throw mistake;
      },
    });
    const [refused] = underWay(pace, 1) as [ATurn];
    expect(() => pace.refuse(refused, {}, Infinity)).toThrow(new CallbackFailure("retryDelay", mistake));
    pace.leave(refused);
    expect(room(pace)).toBe(2);
  });
});

describe("a pause that outlasts a call", () => {
  it.each([
    ["a minute", 60_000, 1_000, "waiting"],
    ["more than a minute", 60_001, 1_000, "over"],
    ["its totalTimeout", 120_000, 120_000, "waiting"],
    ["more than its totalTimeout", 120_001, 120_000, "over"],
  ])("of %s: one that was not sent is then %s", async (_, retryAfter, totalTimeout, state) => {
    jest.spyOn(Math, "random").mockReturnValue(1);
    const pace = paceOf({ maxConcurrency: 1 });
    const [refused] = underWay(pace, 1) as [ATurn];
    const inLine = enter(pace, totalTimeout);
    refuse(pace, refused, retryAfter);
    const later = enter(pace, totalTimeout);
    expect([inLine.state, later.state]).toEqual([state, state]);
  });

  it("ends the turn of one that was sent, if the pause lasts until its deadline", async () => {
    const pace = paceOf();
    const [refused] = underWay(pace, 2) as [ATurn];
    const now = performance.now();
    refuse(pace, refused, 2_000);
    const [short, long] = [again(pace, refused, now + 2_000), again(pace, refused, now + 2_001)];
    expect([short.state, long.state]).toEqual(["over", "waiting"]);
  });

  it("ends those in line when the body of its 429 has arrived, with what it holds and what is left", async () => {
    const pace = paceOf({ maxConcurrency: 2 });
    const [first, second] = underWay(pace, 2) as [ATurn, ATurn];
    const inLine = enter(pace);
    pace.refuse(first, { retryAfter: 3_600_000 }, Infinity);
    const later = enter(pace);
    pace.refuse(second, { retryAfter: 3_000 }, Infinity);
    pace.complete(second, { retryAfter: 3_000, body: "of another one" });
    pace.leave(second);
    await elapse(400);
    expect([inLine.state, later.state]).toEqual(["waiting", "waiting"]);
    const refusal = { retryAfter: 3_600_000, body: "slow down" };
    pace.complete(first, refusal);
    pace.complete(second, { body: "of another one" });
    pace.leave(first);
    for (const turn of [inLine, later, enter(pace)])
      expect(turn).toMatchObject({ state: "over", outlasted: { refusal, left: expect.closeTo(3_599_600) as number } });
    await inLine.ready;
  });

  it("ends them too if its call ends before the body has arrived", () => {
    const pace = paceOf({ maxConcurrency: 1 });
    const [refused] = underWay(pace, 1) as [ATurn];
    const inLine = enter(pace);
    pace.refuse(refused, { retryAfter: 3_600_000 }, Infinity);
    pace.leave(refused);
    expect(inLine.outlasted?.refusal).toEqual({ retryAfter: 3_600_000 });
  });

  it("ends them, and those that come, after a second if its body has not arrived, and tells the body once it has", async () => {
    const pace = paceOf({ maxConcurrency: 1 });
    const [refused] = underWay(pace, 1) as [ATurn];
    const retryAfter = 3_600_000;
    const inLine = enter(pace);
    pace.refuse(refused, { retryAfter }, Infinity);
    await elapse(999);
    const late = enter(pace);
    expect([inLine.state, late.state]).toEqual(["waiting", "waiting"]);
    await elapse(1);
    expect([inLine, late, enter(pace)].map(({ outlasted }) => outlasted?.refusal)).toEqual(
      Array.from({ length: 3 }, () => ({ retryAfter })),
    );
    pace.complete(refused, { retryAfter, body: "slow down" });
    pace.leave(refused);
    expect(enter(pace).outlasted?.refusal).toEqual({ retryAfter, body: "slow down" });
    expect(jest.getTimerCount()).toBe(0);
  });

  it("tells of the 429 that made it so long", () => {
    const pace = paceOf({ maxConcurrency: 2 });
    const [first, second] = underWay(pace, 2) as [ATurn, ATurn];
    const inLine = enter(pace);
    refuse(pace, first, 1_000);
    refuse(pace, second, 120_000);
    expect(inLine.outlasted?.refusal).toEqual({ retryAfter: 120_000 });
  });

  it("lets nobody of them wait for a timer", () => {
    const pace = paceOf();
    refuse(pace, enter(pace), 3_600_000);
    enter(pace);
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe("in a pause of over a minute, one call a minute is let through", () => {
  /** A pause of an hour. */
  function hour(): APace {
    const pace = paceOf();
    refuse(pace, enter(pace), 3_600_000);
    return pace;
  }
  const states = (pace: APace) => [enter(pace), enter(pace)].map(({ state }) => state);

  it("if it has just been made", async () => {
    const pace = hour();
    await elapse(minute - 1);
    expect(states(pace)).toEqual(["over", "over"]);
    await elapse(1);
    expect(states(pace)).toEqual(["underWay", "over"]);
    await elapse(minute - 1);
    expect(states(pace)).toEqual(["over", "over"]);
    await elapse(1);
    expect(states(pace)).toEqual(["underWay", "over"]);
  });

  it("if it waits, since its totalTimeout is longer than the pause", async () => {
    const pace = paceOf();
    refuse(pace, enter(pace), 150_000);
    const come = arrivals({ a: enter(pace, 600_000), b: enter(pace, 600_000), c: enter(pace, 600_000) });
    await elapse(minute - 1);
    expect(come).toEqual([]);
    await elapse(1);
    expect(come).toEqual(["a"]);
    await elapse(minute);
    expect(come).toEqual(["a", "b"]);
  });

  it("and its success ends the pause", async () => {
    const pace = hour();
    await elapse(minute);
    pass(pace);
    expect(room(pace)).toBe(1);
    pass(pace);
    expect(enter(pace).state).toBe("underWay");
  });

  it("and its success ends the pause although it took so long that others were let through meanwhile", async () => {
    const pace = paceOf();
    refuse(pace, enter(pace), 3_600_000);
    const waiting = Array.from({ length: 4 }, () => enter(pace, 7_200_000));
    await elapse(2.5 * minute);
    expect(waiting.map(({ state }) => state)).toEqual(["underWay", "underWay", "waiting", "waiting"]);
    pace.leave(waiting[0] as ATurn, true);
    await elapse(100);
    expect(waiting.slice(2).map(({ state }) => state)).toEqual(["underWay", "waiting"]);
  });

  it("and its failure does not", async () => {
    const pace = hour();
    await elapse(minute);
    pace.leave(enter(pace));
    expect(enter(pace).state).toBe("over");
  });

  it.each([undefined, 1_000])("and its 429 with a Retry-After of %s makes the pause no shorter", async (retryAfter) => {
    const pace = hour();
    await elapse(minute);
    expect(refuse(pace, enter(pace), retryAfter).wait).toBeCloseTo(3_600_000 - minute);
    expect(enter(pace).state).toBe("over");
  });

  it("and does not end a pause that another 429 has begun meanwhile", async () => {
    const pace = paceOf();
    const [refused, old] = underWay(pace, 2) as [ATurn, ATurn];
    refuse(pace, refused, 120_000);
    await elapse(minute);
    const trial = enter(pace);
    refuse(pace, old, 3_600_000);
    pace.leave(trial, true);
    expect(enter(pace).state).toBe("over");
  });

  it("that a trial has ended says nothing about the next one", () => {
    const pace = paceOf({ maxConcurrency: 1 });
    const [refused] = underWay(pace, 1) as [ATurn];
    refuse(pace, refused, 3_600_000);
    jest.advanceTimersByTime(minute);
    const trial = enter(pace);
    pace.leave(trial, true);
    const [next] = underWay(pace, 1) as [ATurn];
    refuse(pace, next, 2_000);
    expect(enter(pace)).toMatchObject({ state: "waiting", outlasted: undefined });
  });
});

describe("a call that is always refused", () => {
  it("goes first after one pause, but after the second in a row a fresh call probes", async () => {
    const pace = paceOf({ maxConcurrency: 1, retryDelay: () => 10 });
    let turn = enter(pace);
    const come = arrivals({ fresh: enter(pace), fresher: enter(pace) });
    for (const expected of [[], ["fresh"]]) {
      refuse(pace, turn);
      turn = again(pace, turn);
      await elapse(10);
      expect(come).toEqual(expected);
    }
  });

  /** Refuses a call until it is refused for itself; another request gets through each time between its requests. */
  async function refusedForItself(pace: APace, retryAfter?: number): Promise<{ turn: ATurn; verdicts: Verdict[] }> {
    let turn = enter(pace);
    const verdicts: Verdict[] = [];
    for (;;) {
      const verdict = refuse(pace, turn, retryAfter);
      verdicts.push(verdict);
      if (verdict.isOwn) return { turn, verdicts };
      await elapse(verdict.wait);
      pass(pace);
      turn = again(pace, turn);
    }
  }

  it("is refused for itself once it was overtaken four times, and pauses nobody then", async () => {
    const pace = paceOf({ retryDelay: () => 10 });
    const { verdicts } = await refusedForItself(pace);
    expect(verdicts.map(({ isOwn }) => isOwn)).toEqual([false, false, false, false, true]);
    expect(room(pace)).toBeGreaterThan(0);
  });

  it("is not overtaken by requests that were sent before its own", async () => {
    const pace = paceOf({ retryDelay: () => 10 });
    const early = underWay(pace, 9);
    let turn = enter(pace);
    for (const other of early) {
      expect(refuse(pace, turn).isOwn).toBe(false);
      pace.leave(other, true);
      await elapse(10);
      turn = again(pace, turn);
    }
  });

  it.each([
    [undefined, [10, 20, 30]],
    [700, [700, 700, 700]],
  ])(
    "waits for its own Retry-After of %s, or retryDelay(n), n counting its own refusals",
    async (retryAfter, waits) => {
      const pace = paceOf({ retryDelay: (n) => 10 * n });
      const { turn, verdicts } = await refusedForItself(pace, retryAfter);
      const second = again(pace, turn);
      const seen = [verdicts.at(-1), refuse(pace, second, retryAfter), refuse(pace, again(pace, second), retryAfter)];
      expect(seen.map((verdict) => verdict?.wait)).toEqual(waits);
    },
  );

  it("gets every other turn at most", async () => {
    const pace = paceOf({ maxConcurrency: 1 });
    const { turn } = await refusedForItself(pace, 10);
    const blocking = enter(pace);
    const waiting: Record<string, ATurn> = {
      alone: again(pace, turn),
      alone2: again(pace, turn),
      alone3: again(pace, turn),
    };
    for (const name of ["a", "b"]) waiting[name] = enter(pace);
    const come = arrivals(waiting);
    for (const given of [blocking, ...["alone", "a", "alone2", "b"].map((name) => waiting[name] as ATurn)]) {
      pace.leave(given, true);
      await elapse(0);
    }
    expect(come).toEqual(["alone", "a", "alone2", "b", "alone3"]);
  });

  it("still waits for a pause of the others", async () => {
    const pace = paceOf();
    const { turn } = await refusedForItself(pace, 10);
    refuse(pace, enter(pace), 5_000);
    const alone = again(pace, turn);
    await elapse(4_999);
    expect(alone.state).toBe("waiting");
  });
});

describe("a clock that was set back by an hour", () => {
  const setBack = () => {
    const now = performance.now.bind(performance);
    jest.spyOn(performance, "now").mockImplementation(() => now() - 3_600_000);
  };

  it("makes no pause longer", () => {
    const pace = paceOf();
    refuse(pace, enter(pace), 1_000);
    setBack();
    expect(enter(pace).state).toBe("underWay");
  });

  it("lets another probe follow one that hangs", async () => {
    const pace = paceOf();
    refuse(pace, enter(pace), 10);
    await elapse(10);
    underWay(pace, 1);
    setBack();
    const next = enter(pace);
    await elapse(1_000);
    expect(next.state).toBe("underWay");
  });

  it("lets as many go as get through", async () => {
    const pace = paceOf({ maxConcurrency: 2 });
    const [one] = underWay(pace, 2) as [ATurn];
    refuse(pace, one, 10);
    await elapse(10);
    pass(pace);
    setBack();
    for (let n = 0; n < 10; n += 1) pass(pace);
    pace.leave(enter(pace), true);
    expect(enter(pace).state).toBe("underWay");
  });
});

describe("timers", () => {
  it("run only while a call waits for a pause", async () => {
    const pace = paceOf({ maxConcurrency: 2 });
    refuse(pace, enter(pace), 1_000);
    expect(jest.getTimerCount()).toBe(0);
    const waiting = [enter(pace), enter(pace)] as const;
    expect(jest.getTimerCount()).toBe(1);
    pace.leave(waiting[0]);
    expect(jest.getTimerCount()).toBe(1);
    pace.leave(waiting[1]);
    expect(jest.getTimerCount()).toBe(0);
    await elapse(1_000);
    expect(enter(pace).ready).toBeUndefined();
  });

  it("are never longer than a timer can be, whatever Retry-After says", () => {
    const setTimeout = jest.spyOn(globalThis, "setTimeout");
    const pace = paceOf();
    refuse(pace, enter(pace), Number.MAX_SAFE_INTEGER);
    enter(pace, Infinity);
    const delays = setTimeout.mock.calls.map(([, delay = 0]) => delay);
    expect(delays).toContain(minute);
    for (const delay of delays) expect(delay).toBeLessThan(2 ** 31);
  });

  describe("that have fired are believed, though the clock stands still", () => {
    beforeEach(() => {
      jest.useFakeTimers({ doNotFake: ["performance"] });
      jest.spyOn(performance, "now").mockReturnValue(5_000);
    });

    it("at the end of a pause, for good", async () => {
      const pace = paceOf();
      refuse(pace, enter(pace), 1_000);
      const waiting = enter(pace);
      await elapse(1_000);
      expect(waiting.state).toBe("underWay");
      pace.leave(waiting, true);
      expect(enter(pace).state).toBe("underWay");
    });

    it("at the end of a long pause, minute by minute", async () => {
      const pace = paceOf();
      refuse(pace, enter(pace), 150_000);
      const waiting = Array.from({ length: 3 }, () => enter(pace, 600_000));
      await elapse(minute);
      expect(waiting.map(({ state }) => state)).toEqual(["underWay", "waiting", "waiting"]);
      for (const turn of waiting.slice(0, 2)) {
        pace.leave(turn);
        await elapse(minute);
      }
      expect(waiting[2]?.state).toBe("underWay");
    });

    it("when a probe hangs", async () => {
      const pace = paceOf();
      refuse(pace, enter(pace), 10);
      const waiting = [enter(pace), enter(pace)];
      await elapse(10);
      await elapse(1_000);
      expect(waiting.map(({ state }) => state)).toEqual(["underWay", "underWay"]);
    });
  });
});

describe("in a Cloudflare worker", () => {
  insideWorker();

  it("no request is woken by another one, but by a timer of its own", async () => {
    const pace = paceOf({ maxConcurrency: 1 });
    const [first] = underWay(pace, 1) as [ATurn];
    const waiting = [enter(pace), enter(pace)] as const;
    expect(jest.getTimerCount()).toBe(2);
    pace.leave(first, true);
    expect(waiting.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    await elapse(15);
    expect(waiting.map(({ state }) => state).sort()).toEqual(["underWay", "waiting"]);
  });

  it("a turn that a cancelled request never gives back is dropped after timeout", async () => {
    const pace = paceOf({ maxConcurrency: 1 });
    const [cancelled] = underWay(pace, 1) as [ATurn];
    const waiting = enter(pace);
    await elapse(30_000);
    expect(waiting.state).toBe("waiting");
    await elapse(20);
    expect(waiting.state).toBe("underWay");
    pace.leave(cancelled);
    expect(enter(pace).state).toBe("waiting");
  });

  it("all wait for a pause, one probes, and all come through", async () => {
    const pace = paceOf({ maxConcurrency: 3 });
    refuse(pace, enter(pace), 1_000);
    const waiting = Array.from({ length: 30 }, () => enter(pace));
    await elapse(999);
    expect(waiting.filter(({ state }) => state === "underWay")).toEqual([]);
    await elapse(20);
    expect(waiting.filter(({ state }) => state === "underWay")).toHaveLength(1);
    for (let n = 0; n < 30; n += 1) {
      for (const turn of waiting) if (turn.state === "underWay") pace.leave(turn, true);
      await elapse(20);
    }
    expect(waiting.filter(({ state }) => state !== "over")).toEqual([]);
  });

  it("a long pause ends those that wait within a second", async () => {
    const pace = paceOf({ maxConcurrency: 2 });
    const [one, two] = underWay(pace, 2) as [ATurn, ATurn];
    refuse(pace, one, 30_000);
    const waiting = enter(pace);
    refuse(pace, two, 3_600_000);
    await elapse(1_000);
    expect(waiting.outlasted?.refusal).toEqual({ retryAfter: 3_600_000 });
    expect(enter(pace).state).toBe("over");
  });
});
