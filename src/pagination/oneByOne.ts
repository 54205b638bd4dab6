/** Lets calls that overlap run one after the other, as those of an async generator's `next` do. */
export function oneByOne<T>(task: () => Promise<T>): { run: () => Promise<T>; isBusy: () => boolean } {
  let last: Promise<T> | undefined;
  return {
    isBusy: () => last !== undefined,
    run() {
      const turn = take(last);
      last = turn;
      return turn;

      // Awaited by the caller alone: with a second handler, stack traces would not reach the caller's line.
      async function take(before: Promise<T> | undefined): Promise<T> {
        if (before !== undefined) await before.catch(() => undefined);
        try {
          return await task();
        } finally {
          if (last === turn) last = undefined;
        }
      }
    },
  };
}
