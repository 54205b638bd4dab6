import { askedDelay, longestPause } from "./retry";
import type { ClientSettings } from "./settings";

/** The right to send one request. It waits in line, then is under way, then is over. */
export interface Turn {
  /** `undefined` if the request may be sent now. Otherwise it resolves when it may, or when the turn is given back. */
  ready: Promise<void> | undefined;
  state: "waiting" | "underWay" | "over";
  /** How many pauses had begun when the turn came. */
  pauses: number;
  settle: (() => void) | undefined;
}

/** Who may send next, and when. All calls of a client share one pace. */
export interface Pace {
  /** Asks for a turn. A call that has had one, and whose deadline runs therefore, goes before those that have not. */
  enter(hadTurn: boolean): Turn;
  /**
   * Gives a turn back; a call that waits leaves the line. Does nothing if it was given back before.
   *
   * @param passed - Whether the server answered and did not ask to slow down.
   */
  leave(turn: Turn, passed?: boolean): void;
  /**
   * Gives a turn back after a 429 and pauses all calls. Returns how long the pause still lasts, in milliseconds, or `undefined` if
   * `Retry-After` is over a minute: then nothing pauses.
   *
   * @throws what `retryDelay` throws
   */
  refuse(turn: Turn, retryAfter: number | undefined): number | undefined;
}

/**
 * Up to `maxConcurrency` requests are under way. After a 429 it is half as many as there were, and 0.09 more for each request that
 * passes: twice as many after about eight round trips, whatever the latency.
 *
 * When a pause begins, other requests are under way. If they are refused too, that is the same refusal: they can lengthen the pause by
 * their `Retry-After`, but they neither halve again nor count for `retryDelay`. Otherwise a single burst would stop the client for long.
 * If they hang, they take no place among the fewer that are sent after the pause.
 */
export function createPace(client: Pick<ClientSettings, "maxConcurrency" | "retryDelay">): Pace {
  // Leaving a set takes the same time from any place in it.
  const repeated = new Set<Turn>();
  const fresh = new Set<Turn>();
  let underWay = 0;
  /** Of those under way, the ones sent since the last pause began, and how many they may be. */
  let recent = 0;
  let limit = client.maxConcurrency;
  let pauses = 0;
  let resumeAt = 0;
  let refusals = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function advance(): void {
    // With nobody in line, a timer would only keep the process alive.
    clearTimeout(timer);
    while (underWay + 1 <= client.maxConcurrency && recent + 1 <= limit) {
      const line = repeated.size > 0 ? repeated : fresh;
      const [turn] = line;
      if (turn === undefined) return;
      const left = resumeAt - performance.now();
      if (left > 0) {
        timer = setTimeout(advance, left);
        return;
      }
      line.delete(turn);
      turn.state = "underWay";
      turn.pauses = pauses;
      underWay += 1;
      recent += 1;
      turn.settle?.();
    }
  }

  function enter(hadTurn: boolean): Turn {
    const turn: Turn = { state: "waiting", pauses, ready: undefined, settle: undefined };
    (hadTurn ? repeated : fresh).add(turn);
    advance();
    if (turn.state === "waiting") {
      turn.ready = new Promise((resolve) => {
        turn.settle = resolve;
      });
    }
    return turn;
  }

  function leave(turn: Turn, passed = false): void {
    if (turn.state === "over") return;
    if (turn.state === "underWay") {
      const isRecent = turn.pauses === pauses;
      underWay -= 1;
      if (isRecent) recent -= 1;
      if (passed) refusals = 0;
      if (passed && isRecent) limit = Math.min(client.maxConcurrency, limit + 0.09);
    }
    turn.state = "over";
    repeated.delete(turn);
    fresh.delete(turn);
    turn.settle?.();
    advance();
  }

  function refuse(turn: Turn, retryAfter = 0): number | undefined {
    try {
      if (retryAfter > longestPause) return undefined;
      let pause = retryAfter;
      if (turn.pauses === pauses) {
        // Processes that were refused at the same time should not all come back at the same time.
        const jittered = retryAfter * (1 + Math.random() / 20);
        pause = jittered || Math.min(longestPause, askedDelay(client.retryDelay, refusals + 1));
        refusals += 1;
        pauses += 1;
        limit = Math.max(1, recent / 2);
        recent = 0;
      }
      const now = performance.now();
      resumeAt = Math.max(resumeAt, now + pause);
      return resumeAt - now;
    } finally {
      leave(turn);
    }
  }

  return { enter, leave, refuse };
}
