/** A pause that is longer than this, in milliseconds, is not waited for unless the call has more time, and is tried once in this time. */
export const minute = 60_000;

/** How long nothing is sent after a 429. Times are as `performance.now()` counts. */
export class Pause<R> {
  /** How many pauses have begun since the last request that got through. */
  inARow = 0;
  /** What made the pause as long as it is. */
  refusal: R | undefined;
  /** 0 if there is no pause. */
  #endsAt = 0;
  /** When it would end without the jitter. */
  #askedUntil = 0;
  /** When a request may be sent although the pause lasts, and the number of the last one that was. */
  #trialAt = 0;
  #trial = 0;

  /** @param jitter - What is added to the length, so that processes that were refused together do not come back together. */
  begin(length: number, jitter: number, refusal: R): void {
    const now = performance.now();
    this.inARow += 1;
    // A trial in a long pause may be refused with a shorter wait.
    this.#endsAt = Math.max(this.#endsAt, now + length + jitter);
    this.#askedUntil = Math.max(this.#askedUntil, now + length);
    this.#trialAt = now + minute;
    this.refusal = refusal;
  }

  /** A request that was sent before the pause was refused too. Returns whether it made the pause longer. */
  lengthen(length: number, refusal: R): boolean {
    const now = performance.now();
    if (now + length <= this.#endsAt) return false;
    if (this.left() === 0) this.#trialAt = now + minute;
    this.#endsAt = this.#askedUntil = now + length;
    this.#trial = 0;
    this.refusal = refusal;
    return true;
  }

  /** How long the pause still lasts, in milliseconds; 0 if there is none. */
  left(): number {
    if (this.#endsAt > 0 && this.#endsAt <= performance.now()) this.#endsAt = 0;
    return this.#endsAt && this.#endsAt - performance.now();
  }

  /** How long to wait before a request may be sent: to the end of the pause or, in a long one, to the next trial, a minute at most. */
  wait(): number {
    const left = this.left();
    return left && Math.max(0, Math.min(left, this.#trialAt - performance.now()));
  }

  /** Notes the number of a request that is sent: during a pause, it is a trial. */
  send(request: number): void {
    if (this.left() === 0) return;
    this.#trial = request;
    this.#trialAt = performance.now() + minute;
  }

  /** Notes a request that was sent since the pause began and got through: a trial ends the pause. */
  pass(request: number): void {
    this.inARow = 0;
    if (request === this.#trial) this.#endsAt = 0;
  }

  /** Whether the pause lasts until a deadline. */
  reaches(deadline: number): boolean {
    return this.left() > 0 && this.#endsAt >= deadline;
  }

  /** Whether what is left of the pause, without the jitter, is longer than a call that was not sent waits. */
  exceeds(patience: number): boolean {
    return this.left() > 0 && this.#askedUntil - performance.now() > patience;
  }

  /** Notes time that has passed though the clock does not show it. */
  elapse(milliseconds: number): void {
    if (this.#endsAt > 0) this.#endsAt -= milliseconds;
    this.#askedUntil -= milliseconds;
    this.#trialAt -= milliseconds;
  }
}
