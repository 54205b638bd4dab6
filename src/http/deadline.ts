import { longestTimer } from "../contract/check";

/** A time limit of the caller's. */
export interface Deadline {
  readonly scope: "attempt" | "total";
  /** In milliseconds, as the caller gave it. */
  readonly limit: number;
  /** When it passes, as `performance.now()` counts. */
  readonly at: number;
}

/** A deadline that begins now, or when a time was read. */
export const deadlineIn = (limit: number, scope: Deadline["scope"], start: number = performance.now()): Deadline => {
  return { scope, limit, at: start + limit };
};

/** Why something was ended before its time. */
export type Interruption =
  | ({ readonly kind: "timeout" } & Deadline)
  /** `cause` is the signal's own reason. */
  | { readonly kind: "aborted"; readonly cause: unknown };

/**
 * Runs a task under a deadline and the caller's signals. It ends when the first of them does, even if the task ignores the signal it
 * is given. The timer and the listeners are gone when it ends. The task is not expected to reject.
 */
export function within<T>(
  deadline: Deadline,
  signals: readonly AbortSignal[],
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T | Interruption> {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(interrupt, timeUntil(deadline.at));
    const settle = (end: T | Interruption): void => {
      clearTimeout(timer);
      stopListening(signals, interrupt);
      resolve(end);
    };
    function interrupt(): void {
      const aborted = abortOf(signals);
      settle(aborted ?? { kind: "timeout", ...deadline });
      // The caller's own reason stays untouched: fetch rejects with what it is given, and writes a stack to it.
      controller.abort(aborted ? undefined : new DOMException("", "TimeoutError"));
    }
    listen(signals, interrupt);
    if (!controller.signal.aborted) task(controller.signal).then(settle, reject);
  });
}

/** The time until a moment in milliseconds, as timers take it: Node.js warns of a negative one. */
export const timeUntil = (at: number): number => Math.max(0, Math.min(longestTimer, Math.ceil(at - performance.now())));

/** Waits, but no longer than until one of the signals is aborted. */
export async function wait(limit: number, signals: readonly AbortSignal[]): Promise<void> {
  await within(deadlineIn(limit, "attempt"), signals, () => new Promise<never>(() => undefined));
}

/** The interruption by a signal that is already aborted. */
export function abortOf(signals: readonly AbortSignal[]): Interruption | undefined {
  const aborted = signals.find((signal) => signal.aborted);
  return aborted && { kind: "aborted", cause: aborted.reason };
}

/** One listener per signal serves all calls under way: Node.js warns of a leak from the eleventh on. */
const listeners = new WeakMap<AbortSignal, Set<() => void>>();

function notify({ target }: Event): void {
  for (const listener of [...(listeners.get(target as AbortSignal) ?? [])]) listener();
}

/** Calls a listener when one of the signals is aborted, or at once if one already is. */
export function listen(signals: readonly AbortSignal[], listener: () => void): void {
  for (const signal of signals) {
    const all = listeners.get(signal) ?? new Set();
    listeners.set(signal, all.add(listener));
    // Adding the same listener again changes nothing.
    signal.addEventListener("abort", notify);
  }
  if (abortOf(signals)) listener();
}

export function stopListening(signals: readonly AbortSignal[], listener: () => void): void {
  for (const signal of signals) {
    const all = listeners.get(signal);
    all?.delete(listener);
    if (all?.size === 0) signal.removeEventListener("abort", notify);
  }
}
