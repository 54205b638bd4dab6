type Listener = (reason: unknown) => void;

const listeners = new WeakMap<AbortSignal, Set<Listener>>();

/** The one listener that a signal has for all calls under way: Node warns of a leak from the eleventh on. */
function notify({ target }: Event): void {
  const signal = target as AbortSignal;
  for (const listener of [...(listeners.get(signal) ?? [])]) listener(signal.reason);
}

export function addAbortListener(signal: AbortSignal, listener: Listener): void {
  const others = listeners.get(signal);
  if (others !== undefined) {
    others.add(listener);
    return;
  }
  signal.addEventListener("abort", notify);
  listeners.set(signal, new Set([listener]));
}

export function removeAbortListener(signal: AbortSignal, listener: Listener): void {
  const others = listeners.get(signal);
  if (others?.delete(listener) !== true || others.size > 0) return;
  listeners.delete(signal);
  signal.removeEventListener("abort", notify);
}
