/** Microseconds (unless said otherwise), by the name of what was measured. */
export type Durations = Readonly<Record<string, number>>;

/** Something whose duration is measured. */
export interface Task {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

export interface Rounds {
  readonly rounds: number;
  /** Runs of a task that are timed together, one after the other. */
  readonly runs: number;
}

/** The middle of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = NaN, high = NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/**
 * The median duration of one run of each task. Tasks take turns, in a new order each round, so that whatever else the machine does
 * falls on all of them alike. The first rounds are for the compiler and do not count.
 */
export async function interleave(tasks: readonly Task[], { rounds, runs }: Rounds): Promise<Durations> {
  const durations = new Map<string, number[]>(tasks.map(({ name }) => [name, []]));
  const warmUp = Math.ceil(rounds / 5);
  for (let round = 0; round < warmUp + rounds; round += 1) {
    for (const { name, run } of shuffled(tasks)) {
      const start = performance.now();
      for (let count = 0; count < runs; count += 1) await run();
      const duration = performance.now() - start;
      if (round >= warmUp) durations.get(name)?.push((duration * 1000) / runs);
    }
  }
  return Object.fromEntries([...durations].map(([name, figures]) => [name, median(figures)]));
}

/** The items in a new order. */
export function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
