import { callOf, type CallContext, type CheckedInput } from "../contract/input";
import { traceFrom, type AnySigfoxError, type SigfoxError } from "../errors/classes";
import { createRedact, redactHeaders, redactThrown, type Redact } from "../errors/redact";
import { secretsOfBasic } from "../errors/secrets";
import { toError, type ErrorResponse, type Failure } from "../errors/toError";
import { codeOf } from "../errors/thrown";
import type { AttemptEvent, CallOptions } from "../options";
import { contract } from "../schema";
import { attempt, type Attempt } from "./attempt";
import { CallbackFailure } from "./callback";
import type { OwnRenewal } from "./credentials";
import { abortOf, deadlineIn, listen, stopListening, timeUntil, wait, within, type Deadline } from "./deadline";
import { createPace, type Pace, type Turn, type Verdict } from "./pace/pace";
import { minute } from "./pace/pause";
import { delayBefore, isInconclusive, nextStep, type NextStep } from "./retry";
import { createRetryBudget, type RetryBudget } from "./retryBudget";
import { callSettings, secretsIn, type ClientSettings, type PlainHeaders } from "./settings";
import type { Handling, HttpCall, Task } from "./task";
import type { Transport } from "./transport";

/** Carries out one call of the facade: its attempts, waits and deadlines. */
export type Send = <D, T = void>(
  input: CheckedInput,
  options: CallOptions | undefined,
  httpCall: HttpCall<D>,
  handling?: Handling<D, T>,
) => Promise<T>;

type ClientPace = Pace<ErrorResponse>;
type ClientTurn = Turn<ErrorResponse>;
type Times = Pick<AttemptEvent, "attempt" | "waited" | "retryIn">;
/** What is reported of an attempt, or of a call that ended while it waited. */
type Ended<T> = Pick<Attempt<T>, "outcome" | "response" | "duration">;

/** What all calls of a client share. */
interface Shared {
  readonly pace: ClientPace;
  readonly budget: RetryBudget;
  readonly transport: Transport;
  readonly client: ClientSettings;
  readonly redactOf: (secrets: ReadonlySet<string>) => Redact;
}

/** What a call knows that has waited for another one before. */
interface Waited {
  readonly total: Deadline;
  readonly mayHaveBeenApplied: boolean;
}

/** Waits for a turn, which is over if a signal was aborted, the time ran out, or a pause outlasts it. */
function takeTurn(
  pace: ClientPace,
  { settings, signals }: Pick<Task<never, never>, "settings" | "signals">,
  last?: ClientTurn,
  deadline?: number,
): ClientTurn | Promise<ClientTurn> {
  const turn = pace.enter(settings.totalTimeout, last, deadline, abortOf(signals) !== undefined);
  if (turn.ready === undefined) return turn;
  // Nothing but the pace can end the wait. Thousands of calls may wait so, and hold little.
  if (signals.length === 0 && deadline === undefined) return turn.ready;
  const leave = (): void => {
    pace.leave(turn);
  };
  const timer = deadline === undefined ? undefined : setTimeout(leave, timeUntil(deadline));
  listen(signals, leave);
  return turn.ready.then(() => {
    clearTimeout(timer);
    stopListening(signals, leave);
    return turn;
  });
}

/**
 * One call whose first turn has come. `run` is its life: for each attempt it waits for its turn in `pace.ts`, makes the attempt
 * (`attempt.ts`), and looks up in the ladder of `retry.ts` what follows, until it has a result or an error.
 */
class Call<D, T> {
  readonly #shared: Shared;
  readonly #task: Task<D, T>;
  /** The same for all attempts of the call. */
  readonly #number: number;
  readonly #total: Deadline;
  /** Whether its deadline began before its first turn. */
  readonly #hasWaited: boolean;
  /** The headers that were sent, until they are searched for secrets. */
  readonly #sent: PlainHeaders[];
  readonly #secrets = new Set<string>();
  #attempts = 0;
  #retries = 0;
  #isRefreshed = false;
  #isRetryWithheld = false;
  #mayHaveBeenApplied: boolean;
  /** Why the last attempt failed. */
  #failure: Failure | undefined;
  /** What the pace makes of the last attempt's 429, or what `retryDelay` threw when it was asked about it. */
  #verdict: Verdict | CallbackFailure | undefined;

