/** Bytes of the heap that are in use once garbage is gone; needs `--expose-gc`. */
export function liveHeap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
