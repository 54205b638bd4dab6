/** A pause that is longer than this, in milliseconds, is not waited for unless the call has more time, and is tried once in this time. */
export const minute = 60_000;

/** How long nothing is sent after a 429. Times are as `performance.now()` counts. */
export interface Pause<R> {
  /** How many pauses have begun since the last request that got through. */
  inARow: number;
  /** What made the pause as long as it is. */
  refusal: R | undefined;
  /** @param jitter - What is added to the length, so that processes that were refused together do not come back together. */
  begin(length: number, jitter: number, refusal: R): void;
  /** A request that was sent before the pause was refused too. Returns whether it made the pause longer. */
  lengthen(length: number, refusal: R): boolean;
  /** How long the pause still lasts, in milliseconds; 0 if there is none. */
  left(): number;
  /** How long to wait before a request may be sent: to the end of the pause or, in a long one, to the next trial, a minute at most. */
  wait(): number;
  /** Notes the number of a request that is sent: during a pause, it is a trial. */
  send(request: number): void;
  /** Notes a request that was sent since the pause began and got through: a trial ends the pause. */
  pass(request: number): void;
  /**
   * Whether the pause lasts longer than a call waits for it: until its deadline or, without one, for its patience in milliseconds, which
   * the jitter does not count for.
   */
  outlasts(deadline: number | undefined, patience: number): boolean;
  /** Notes time that has passed though the clock does not show it. */
  elapse(milliseconds: number): void;
}

export function createPause<R>(): Pause<R> {
  /** 0 if there is no pause. */
  let endsAt = 0;
  /** When it would end without the jitter. */
  let askedUntil = 0;
  let begunAt = 0;
  /** When a request may be sent although the pause lasts, and the number of the first one that was; any later one is a trial, too. */
  let trialAt = 0;
  let trial = Infinity;

  function end(): void {
    endsAt = askedUntil = 0;
  }

  function left(): number {
    if (endsAt === 0) return 0;
    const now = performance.now();
    // By a clock that was set back, the pause would last for ever.
    if (endsAt <= now || now < begunAt) end();
    return endsAt && endsAt - now;
  }

  const pause: Pause<R> = {
    inARow: 0,
    refusal: undefined,
    begin(length, jitter, refusal) {
      const now = performance.now();
      // A trial in a long pause may be refused with a shorter wait.
      endsAt = Math.max(endsAt, now + length + jitter);
      askedUntil = Math.max(askedUntil, now + length);
      begunAt = now;
      trialAt = now + minute;
      pause.inARow += 1;
      pause.refusal = refusal;
    },
    lengthen(length, refusal) {
      const now = performance.now();
      if (now + length <= endsAt) return false;
      if (left() === 0) trialAt = now + minute;
      endsAt = askedUntil = now + length;
      trial = Infinity;
      pause.refusal = refusal;
      return true;
    },
    left,
    wait: () => left() && Math.max(0, Math.min(left(), trialAt - performance.now())),
    send(request) {
      if (left() === 0) return;
      trial = Math.min(trial, request);
      trialAt = performance.now() + minute;
    },
    pass(request) {
      pause.inARow = 0;
      if (request >= trial) end();
    },
    outlasts(deadline, patience) {
      if (left() === 0) return false;
      return deadline === undefined ? askedUntil - performance.now() > patience : endsAt >= deadline;
    },
    elapse(milliseconds) {
      if (endsAt > 0) endsAt -= milliseconds;
      askedUntil -= milliseconds;
      trialAt -= milliseconds;
    },
  };
  return pause;
}
