/** Where a call waits: `"fresh"` for its first turn, `"repeated"` for another one, `"alone"` if it was refused for itself. */
export type Place = "fresh" | "repeated" | "alone";

/** Who is next. */
export class Line<T> {
  // Leaving a set takes the same time from any place in it.
  readonly #alone = new Set<T>();
  readonly #repeated = new Set<T>();
  readonly #fresh = new Set<T>();
  #wasAlone = false;

  add(turn: T, place: Place): void {
    const line = { fresh: this.#fresh, repeated: this.#repeated, alone: this.#alone }[place];
    line.add(turn);
  }

  /** The turn that is next. It stays in line until it is removed. */
  next(isFreshProbe: boolean): T | undefined {
    const [turn] = this.#nextLine(isFreshProbe);
    return turn;
  }

  /** Removes a turn that has come. */
  take(turn: T): void {
    this.#wasAlone = this.#alone.has(turn);
    this.remove(turn);
  }

  remove(turn: T): void {
    for (const line of this.#lines()) line.delete(turn);
  }

  all(): T[] {
    return this.#lines().flatMap((line) => [...line]);
  }

  #lines(): readonly Set<T>[] {
    return [this.#alone, this.#repeated, this.#fresh];
  }

  #nextLine(isFreshProbe: boolean): Set<T> {
    const isAnyoneElse = this.#repeated.size + this.#fresh.size > 0;
    // Calls that are refused for themselves get every other turn at most.
    if (this.#alone.size > 0 && !(this.#wasAlone && isAnyoneElse)) return this.#alone;
    if (isFreshProbe && this.#fresh.size > 0) return this.#fresh;
    // The deadlines of repeated calls run.
    return this.#repeated.size > 0 ? this.#repeated : this.#fresh;
  }
}
