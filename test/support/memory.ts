/** How many bytes of buffers and heap were held at most while something ran, beyond those held before. */
export async function peakOf(run: () => Promise<unknown>): Promise<number> {
  const held = (): number => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = held();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, held());
  }, 2);
  try {
    await run();
  } finally {
    clearInterval(timer);
  }
  return Math.max(peak, held()) - before;
}
