/** How much of the processor's time something takes, in milliseconds: unlike time itself, it does not pass while others have the processor. */
export function processorTime(run: () => unknown): number {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}