  constructor(shared: Shared, task: Task<D, T>, number: number, waited?: Waited) {
    this.#shared = shared;
    this.#task = task;
    this.#number = number;
    this.#sent = [task.settings.headers];
    this.#mayHaveBeenApplied = waited?.mayHaveBeenApplied === true;
    this.#hasWaited = waited !== undefined;
    // Of a call that has waited for no other one, waiting for the first turn does not count.
    this.#total = waited?.total ?? deadlineIn(task.settings.totalTimeout, "total");
  }

  /** @param waitedSince - when the call began to wait for its first turn */
  async run(first: ClientTurn, waitedSince: number): Promise<T> {
    const { pace } = this.#shared;
    let turn = first;
    let since = waitedSince;
    try {
      for (;;) {
        const start = performance.now();
        const times = { attempt: this.#attempts + 1, waited: start - since };
        const end = this.#endBefore(turn);
        if (end !== undefined) throw this.end(end, times.waited);
        const made = await this.#attempt(turn, start);
        const { outcome } = made;
        const step = nextStep(this.#task.input.operation, outcome, made.reached, this.#mayHaveBeenApplied);
        if (outcome.kind === "ok" || step === "succeed") {
          pace.leave(turn, true);
          this.#shared.budget.giveBack();
          this.#report(made, times);
          return outcome.kind === "ok" ? outcome.value : (undefined as T);
        }
        const retryIn = await this.#follow(turn, made, outcome, step);
        // Only the last event of a call has no retryIn.
        this.#report(made, retryIn === undefined ? times : { ...times, retryIn });
        if (retryIn === undefined) throw this.#error(this.#failure ?? outcome);
        if (retryIn > 0 && this.#waitsByItself(step)) await wait(retryIn, this.#task.signals);
        since = performance.now();
        turn = await takeTurn(pace, this.#task, turn, this.#total.at);
      }
    } finally {
      // Whatever a stand-in for a signal or a response throws, its turn is not lost to the others.
      pace.leave(turn);
    }
  }

  /** Ends the call while it waits, with one last event. Returns its error. */
  end(failure: Failure, waited: number): SigfoxError {
    this.#report({ outcome: failure, response: undefined, duration: 0 }, { attempt: this.#attempts + 1, waited });
    return this.#error(failure);
  }

  #left(): number {
    return this.#total.at - performance.now();
  }

  /** Why nothing more is sent, if the call has ended while it waited. */
  #endBefore(turn: ClientTurn): Failure | undefined {
    const aborted = abortOf(this.#task.signals);
    if (aborted !== undefined) return aborted;
    const hasJustBegun = this.#attempts === 0 && !this.#hasWaited;
    // A timer may come a millisecond early.
    if (turn.state !== "over" && (hasJustBegun || this.#left() >= 1)) return undefined;
    const { outlasted } = turn;
    if (outlasted !== undefined) return this.#failure ?? { kind: "rateLimited", ...outlasted };
    return this.#orRefusal({ kind: "timeout", ...this.#total });
  }

  /** A 429 is repeated until `totalTimeout`, and is then what the call rejects with. */
  #orRefusal(failure: Failure): Failure {
    const isOutOfTime = failure.kind === "timeout" && failure.scope === "total";
    return isOutOfTime && this.#failure?.kind === "rateLimited" ? this.#failure : failure;
  }

  #attempt(turn: ClientTurn, start: number): Promise<Attempt<T>> {
    this.#attempts += 1;
    this.#verdict = undefined;
    const { settings, ownRenewal } = this.#task;
    const ofAttempt = deadlineIn(settings.timeout, "attempt", start);
    const deadline = this.#total.at < ofAttempt.at ? this.#total : ofAttempt;
    if (ownRenewal) ownRenewal.mayHaveBeenApplied = true;
    return attempt(this.#shared.transport, this.#task, start, deadline, {
      onSend: (headers) => void this.#sent.push(headers),
      onRefusal: (refusal) => this.#refuse(turn, refusal),
    });
  }

  /**
   * Tells the pace of a 429 when its headers arrive. Returns whether nobody needs its body: the call waits for the pause, and no other call
   * is rejected because of it.
   */
  #refuse(turn: ClientTurn, refusal: ErrorResponse): boolean {
    try {
      this.#verdict = this.#shared.pace.refuse(turn, this.#forOthers(refusal), this.#left());
    } catch (error) {
      if (!CallbackFailure.is(error)) throw error;
      this.#verdict = error;
      return false;
    }
    const { wait: pause, isOwn } = this.#verdict;
    return this.#isRepeatedAfter(pause) && (isOwn || pause < minute);
  }

  /** A refusal that other calls may be rejected with: it shows none of them the secrets of this one. */
  #forOthers(refusal: ErrorResponse): ErrorResponse {
    return { ...refusal, redact: this.#redact() };
  }

  #isRepeatedAfter(pause: number): boolean {
    return this.#task.settings.retries > 0 && pause < this.#left();
  }

