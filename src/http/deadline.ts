/** A time limit of the caller's. */
export interface Deadline {
  readonly scope: "attempt" | "total";
  /** In milliseconds, as the caller gave it. */
  readonly limit: number;
  /** When it passes, as `performance.now()` counts. */
  readonly at: number;
}

/** Why something was ended before its time. */
export type Interruption =
  | ({ readonly kind: "timeout" } & Deadline)
  /** `cause` is the signal's own reason. */
  | { readonly kind: "aborted"; readonly cause: unknown };

/**
 * Runs a task under a deadline and the caller's signals. It ends when the first of them does, even if the task ignores the signal it
 * is given. The timer and the listeners are gone when it ends.
 */
export async function within<T>(
  deadline: Deadline,
  signals: readonly AbortSignal[],
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T | Interruption> {
  const aborted = abortOf(signals);
  if (aborted !== undefined) return aborted;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort: Listener = () => undefined;
  const interrupted = new Promise<Interruption>((resolve) => {
    // The caller's own reason stays untouched: fetch rejects with what it is given, and writes a stack to it.
    onAbort = (cause) => {
      resolve({ kind: "aborted", cause });
      controller.abort();
    };
    const onTimeout = (): void => {
      resolve({ kind: "timeout", ...deadline });
      controller.abort(new DOMException("The deadline passed", "TimeoutError"));
    };
    if (deadline.at < Infinity) timer = setTimeout(onTimeout, deadline.at - performance.now());
  });
  listen(signals, onAbort);
  try {
    return await Promise.race([interrupted, task(controller.signal)]);
  } finally {
    clearTimeout(timer);
    stopListening(signals, onAbort);
  }
}

/** Waits, but no longer than until one of the signals is aborted. */
export async function wait(limit: number, signals: readonly AbortSignal[]): Promise<void> {
  const end: Deadline = { scope: "attempt", limit, at: performance.now() + limit };
  await within(end, signals, () => new Promise<never>(() => undefined));
}

/** The interruption by a signal that is already aborted. */
export function abortOf(signals: readonly AbortSignal[]): Interruption | undefined {
  const aborted = signals.find((signal) => signal.aborted);
  return aborted && { kind: "aborted", cause: aborted.reason };
}

type Listener = (reason: unknown) => void;

/** One listener per signal serves all calls under way: Node.js warns of a leak from the eleventh on. */
const listeners = new WeakMap<AbortSignal, Set<Listener>>();

function notify({ target }: Event): void {
  const signal = target as AbortSignal;
  for (const listener of [...(listeners.get(signal) ?? [])]) listener(signal.reason);
}

export function listen(signals: readonly AbortSignal[], listener: Listener): void {
  for (const signal of signals) {
    const all = listeners.get(signal) ?? new Set();
    listeners.set(signal, all.add(listener));
    // Adding the same listener again changes nothing.
    signal.addEventListener("abort", notify);
  }
}

export function stopListening(signals: readonly AbortSignal[], listener: Listener): void {
  for (const signal of signals) {
    const all = listeners.get(signal);
    all?.delete(listener);
    if (all?.size === 0) signal.removeEventListener("abort", notify);
  }
}
