/** How long the only request that may be under way holds up the next one, in milliseconds. */
const longestProbe = 1_000;

/**
 * How many requests may be under way. After a pause one request probes. Once it gets through, 0.7 of what was under way before the
 * pause may go at once, and 0.15 more for each that gets through, but no more than one in 50 ms: of a server that answers fast, few at
 * a time ask enough, and all that are under way when its limit is reached are refused.
 *
 * Requests that were sent before the pause take no place among those: they may hang.
 */
export class Room {
  isProbing = false;
  readonly #max: number;
  #underWay = 0;
  /** Of those under way, the ones sent since the last pause began, and how many they may be. */
  #recent = 0;
  #size: number;
  /** When the last probe got through, and how many requests might be under way then. */
  #probed = { size: 0, at: 0 };
  #sentAt = 0;

  constructor(maxConcurrency: number) {
    this.#max = this.#size = maxConcurrency;
  }

  /** How long to wait before a request may be sent, in milliseconds; `Infinity` if another one has to end first. */
  wait(): number {
    if (this.#underWay + 1 > this.#max) return Infinity;
    const size = this.isProbing ? 1 : this.#size;
    if (this.#recent + 1 <= size) return 0;
    // A single request that hangs must not stop all others.
    return size < 2 ? Math.max(0, this.#sentAt + longestProbe - performance.now()) : Infinity;
  }

  enter(): void {
    this.#underWay += 1;
    this.#recent += 1;
    if (this.#size < 2 || this.isProbing) this.#sentAt = performance.now();
  }

  /** @param isRecent - Whether the request was sent since the last pause began. */
  leave(isRecent: boolean): void {
    this.#underWay -= 1;
    if (isRecent) this.#recent -= 1;
  }

  /** A pause begins. */
  narrow(): void {
    if (!this.isProbing) this.#size = Math.max(1, this.#recent * 0.7);
    this.isProbing = true;
    this.#recent = 0;
  }

  /** A request that was sent since the last pause began has got through. */
  widen(): void {
    if (this.isProbing) {
      this.isProbing = false;
      this.#probed = { size: this.#size, at: performance.now() };
    } else if (this.#size < this.#max) {
      const { size, at } = this.#probed;
      const most = size + (performance.now() - at) / 50;
      this.#size = Math.min(this.#max, this.#size + 0.15, most);
    }
  }

  /** Notes time that has passed though the clock does not show it. */
  elapse(milliseconds: number): void {
    this.#sentAt -= milliseconds;
    this.#probed.at -= milliseconds;
  }
}
