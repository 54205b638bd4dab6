/** How long the only request that may be under way holds up the next one, in milliseconds. */
const longestProbe = 1_000;

/**
 * How many requests may be under way. After a pause one request probes. Once it gets through, 0.7 of what was under way before the
 * pause may go at once, and 0.15 more for each that gets through, but no more than one in 50 ms: of a server that answers fast, few at
 * a time ask enough, and all that are under way when its limit is reached are refused.
 *
 * Requests that were sent before the pause take no place among those: they may hang.
 */
export interface Room {
  isProbing(): boolean;
  /** How long to wait before a request may be sent, in milliseconds; `Infinity` if another one has to end first. */
  wait(): number;
  enter(): void;
  /** @param isRecent - Whether the request was sent since the last pause began. */
  leave(isRecent: boolean): void;
  /** A pause begins. */
  narrow(): void;
  /** A request that was sent since the last pause began has got through. */
  widen(): void;
  /** Notes time that has passed though the clock does not show it. */
  elapse(milliseconds: number): void;
}

/** A clock that was set back must not stop the requests: it counts as one that was set forward. */
const since = (time: number): number => Math.abs(performance.now() - time);

export function createRoom(most: number): Room {
  let isProbing = false;
  let underWay = 0;
  /** Of those under way, the ones sent since the last pause began, and how many they may be. */
  let recent = 0;
  let size = most;
  /** When the last probe got through, and how many requests might be under way then. */
  let probedAt = 0;
  let probedSize = 0;
  let sentAt = 0;
  return {
    isProbing: () => isProbing,
    wait() {
      if (underWay + 1 > most) return Infinity;
      if (recent + 1 <= (isProbing ? 1 : size)) return 0;
      // A single request that hangs must not stop all others.
      return isProbing || size < 2 ? Math.max(0, longestProbe - since(sentAt)) : Infinity;
    },
    enter() {
      underWay += 1;
      recent += 1;
      if (isProbing || size < 2) sentAt = performance.now();
    },
    leave(isRecent) {
      underWay -= 1;
      if (isRecent) recent -= 1;
    },
    narrow() {
      if (!isProbing) size = Math.max(1, recent * 0.7);
      isProbing = true;
      recent = 0;
    },
    widen() {
      if (isProbing) {
        isProbing = false;
        probedAt = performance.now();
        probedSize = size;
      } else if (size < most) size = Math.min(most, size + 0.15, probedSize + since(probedAt) / 50);
    },
    elapse(milliseconds) {
      sentAt -= milliseconds;
      probedAt -= milliseconds;
    },
  };
}
