import { createPace, type Pace, type Turn } from "../../src/http/pace";
import { longestPause } from "../../src/http/retry";

const noDelay = () => 0;

/** Gives `count` turns that are there at once. */
function underWay(pace: Pace, count: number): Turn[] {
  const turns = Array.from({ length: count }, () => pace.enter(false));
  expect(turns.filter((turn) => turn.ready !== undefined)).toEqual([]);
  return turns;
}

/** The names of those whose turn has come, in that order. */
function arrivals(waiting: Readonly<Record<string, Turn>>): string[] {
  const names: string[] = [];
  for (const [name, turn] of Object.entries(waiting))
    void turn.ready?.then(() => turn.state === "underWay" && names.push(name));
  return names;
}

/** How many turns can be had at once; all are given back. */
function room(pace: Pace): number {
  const turns = Array.from({ length: 50 }, () => pace.enter(false));
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
    const pace = createPace({ maxConcurrency: 3, retryDelay: noDelay });
    underWay(pace, 3);
    expect(pace.enter(false).ready).toBeInstanceOf(Promise);
  });

  it("pass on to the one who has waited longest", async () => {
    const pace = createPace({ maxConcurrency: 1, retryDelay: noDelay });
    const [first] = underWay(pace, 1) as [Turn];
    const waiting = { a: pace.enter(false), b: pace.enter(false) };
    const come = arrivals(waiting);
    pace.leave(first, true);
    await elapse(0);
    expect(come).toEqual(["a"]);
    pace.leave(waiting.a);
    await elapse(0);
    expect(come).toEqual(["a", "b"]);
  });

  it("come first to the calls that have had one", async () => {
    const pace = createPace({ maxConcurrency: 1, retryDelay: noDelay });
    const [first] = underWay(pace, 1) as [Turn];
    const waiting = { new: pace.enter(false), again: pace.enter(true), againToo: pace.enter(true) };
    const come = arrivals(waiting);
    for (const turn of [first, waiting.again, waiting.againToo]) {
      pace.leave(turn);
      await elapse(0);
    }
    expect(come).toEqual(["again", "againToo", "new"]);
  });

  it("are not overtaken by a call that enters while others wait", async () => {
    const pace = createPace({ maxConcurrency: 2, retryDelay: noDelay });
    const [one] = underWay(pace, 1) as [Turn];
    pace.refuse(one, 1_000);
    const early = pace.enter(false);
    // The pause is over, but its timer has not fired yet.
    jest.spyOn(performance, "now").mockReturnValue(performance.now() + 2_000);
    const late = pace.enter(false);
    expect([early.state, late.state]).toEqual(["underWay", "waiting"]);
    await early.ready;
  });

  it("resolve when the call leaves the line, and go to the next", async () => {
    const pace = createPace({ maxConcurrency: 1, retryDelay: noDelay });
    const [first] = underWay(pace, 1) as [Turn];
    const waiting = { a: pace.enter(false), b: pace.enter(false) };
    const come = arrivals(waiting);
    pace.leave(waiting.a);
    await waiting.a.ready;
    expect(waiting.a.state).toBe("over");
    pace.leave(first);
    await elapse(0);
    expect(come).toEqual(["b"]);
  });

  it("go to the next when they are given back before the call has seen them", async () => {
    const pace = createPace({ maxConcurrency: 1, retryDelay: noDelay });
    const [first] = underWay(pace, 1) as [Turn];
    const waiting = { a: pace.enter(false), b: pace.enter(false) };
    pace.leave(first);
    pace.leave(waiting.a);
    await waiting.b.ready;
    expect(waiting.b.state).toBe("underWay");
  });

  it("count once when they are given back twice", () => {
    const pace = createPace({ maxConcurrency: 2, retryDelay: noDelay });
    const [first] = underWay(pace, 2) as [Turn];
    const waiting = pace.enter(false);
    pace.leave(waiting);
    pace.leave(waiting);
    pace.leave(first);
    pace.leave(first, true);
    expect(room(pace)).toBe(1);
  });

  it("have no bound with maxConcurrency: Infinity", () => {
    underWay(createPace({ maxConcurrency: Infinity, retryDelay: noDelay }), 5_000);
  });
});

