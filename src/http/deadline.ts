/** Why something was ended before its time. */
export type Interruption =
  | { readonly kind: "timeout" }
  /** `cause` is the signal's own reason. */
  | { readonly kind: "aborted"; readonly cause: unknown };

/**
 * Runs a task under a deadline and the caller's signals. It ends when the first of them does, even if the task ignores the signal it
 * is given. The timer and the listeners are gone when it ends.
 */
export function within<T>(
  milliseconds: number,
  signals: readonly AbortSignal[],
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T | Interruption> {
  const aborted = abortOf(signals);
  if (aborted !== undefined) return Promise.resolve(aborted);
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const settle = (): void => {
      clearTimeout(timer);
      for (const signal of signals) stopListening(signal, onAbort);
    };
    // The caller's own reason stays untouched: fetch rejects with what it is given, and writes a stack to it.
    const interrupt = (interruption: Interruption, reason?: DOMException): void => {
      settle();
      resolve(interruption);
      controller.abort(reason);
    };
    const onAbort = (cause: unknown): void => {
      interrupt({ kind: "aborted", cause });
    };
    const timer =
      milliseconds < Infinity
        ? setTimeout(() => {
            interrupt({ kind: "timeout" }, new DOMException("The deadline passed", "TimeoutError"));
          }, milliseconds)
        : undefined;
    for (const signal of signals) listen(signal, onAbort);
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

/** Waits, but no longer than until one of the signals is aborted. */
export async function wait(milliseconds: number, signals: readonly AbortSignal[]): Promise<void> {
  await within(milliseconds, signals, () => new Promise<never>(() => undefined));
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

function listen(signal: AbortSignal, listener: Listener): void {
  const others = listeners.get(signal);
  if (others !== undefined) {
    others.add(listener);
    return;
  }
  signal.addEventListener("abort", notify);
  listeners.set(signal, new Set([listener]));
}

function stopListening(signal: AbortSignal, listener: Listener): void {
  const others = listeners.get(signal);
  if (others?.delete(listener) !== true || others.size > 0) return;
  listeners.delete(signal);
  signal.removeEventListener("abort", notify);
}
