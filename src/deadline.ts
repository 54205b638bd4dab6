interface Aborted {
  readonly kind: "aborted";
  /** The signal's own reason. */
  readonly cause: unknown;
}

/** Why something was ended before its time. */
export type Interruption = { readonly kind: "timeout" } | Aborted;

/**
 * Runs something under a deadline and the caller's signals. It ends when the first of them does, even if what runs does not heed
 * the signal it is given. The timer and the listeners are gone when it ends.
 */
export function within<T>(
  milliseconds: number,
  signals: readonly (AbortSignal | undefined)[],
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T | Interruption> {
  // One promise that holds timer and listeners is cheaper than AbortSignal.any, AbortSignal.timeout and Promise.race.
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const interrupt = (interruption: Interruption, reason: unknown): void => {
      settle();
      resolve(interruption);
      controller.abort(reason);
    };
    const onAbort = (event: Event): void => {
      const cause: unknown = (event.target as AbortSignal).reason;
      interrupt({ kind: "aborted", cause }, cause);
    };
    const timer = setTimeout(() => {
      interrupt({ kind: "timeout" }, new DOMException("The deadline passed", "TimeoutError"));
    }, milliseconds);
    const settle = (): void => {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener("abort", onAbort);
    };
    for (const signal of signals) signal?.addEventListener("abort", onAbort);
    run(controller.signal).then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        reject(error as Error);
      },
    );
  });
}

/** Waits; gives an interruption only if a signal ended it. */
export async function wait(
  milliseconds: number,
  signals: readonly (AbortSignal | undefined)[],
): Promise<Aborted | undefined> {
  const end = await within(milliseconds, signals, () => new Promise<never>(() => undefined));
  return end.kind === "aborted" ? end : undefined;
}

/** The interruption by a signal that is aborted already. */
export function abortOf(signals: readonly (AbortSignal | undefined)[]): Aborted | undefined {
  const aborted = signals.find((signal) => signal?.aborted);
  return aborted && { kind: "aborted", cause: aborted.reason };
}