describe("a 429", () => {
  it.each([
    [0, 2_000],
    [0.5, 2_050],
    [0.999, 2_099],
  ])("pauses all calls for Retry-After and up to a twentieth more (random %d)", async (random, pause) => {
    jest.spyOn(Math, "random").mockReturnValue(random);
    const pace = createPace({ maxConcurrency: 10, retryDelay: noDelay });
    const [refused] = underWay(pace, 2) as [Turn];
    expect(pace.refuse(refused, 2_000)).toBeCloseTo(pause, -0.5);
    const waiting = { new: pace.enter(false), again: pace.enter(true) };
    const come = arrivals(waiting);
    await elapse(pause - 1);
    expect(come).toEqual([]);
    await elapse(3);
    expect(come[0]).toBe("again");
  });

  it.each([undefined, 0])(
    "pauses for retryDelay(n) with a Retry-After of %s, n counting those in a row",
    async (retryAfter) => {
      const retryDelay = jest.fn((n: number) => n * 100);
      const pace = createPace({ maxConcurrency: 10, retryDelay });
      for (const n of [1, 2, 3]) {
        expect(pace.refuse(pace.enter(true), retryAfter)).toBeCloseTo(n * 100);
        await elapse(n * 100 + 1);
      }
      pace.leave(pace.enter(true), true);
      pace.refuse(pace.enter(true), retryAfter);
      expect(retryDelay.mock.calls).toEqual([[1], [2], [3], [1]]);
    },
  );

  it("counts in a row those with a Retry-After too", async () => {
    const retryDelay = jest.fn(noDelay);
    const pace = createPace({ maxConcurrency: 10, retryDelay });
    pace.refuse(pace.enter(false), 1_000);
    await elapse(1_001);
    pace.refuse(pace.enter(true), undefined);
    expect(retryDelay.mock.calls).toEqual([[2]]);
  });

  it("counts once for all requests that were sent before the pause", async () => {
    const retryDelay = jest.fn((n: number) => n * 100);
    const pace = createPace({ maxConcurrency: 10, retryDelay });
    for (const turn of underWay(pace, 10)) pace.refuse(turn, undefined);
    await elapse(101);
    expect(retryDelay.mock.calls).toEqual([[1]]);
    expect(room(pace)).toBe(5);
  });

  it("that answers a request sent before the pause makes it longer, never shorter", () => {
    const pace = createPace({ maxConcurrency: 3, retryDelay: noDelay });
    const [one, two, three] = underWay(pace, 3) as [Turn, Turn, Turn];
    expect(pace.refuse(one, 2_000)).toBeCloseTo(2_000);
    expect(pace.refuse(two, 5_000)).toBeCloseTo(5_000);
    expect(pace.refuse(three, 1_000)).toBeCloseTo(5_000);
  });

  it("halves what may be under way each time, down to one, and every request that passes gives some back", async () => {
    const pace = createPace({ maxConcurrency: 10, retryDelay: () => 1 });
    const rooms: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      for (const turn of underWay(pace, rooms.at(-1) ?? 10)) pace.refuse(turn, undefined);
      await elapse(5);
      rooms.push(room(pace));
    }
    expect(rooms).toEqual([5, 2, 1, 1]);
    for (let n = 0; n < 50; n += 1) pace.leave(pace.enter(false), true);
    expect(room(pace)).toBe(5);
    for (let n = 0; n < 1_000; n += 1) pace.leave(pace.enter(false), true);
    expect(room(pace)).toBe(10);
  });

  it("leaves half of those under way with maxConcurrency: Infinity", async () => {
    const pace = createPace({ maxConcurrency: Infinity, retryDelay: noDelay });
    const turns = underWay(pace, 40);
    for (const turn of turns) pace.refuse(turn, 1_000);
    expect(room(pace)).toBe(0);
    await elapse(1_001);
    expect(room(pace)).toBe(20);
  });

  it("over a minute pauses nobody and gives the turn back", () => {
    const pace = createPace({ maxConcurrency: 1, retryDelay: noDelay });
    expect(pace.refuse(pace.enter(false), longestPause + 1)).toBeUndefined();
    expect(room(pace)).toBe(1);
    expect(pace.refuse(pace.enter(false), longestPause)).toBeCloseTo(longestPause);
    expect(room(pace)).toBe(0);
  });
});

