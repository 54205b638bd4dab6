const most = 100;

/**
 * How many retries a client may still make, so that an outage is not multiplied: each takes one, each success gives back a quarter,
 * each ten seconds one. At a tenth of failures it stays full.
 */
export interface RetryBudget {
  /** Takes a retry. Returns whether there was one. */
  take(): boolean;
  /** A call has succeeded. */
  giveBack(): void;
}

export function createRetryBudget(): RetryBudget {
  let left = most;
  let at = performance.now();
  const add = (retries: number): void => {
    left = Math.min(most, left + retries);
  };
  return {
    take() {
      const now = performance.now();
      // Fake timers may set the clock back.
      add(Math.max(0, now - at) / 10_000);
      at = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    giveBack() {
      add(0.25);
    },
  };
}
