import { createLine, type Place } from "./line";
import { createPause, minute } from "./pause";
import { addRefusal, type Refusals } from "./refusals";
import { callersDelay, backOff } from "../retry";
import { createRoom } from "./room";
import type { ClientSettings } from "../settings";
import { isWorker } from "../worker";

/** A 429. What else it holds is the caller's own. */
export interface Refusal {
  /** How long the server asks to wait, in milliseconds; `undefined` or 0 if it does not say. */
  readonly retryAfter?: number | undefined;
}

/** What follows a 429 for its call. */
export interface Verdict {
  /** How long the call waits at least, in milliseconds. */
  readonly wait: number;
  /**
   * Whether the call was refused for itself. It then waits by itself and asks for another turn afterwards; otherwise it asks at once,
   * and the turn comes after the pause.
   */
  readonly isOwn: boolean;
}

/** The right to send one request. It waits in line, then is under way, then is over. */
export interface Turn<R extends Refusal = Refusal> {
  state: "waiting" | "underWay" | "over";
  /** `undefined` if there is nothing to wait for. Otherwise it resolves with the turn when its request may be sent, or when it is over. */
  ready: Promise<Turn<R>> | undefined;
  settle: ((turn: Turn<R>) => void) | undefined;
  /** When the deadline of a call passes that has begun; one that has not waits for a pause as long as its patience says. */
  readonly deadline: number | undefined;
  readonly patience: number;
  /** The request's number among all that were sent. */
  request: number;
  /** The call's 429s; `undefined` if it had none. */
  refusals: Refusals | undefined;
  /** Why the turn was over before it came: what began a pause that the call does not wait for, and what was left of it. */
  outlasted: { readonly refusal: R; readonly left: number } | undefined;
}

/** How long calls in line wait for the body of a 429 that ends them, in milliseconds. */
const longestBody = 1_000;

/** How long a call of a Cloudflare worker does not look, in milliseconds: a pause may get longer than the call waits. */
const longestLook = 1_000;

/**
 * Who may send next, and when: all calls of a client share one pace. `line` knows who is next, `room` how many may be under
 * way, `pause` how long nobody sends after a 429, and {@link addRefusal} whether a 429 was meant for its call alone.
 *
 * For each attempt, a call
 * 1. asks for a turn with `enter` and awaits its `ready`; if the turn is over then, `outlasted` says why, or the call gave it back itself;
 * 2. if the headers of a 429 arrive, calls `refuse` once, then `complete` if it reads the body;
 * 3. calls `leave`, whatever happened.
 *
 * @typeParam R - What is kept of a 429, for the calls that are rejected because of it.
 */
export interface Pace<R extends Refusal = Refusal> {
  /**
   * Asks for a turn.
   *
   * @param totalTimeout - The call's own, in milliseconds: so long, but at least a minute, it waits for a pause before its first turn.
   * @param last - The call's last turn, if it had one.
   * @param deadline - When the `totalTimeout` of a call passes that has begun, as `performance.now()` counts.
   * @param isOver - Whether the call has ended, and takes no turn.
   */
  enter(totalTimeout: number, last?: Turn<R>, deadline?: number, isOver?: boolean): Turn<R>;
  /**
   * To be called when the headers of a 429 arrive. Pauses all calls, or only this one. The turn is not over yet.
   *
   * @param left - How much of its `totalTimeout` the call has left, in milliseconds.
   * @throws what `retryDelay` throws; then nobody pauses
   */
  refuse(turn: Turn<R>, refusal: R, left: number): Verdict;
  /** Adds what has arrived of a 429 since its headers, for the calls that are rejected because of it. */
  complete(turn: Turn<R>, refusal: R): void;
  /**
   * Gives a turn back; a call that waits leaves the line. Does nothing if it was given back before.
   *
   * @param passed - Whether the server answered and did not ask to slow down.
   */
  leave(turn: Turn<R>, passed?: boolean): void;
}

type PaceSettings = Pick<ClientSettings, "maxConcurrency" | "retryDelay" | "timeout">;

