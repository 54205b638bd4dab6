const most = 100;

/**
 * How many retries a client may still make, so that an outage is not multiplied: each takes one, each success gives back a quarter,
 * each ten seconds one. At a tenth of failures it stays full.
 */
export class RetryBudget {
  #left = most;
  #at = performance.now();

  /** Takes a retry. Returns whether there was one. */
  take(): boolean {
    const now = performance.now();
    this.#add((now - this.#at) / 10_000);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** A call has succeeded. */
  giveBack(): void {
    this.#add(0.25);
  }

  #add(retries: number): void {
    this.#left = Math.min(most, this.#left + retries);
  }
}
