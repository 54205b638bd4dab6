import { Bench, type BenchOptions } from "tinybench";
import { mapValues } from "../openapi/json";
import type { Table } from "./tables";

export interface Comparison extends BenchOptions {
  readonly passes?: number;
  /** How many calls one run of a task makes. */
  readonly calls?: number;
  readonly unit?: "µs" | "ms";
}

/**
 * The mean time of a call of each task, as the median of several passes. The order is reversed at each pass, so that whatever else the
 * machine does meanwhile affects all tasks alike.
 */
export async function compare(
  tasks: Readonly<Record<string, () => Promise<unknown>>>,
  { passes = 9, calls = 1, unit = "µs", ...options }: Comparison = {},
): Promise<Table> {
  const times = mapValues(tasks, (): number[] => []);
  const order = Object.entries(tasks);
  for (let pass = 0; pass < passes; pass += 1, order.reverse()) {
    const bench = new Bench({
      time: 250,
      warmupTime: 100,
      iterations: 3,
      warmupIterations: 1,
      throws: true,
      ...options,
    });
    for (const [name, run] of order) bench.add(name, run);
    for (const { name, result } of await bench.run())
      if (result.state === "completed") times[name]?.push(result.latency.mean / calls);
  }
  const scale = unit === "µs" ? 1_000 : 1;
  return mapValues(times, (figures) => ({ [unit]: scale * median(figures) }));
}

/** Of an odd number of figures. */
export const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[figures.length >> 1] ?? NaN;

/** Bytes of the heap that are in use once garbage is gone; needs `--expose-gc`. */
export function liveHeap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