export function createPace<R extends Refusal = Refusal>({
  maxConcurrency,
  retryDelay,
  timeout,
}: PaceSettings): Pace<R> {
  const line = createLine<Turn<R>>();
  const pause = createPause<R>();
  const room = createRoom(maxConcurrency);
  /** How many requests were sent, and how many of them before the last pause began. */
  let sent = 0;
  let sentBefore = 0;
  /** The highest number of a request that got through. */
  let newestPassed = 0;
  /** Whose 429 made the pause as long as it is, and the timer while its body is waited for. */
  let refused: Turn<R> | undefined;
  let bodyTimer: ReturnType<typeof setTimeout> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timerAt = 0;
  /**
   * In a worker, the turns under way and when they came. No promise of another request resumes there, so there is no line: each call looks
   * with a timer of its own.
   */
  const shared = isWorker() ? new Map<Turn<R>, number>() : undefined;

  function enter(totalTimeout: number, last?: Turn<R>, deadline?: number, isOver = false): Turn<R> {
    const turn: Turn<R> = {
      state: isOver ? "over" : "waiting",
      ready: undefined,
      settle: undefined,
      deadline,
      patience: Math.max(minute, totalTimeout),
      request: 0,
      refusals: last?.refusals,
      outlasted: undefined,
    };
    if (isOver) return turn;
    join(turn, last === undefined ? "fresh" : turn.refusals?.forItself ? "alone" : "repeated");
    if (turn.state === "waiting" && !endIfOutlasted(turn)) {
      turn.ready = new Promise((resolve) => {
        turn.settle = resolve;
      });
    }
    return turn;
  }

  function refuse(turn: Turn<R>, refusal: R, left: number): Verdict {
    const refusals = addRefusal(turn.refusals, turn.request, newestPassed);
    const isOwn = refusals.forItself > 0;
    const ownWait = isOwn ? refusal.retryAfter || delayOf(refusals.forItself) : 0;
    if (!isOwn) pauseAll(turn, refusal, left);
    turn.refusals = refusals;
    return { wait: Math.max(ownWait, pause.left()), isOwn };
  }

  function complete(turn: Turn<R>, refusal: R): void {
    if (turn === refused) pause.refusal = refusal;
  }

  function leave(turn: Turn<R>, passed = false): void {
    if (turn.state === "over") return;
    if (turn.state === "waiting") line.remove(turn);
    else giveBack(turn, passed && turn.refusals?.last !== turn.request);
    turn.state = "over";
    turn.settle?.(turn);
    if (turn === refused) endOutlasted();
    advance();
  }

  function join(turn: Turn<R>, place: Place): void {
    if (shared) {
      look(turn, shared);
      return;
    }
    // Nothing of the line costs a call that does not have to wait.
    if (waitBeforeNext() === 0 && line.skip(place)) {
      begin(turn);
      return;
    }
    line.add(turn, place);
    advance();
  }

  function advance(): void {
    // With nobody in line, a timer would only keep the process alive.
    clearTimeout(timer);
    for (;;) {
      const wait = waitBeforeNext();
      if (wait === Infinity) return;
      // Only a call that was not refused can tell whose limit it is: every second pause in a row, one of those probes.
      const turn = line.next(room.isProbing() && pause.inARow % 2 === 0);
      if (turn === undefined) return;
      if (wait > 0) {
        advanceIn(Math.ceil(wait));
        return;
      }
      line.take(turn);
      begin(turn);
    }
  }

  function advanceIn(delay: number): void {
    timerAt = performance.now() + delay;
    timer = setTimeout(() => {
      // A timer that has fired is believed: fake timers may leave the clock alone.
      const missing = timerAt - performance.now();
      if (missing > 0) {
        pause.elapse(missing);
        room.elapse(missing);
      }
      advance();
    }, delay);
  }

  /** Looks whether the request may be sent, now and then until it may. */
  function look(turn: Turn<R>, underWay: Map<Turn<R>, number>): void {
    if (turn.state !== "waiting") return;
    const now = performance.now();
    for (const [other, since] of underWay) {
      // The runtime may have ended the other's request, which then never gives its turn back.
      if (now - since > timeout) leave(other);
    }
    if (waitBeforeNext() === 0) {
      begin(turn);
      underWay.set(turn, now);
      return;
    }
    if (endIfOutlasted(turn)) return;
    const delay = Math.max(5 + 10 * Math.random(), Math.min(pause.wait(), longestLook));
    setTimeout(() => {
      look(turn, underWay);
    }, delay);
  }

  function waitBeforeNext(): number {
    return Math.max(room.wait(), pause.wait());
  }

  function begin(turn: Turn<R>): void {
    turn.state = "underWay";
    turn.request = sent += 1;
    room.enter();
    pause.send(turn.request);
    turn.settle?.(turn);
  }

  /** Gives the place of a request that was sent to the next one. */
  function giveBack(turn: Turn<R>, passed: boolean): void {
    const isRecent = turn.request > sentBefore;
    shared?.delete(turn);
    room.leave(isRecent);
    if (!passed) return;
    newestPassed = Math.max(newestPassed, turn.request);
    if (!isRecent) return;
    room.widen();
    pause.pass(turn.request);
  }

  function pauseAll(turn: Turn<R>, refusal: R, left: number): void {
    const asked = refusal.retryAfter ?? 0;
    if (turn.request > sentBefore) {
      const length = asked || delayOf(pause.inARow + 1);
      // Processes that were refused together should not all come back together. That must not cost the call its deadline.
      const jitter = (asked * Math.random()) / 20;
      pause.begin(length, length + jitter < left ? jitter : 0, refusal);
      sentBefore = sent;
      room.narrow();
    } else if (!pause.lengthen(asked, refusal)) return;
    refused = turn;
    clearTimeout(bodyTimer);
    bodyTimer = setTimeout(endOutlasted, longestBody);
    if (turn.state === "over") endOutlasted();
    advance();
  }

  /** What `retryDelay` gives for the `n`th 429 in a row. */
  function delayOf(n: number): number {
    // By default, every third one is a step longer: a window that ends meanwhile is overshot by a quarter at most.
    const attempt = retryDelay === backOff ? Math.ceil(n / 3) : n;
    return Math.min(minute, callersDelay(retryDelay, attempt));
  }

  /** Ends the turns that wait for calls which the pause outlasts. */
  function endOutlasted(): void {
    clearTimeout(bodyTimer);
    bodyTimer = undefined;
    for (const turn of line.all()) endIfOutlasted(turn);
  }

  /** Ends the turn of a call that the pause outlasts. Returns whether it does. */
  function endIfOutlasted(turn: Turn<R>): boolean {
    const { refusal } = pause;
    // While the body of the 429 may still arrive, nothing is sent anyway.
    if (!pause.outlasts(turn.deadline, turn.patience) || refusal === undefined || bodyTimer !== undefined) return false;
    turn.outlasted = { refusal, left: pause.left() };
    leave(turn);
    return true;
  }

  return { enter, refuse, complete, leave };
}