describe("retryDelay", () => {
  it.each([
    [-1, 0],
    [NaN, 0],
    [1.5, 1.5],
    [2 ** 31, longestPause],
    [Infinity, longestPause],
  ])("of %d pauses for %d milliseconds", async (given, pause) => {
    const pace = createPace({ maxConcurrency: 4, retryDelay: () => given });
    const [refused] = underWay(pace, 1) as [Turn];
    expect(pace.refuse(refused, undefined)).toBeCloseTo(pause);
    await elapse(Math.ceil(pause));
    expect(pace.enter(true).ready).toBeUndefined();
  });

  it("that throws gives its turn back and pauses nobody", () => {
    const mistake = new Error("mine");
    const pace = createPace({
      maxConcurrency: 2,
      retryDelay: () => {
        throw mistake;
      },
    });
    const [refused] = underWay(pace, 1) as [Turn];
    expect(() => pace.refuse(refused, undefined)).toThrow(mistake);
    expect(room(pace)).toBe(2);
  });
});

it("a failure neither gives back what a 429 took nor ends a row of them", async () => {
  const retryDelay = jest.fn(() => 1);
  const pace = createPace({ maxConcurrency: 4, retryDelay });
  const [refused] = underWay(pace, 4) as [Turn];
  pace.refuse(refused, undefined);
  await elapse(2);
  for (let n = 0; n < 100; n += 1) pace.leave(pace.enter(false));
  pace.refuse(pace.enter(false), undefined);
  expect(retryDelay.mock.calls).toEqual([[1], [2]]);
});

describe("a request sent before a pause", () => {
  it("does not widen the pace when it passes, but ends the row of 429s", async () => {
    const retryDelay = jest.fn(() => 1);
    const pace = createPace({ maxConcurrency: 40, retryDelay });
    const [refused, ...others] = underWay(pace, 40) as [Turn, ...Turn[]];
    pace.refuse(refused, undefined);
    for (const turn of others) pace.leave(turn, true);
    await elapse(2);
    expect(room(pace)).toBe(20);
    pace.refuse(pace.enter(true), undefined);
    expect(retryDelay.mock.calls).toEqual([[1], [1]]);
  });

  it("holds up none that is sent after it, within maxConcurrency", async () => {
    const pace = createPace({ maxConcurrency: 4, retryDelay: () => 1 });
    underWay(pace, 2);
    pace.refuse(pace.enter(false), undefined);
    await elapse(2);
    expect(room(pace)).toBe(1);
    for (let n = 0; n < 50; n += 1) pace.leave(pace.enter(false), true);
    expect(room(pace)).toBe(2);
  });
});

it("keeps a timer only while a call waits for a pause", async () => {
  const pace = createPace({ maxConcurrency: 2, retryDelay: noDelay });
  pace.refuse(pace.enter(false), 1_000);
  expect(jest.getTimerCount()).toBe(0);
  const waiting = [pace.enter(true), pace.enter(false)] as const;
  expect(jest.getTimerCount()).toBe(1);
  pace.leave(waiting[0]);
  expect(jest.getTimerCount()).toBe(1);
  pace.leave(waiting[1]);
  expect(jest.getTimerCount()).toBe(0);
  await elapse(1_001);
  expect(pace.enter(false).ready).toBeUndefined();
});

it("lets calls leave the line from anywhere: ten times as many do not take a hundred times as long", () => {
  jest.useRealTimers();
  const timeOf = (count: number): number => {
    const pace = createPace({ maxConcurrency: 1, retryDelay: noDelay });
    underWay(pace, 1);
    // Of the processor: a busy machine does not make it longer.
    const start = process.cpuUsage();
    const turns = Array.from({ length: count }, () => pace.enter(false));
    // 7,919 has no factor in common with the counts: every turn, each far from the one before.
    for (let n = 0; n < turns.length; n += 1) pace.leave(turns[(n * 7_919) % turns.length] as Turn);
    expect(turns.every((turn) => turn.state === "over")).toBe(true);
    return process.cpuUsage(start).user / 1_000;
  };
  const shortest = (count: number): number => Math.min(...[1, 2, 3].map(() => timeOf(count)));
  expect(shortest(20_000)).toBeLessThan(50 * Math.max(shortest(2_000), 1));
});
