import { addAbortListener, removeAbortListener } from "./abortListeners";

interface Aborted {
  readonly kind: "aborted";
  /** The signal's own reason. */
  readonly cause: unknown;
}

/** Why something was ended before its time. */
export type Interruption = { readonly kind: "timeout" } | Aborted;

/**
 * Runs a task under a deadline and the caller's signals. It ends when the first of them does, even if the task does not heed the
 * signal that it is given. The timer and the listeners are gone when it ends.
 */
export function within<T>(
  milliseconds: number,
  signals: readonly AbortSignal[],
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T | Interruption> {
  const aborted = abortOf(signals);
  if (aborted !== undefined) return Promise.resolve(aborted);
  // One promise that holds timer and listeners is cheaper than AbortSignal.any, AbortSignal.timeout and Promise.race.
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const settle = (): void => {
      clearTimeout(timer);
      for (const signal of signals) removeAbortListener(signal, onAbort);
    };
    // Never with the caller's own reason: fetch rejects with what it is given, and writes a stack to it.
    const interrupt = (interruption: Interruption, reason?: DOMException): void => {
      settle();
      resolve(interruption);
      controller.abort(reason);
    };
    const onAbort = (cause: unknown): void => {
      interrupt({ kind: "aborted", cause });
    };
    const timer = setTimeout(() => {
      interrupt({ kind: "timeout" }, new DOMException("The deadline passed", "TimeoutError"));
    }, milliseconds);
    for (const signal of signals) addAbortListener(signal, onAbort);
    task(controller.signal).then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}

/** Waits, and no longer than until one of the signals is aborted. */
export async function wait(milliseconds: number, signals: readonly AbortSignal[]): Promise<void> {
  await within(milliseconds, signals, () => new Promise<never>(() => undefined));
}

/** The interruption by a signal that is aborted already. */
export function abortOf(signals: readonly AbortSignal[]): Aborted | undefined {
  const aborted = signals.find((signal) => signal.aborted);
  return aborted && { kind: "aborted", cause: aborted.reason };
}
