/** Where a call waits: `"fresh"` for its first turn, `"repeated"` for another one, `"alone"` if it was refused for itself. */
export type Place = "fresh" | "repeated" | "alone";

/** Who is next. */
export interface Line<T> {
  add(turn: T, place: Place): void;
  /** The turn that is next. It stays in line until it is removed. */
  next(isFreshProbe: boolean): T | undefined;
  /** Removes a turn that has come. */
  take(turn: T): void;
  /** Lets a turn come without waiting, if nobody is in line. Returns whether it may. */
  skip(place: Place): boolean;
  remove(turn: T): void;
  all(): T[];
}

export function createLine<T>(): Line<T> {
  // Leaving a set takes the same time from any place in it.
  const alone = new Set<T>();
  const repeated = new Set<T>();
  const fresh = new Set<T>();
  const lines = { alone, repeated, fresh };
  let wasAlone = false;

  function nextLine(isFreshProbe: boolean): Set<T> {
    const isAnyoneElse = repeated.size + fresh.size > 0;
    // Calls that are refused for themselves get every other turn at most.
    if (alone.size > 0 && !(wasAlone && isAnyoneElse)) return alone;
    if (isFreshProbe && fresh.size > 0) return fresh;
    // The deadlines of repeated calls run.
    return repeated.size > 0 ? repeated : fresh;
  }

  function remove(turn: T): void {
    for (const line of Object.values(lines)) line.delete(turn);
  }

  return {
    add: (turn, place) => void lines[place].add(turn),
    next(isFreshProbe) {
      const [turn] = nextLine(isFreshProbe);
      return turn;
    },
    take(turn) {
      wasAlone = alone.has(turn);
      remove(turn);
    },
    skip(place) {
      if (alone.size + repeated.size + fresh.size > 0) return false;
      wasAlone = place === "alone";
      return true;
    },
    remove,
    all: () => [...alone, ...repeated, ...fresh],
  };
}
