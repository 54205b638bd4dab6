import { check, checkKeys, isWhole } from "./checks";
import { responseOf } from "./faults";
import type { OutgoingResponse } from "./responses";

/** A rate limit: how many requests the fake accepts in a given time. */
export interface FakeRateLimit {
  /** How many requests pass in each window; further ones in the same window get a 429. */
  readonly requests: number;
  /** The length of a window, in milliseconds of the clock `now`. A window starts with the first request after the previous one ended. */
  readonly interval: number;
  /**
   * Whether a 429 has a `Retry-After`: the time to the end of the window, in whole seconds.
   *
   * @defaultValue true
   */
  readonly retryAfter?: boolean | undefined;
}

/** Counts requests in fixed windows, by a clock. */
export class RateLimit {
  readonly #limit: FakeRateLimit;
  #start = NaN;
  #count = 0;

  constructor(limit: FakeRateLimit) {
    checkKeys("rateLimit", limit, ["requests", "interval", "retryAfter"]);
    const { requests = 0, interval = 0, retryAfter } = limit as Partial<FakeRateLimit>;
    check("rateLimit.requests", requests, (value) => isWhole(value) && value > 0, "a whole number from 1");
    check("rateLimit.interval", interval, (value) => Number.isFinite(value) && value > 0, "milliseconds, more than 0");
    check("rateLimit.retryAfter", retryAfter, (value) => typeof value === "boolean", "true or false");
    this.#limit = { ...limit };
  }

  /** Counts a request; returns the response to one that is over the limit. */
  refusal(now: number): OutgoingResponse | undefined {
    const { requests, interval, retryAfter = true } = this.#limit;
    const isWithin = now >= this.#start && now < this.#start + interval;
    if (!isWithin) {
      this.#start = now;
      this.#count = 0;
    }
    this.#count += 1;
    if (this.#count <= requests) return undefined;
    return responseOf({ status: 429, retryAfter: retryAfter ? this.#start + interval - now : undefined });
  }

  reset(): void {
    this.#start = NaN;
  }
}