  /** Gives the turn back after a failed attempt. Returns the wait before another one in milliseconds, `undefined` if there is none. */
  async #follow(turn: ClientTurn, made: Attempt<T>, failure: Failure, step: NextStep): Promise<number | undefined> {
    const { pace } = this.#shared;
    const isOpen = isInconclusive(this.#task.input.operation, failure, made.reached, made.response);
    this.#mayHaveBeenApplied ||= isOpen;
    const { ownRenewal } = this.#task;
    if (ownRenewal) ownRenewal.mayHaveBeenApplied = this.#mayHaveBeenApplied;
    // Of a write that may have been applied, a 429 would say that it was not.
    this.#failure = isOpen ? failure : this.#orRefusal(failure);
    try {
      if (step === "pause") return this.#pauseAfter(turn, failure as ErrorResponse);
      pace.leave(turn, "response" in failure && failure.response.status < 500);
      if (step === "tryOtherCredentials" && (await this.#hasOtherCredentials(made.authorization))) return 0;
      return step === "retry" ? this.#takeRetry(failure) : undefined;
    } catch (error) {
      if (!CallbackFailure.is(error)) throw error;
      this.#failure = error;
      return undefined;
    } finally {
      pace.leave(turn);
    }
  }

  /** The pause after a 429, unless the call does not wait for it. */
  #pauseAfter(turn: ClientTurn, refusal: ErrorResponse): number | undefined {
    const { pace } = this.#shared;
    // A 429 that a middleware made has not been noticed before.
    if (this.#verdict === undefined) this.#refuse(turn, refusal);
    pace.complete(turn, this.#forOthers(refusal));
    const verdict = this.#verdict;
    if (CallbackFailure.is(verdict)) throw verdict;
    return verdict !== undefined && this.#isRepeatedAfter(verdict.wait) ? verdict.wait : undefined;
  }

  /** Whether the call itself waits before its next attempt. After a 429 the pace makes it wait, unless it was refused for itself. */
  #waitsByItself(step: NextStep): boolean {
    return step !== "pause" || (!CallbackFailure.is(this.#verdict) && this.#verdict?.isOwn === true);
  }

  /** Whether a 401 is worth another attempt; a renewal that is under way may bring other credentials. */
  async #hasOtherCredentials(sent: string | undefined): Promise<boolean> {
    const { credentials } = this.#shared.transport;
    const { settings, signals, ownRenewal } = this.#task;
    if (sent === undefined || ownRenewal !== undefined) return false;
    const differs = (): Promise<boolean> => credentials.differs(sent);
    // The client's own credentials change with each of its renewals. An interruption ends the call before its next attempt.
    if (!credentials.isAsked) return (await within(this.#total, signals, differs)) !== false;
    // Those of a function could change for ever.
    if (this.#isRefreshed) return false;
    this.#isRefreshed = true;
    const deadline = deadlineIn(Math.min(settings.timeout, this.#left()), "attempt");
    const end = await within(deadline, signals, () => differs().catch(() => false));
    // A function that does not settle, as one that throws, leaves it a 401.
    return typeof end === "boolean" ? end : end.kind === "aborted";
  }

  /** Takes one of the retries that are left, and returns the delay before it; `undefined` if there is none. */
  #takeRetry(failure: Failure): number | undefined {
    const { budget, client } = this.#shared;
    if (this.#retries === this.#task.settings.retries) return undefined;
    const delay = delayBefore(this.#retries + 1, failure, client.retryDelay);
    if (delay >= this.#left()) return undefined;
    this.#isRetryWithheld = !budget.take();
    if (this.#isRetryWithheld) return undefined;
    this.#retries += 1;
    return delay;
  }

  #context(): CallContext {
    const { operation, path } = this.#task.input;
    return callOf(operation, path);
  }

  #redact(): Redact {
    const { transport, redactOf } = this.#shared;
    // A call may be refused thousands of times.
    for (const secret of this.#sent.splice(0).flatMap(secretsIn)) this.#secrets.add(secret);
    return redactOf(new Set([...this.#secrets, ...transport.credentials.kept().flatMap(secretsOfBasic)]));
  }

  #report({ outcome, response, duration }: Ended<T>, times: Times): void {
    const ofClient = this.#shared.client.onAttempt;
    const ofCall = this.#task.settings.onAttempt;
    if (ofClient === undefined && ofCall === undefined) return;
    const { cancel } = this.#task;
    const isUnwanted = outcome.kind === "aborted" && cancel?.aborted === true && outcome.cause === cancel.reason;
    const event = {
      ...this.#context(),
      template: contract[this.#task.input.operation].path,
      call: this.#number,
      outcome: isUnwanted ? ("cancelled" as const) : outcome.kind,
      status: response?.status,
      headers: response && redactHeaders(response.headers, this.#redact()),
      code: outcome.kind === "connection" ? codeOf(redactThrown(outcome.cause, this.#redact())) : undefined,
      duration,
      ...times,
    };
    for (const listener of new Set([ofClient, ofCall])) {
      // What the caller's function throws, or rejects with, is not the call's.
      void (async () => await listener?.(event))().catch(() => undefined);
    }
  }

  #error(failure: Failure): SigfoxError {
    const context = {
      ...this.#context(),
      attempts: this.#attempts,
      mayHaveBeenApplied: this.#mayHaveBeenApplied,
      isRetryWithheld: this.#isRetryWithheld,
    };
    return toError(failure, context, this.#redact());
  }
}

export function createSend(transport: Transport, client: ClientSettings): Send {
  let calls = 0;
  let known = { secrets: "", redact: createRedact([]) };

  /** Made once for the same secrets: to find every form of them costs more than a request. */
  function redactOf(secrets: ReadonlySet<string>): Redact {
    const key = [...secrets].join("\n");
    if (key !== known.secrets) known = { secrets: key, redact: createRedact(secrets) };
    return known.redact;
  }
  const pace: ClientPace = createPace(client);
  const shared: Shared = { pace, budget: createRetryBudget(), transport, client, redactOf };

  // A call in line holds little: this frame, its task and its turn.
  async function carryOut<D, T>(task: Task<D, T>, waited?: Waited): Promise<T> {
    const since = performance.now();
    try {
      const turn = await takeTurn(pace, task, undefined, waited?.total.at);
      return await new Call(shared, task, (calls += 1), waited).run(turn, since);
    } catch (error) {
      traceFrom(error, carryOut);
      throw error;
    }
  }

  /** Renews the client's own credentials, or takes part in a renewal that is under way: its result, or its error. */
  async function renewOwn<D, T>(task: Task<D, T>, renewal: OwnRenewal): Promise<T> {
    const { settings, signals } = task;
    const since = performance.now();
    let waited: Waited | undefined;
    for (;;) {
      const { current } = renewal;
      if (abortOf(signals)) return await carryOut(task, waited);
      if (current === undefined) {
        renewal.mayHaveBeenApplied = waited?.mayHaveBeenApplied === true;
        return await renewal.run(() => carryOut(task, waited));
      }
      const settled = current.then(
        (value) => ({ kind: "ok", value: value as T }) as const,
        (error: unknown) => ({ kind: "failed", error }) as const,
      );
      const total = waited?.total ?? deadlineIn(settings.totalTimeout, "total");
      const end = await within(total, signals, () => settled);
      if (end.kind === "ok") return end.value;
      // The other call may have changed the password.
      waited = { total, mayHaveBeenApplied: renewal.mayHaveBeenApplied };
      if (end.kind !== "failed") throw new Call(shared, task, (calls += 1), waited).end(end, performance.now() - since);
      // The other caller gave up, had less time or did not wait for a pause, which is no reason for this one to.
      const error = end.error as AnySigfoxError;
      const isOutOfTime = error.kind === "timeout" && (error.scope === "total" || error.limit < settings.timeout);
      if (!isOutOfTime && error.kind !== "rateLimited" && error.kind !== "aborted") throw error;
    }
  }

  return (input, options, httpCall, handling) => {
    const settings = options === undefined ? client : callSettings(client, input.operation, options);
    const signals = [settings.signal, handling?.cancel].filter((signal) => signal !== undefined);
    const task = { ...handling, input, settings, signals, httpCall };
    const { ownRenewal } = task;
    return ownRenewal === undefined ? carryOut(task) : renewOwn(task, ownRenewal);
  };
}
