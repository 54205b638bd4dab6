import { settled } from "./pageServer";

/** For the tests of a file: timers, `Date` and `performance` stand still until the test moves them. Promises and sockets do not. */
export function standingClock(): void {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate"] });
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });
}

/**
 * For the tests of a file, or of a part of it: no time passes while anything else happens, and when nothing does, the next timer is due.
 * Not for tests with sockets, which it would not wait for.
 */
export function runningClock(): void {
  standingClock();
  const state = { isRunning: false };
  const isRunning = (): boolean => state.isRunning;
  const run = async (): Promise<void> => {
    while (isRunning()) {
      await settled();
      if (isRunning() && jest.getTimerCount() > 0) await jest.advanceTimersToNextTimerAsync();
    }
  };
  beforeEach(() => {
    state.isRunning = true;
    void run();
  });
  afterEach(() => {
    state.isRunning = false;
  });
}

/** From now on every timer comes as late as this, as in a process that has been busy for so long. */
export function delayTimers(milliseconds: number): void {
  const now = performance.now.bind(performance);
  jest.spyOn(performance, "now").mockImplementation(() => now() + milliseconds);
}

/** Moves the clock, once everything has happened that needs no time. */
export async function pass(milliseconds: number): Promise<void> {
  await settled();
  await jest.advanceTimersByTimeAsync(milliseconds);
  await settled();
}

/** Moves the clock from one timer to the next until something settles, and gives what it comes to. */
export async function inTime<T>(work: PromiseLike<T>): Promise<T> {
  const state = { isSettled: false };
  const settle = (): void => {
    state.isSettled = true;
  };
  work.then(settle, settle);
  await settled();
  while (!state.isSettled && jest.getTimerCount() > 0) {
    await jest.advanceTimersToNextTimerAsync();
    await settled();
  }
  return await work;
}

/** Waits for something that other processes or sockets bring about, however long they take. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
