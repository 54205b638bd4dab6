/** Waits, unless the signal ends it first; then it rejects with the signal's own reason. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer =
      milliseconds === Infinity
        ? undefined
        : setTimeout(() => {
            signal.removeEventListener("abort", end);
            resolve();
          }, milliseconds);
    signal.addEventListener("abort", end, { once: true });
  });
}
