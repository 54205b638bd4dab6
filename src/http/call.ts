import { callOf, type CheckedInput } from "../contract/input";
import { traceFrom } from "../errors/classes";
import { kindOf } from "../errors/kinds";
import { createRedact, redactHeaders, type Redact } from "../errors/redact";
import { secretsOfBasic } from "../errors/secrets";
import { retryAfterOf, toError, type ErrorResponse, type Failure } from "../errors/toError";
import { codeOf } from "../errors/thrown";
import type { AttemptEvent, CallOptions } from "../options";
import { contract } from "../schema";
import { discard, readResult, type Outcome, type Reading } from "./response";
import type { CredentialStore, OwnRenewal } from "./credentials";
import { abortOf, listen, stopListening, wait, within, type Deadline, type Interruption } from "./deadline";
import { Pace, type Refusal, type Turn, type Verdict } from "./pace";
import { RetryBudget } from "./retryBudget";
import { delayBefore, isDone, isInconclusive, isRepeatable, isUnsent } from "./retry";
import { callSettings, secretsIn, type ClientSettings } from "./settings";
import type { Transport } from "./transport";

/** Makes the openapi-fetch call of an attempt. */
type Exchange<D> = (init: {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly signal: AbortSignal;
}) => Promise<{ readonly data?: D; readonly error?: unknown; readonly response: Response }>;

/** How to read the response of a call, and what some calls need besides. */
interface Handling<D, T> extends Reading<D, T> {
  /** What the call is if it renews the client's own credentials. */
  readonly ownRenewal?: OwnRenewal | undefined;
  /** Ends the call from within the library, beside the caller's own signal. */
  readonly cancel?: AbortSignal | undefined;
}

/** Carries out one call of the facade: its attempts, waits and deadlines. */
export type Send = <D, T = void>(
  input: CheckedInput,
  options: CallOptions | undefined,
  request: Exchange<D>,
  handling?: Handling<D, T>,
) => Promise<T>;

/** A 429 and what it asks for. */
interface Refused extends Refusal {
  readonly failure: ErrorResponse;
}

type SentInput = CheckedInput & { readonly path?: Readonly<Record<string, string>> };

type Times = Pick<AttemptEvent, "attempt" | "waited" | "duration" | "retryIn">;

/** How far an attempt has come. */
interface Progress {
  /** Whose turn it is, until the request is handed to `fetch`. */
  step: "middleware" | "auth" | "fetch";
  authorization?: string | undefined;
  /** Whether `fetch` failed before anything was sent. */
  isUnsent?: boolean;
  response?: Response;
  /** What the pace makes of a 429, or what `retryDelay` threw. */
  verdict?: Verdict | { readonly thrown: unknown };
}

/**
 * Waits for a turn, which is over if one of the signals was aborted or the time ran out before it came. Not async, so that a call in
 * line holds little.
 */
function takeTurn<R extends Refusal>(
  line: Pace<R>,
  signals: readonly AbortSignal[],
  totalTimeout: number,
  last?: Turn<R>,
  deadline?: number,
): Turn<R> | Promise<Turn<R>> {
  const turn = line.enter(totalTimeout, last, deadline);
  if (turn.ready === undefined) return turn;
  const leave = (): void => {
    line.leave(turn);
  };
  const timer = deadline === undefined ? undefined : setTimeout(leave, deadline - performance.now());
  listen(signals, leave);
  return turn.ready.then(() => {
    clearTimeout(timer);
    stopListening(signals, leave);
    return turn;
  });
}

export function createSend(transport: Transport, credentials: CredentialStore, client: ClientSettings): Send {
  const pace = new Pace<Refused>(client);
  const budget = new RetryBudget();
  let calls = 0;
  let known = { secrets: "", redact: createRedact([]) };

  /** Made once for the same secrets: to find every form of them costs more than a request. */
  function redactOf(secrets: readonly string[]): Redact {
    const key = secrets.join("\n");
    if (key !== known.secrets) known = { secrets: key, redact: createRedact(secrets) };
    return known.redact;
  }

  const send: Send = async (input, options, request, handling = {}) => {
    const settings = options === undefined ? client : callSettings(client, input.operation, options);
    // A slice, since filter leaves room for more; thousands of calls may wait in line.
    const signals = [options?.signal, handling.cancel].filter((signal) => signal !== undefined).slice();
    const asked = performance.now();
    const line = handling.ownRenewal?.line;
    const renewal = line && (await takeTurn(line, signals, Infinity));
    try {
      const turn = await takeTurn(pace, signals, settings.totalTimeout);
      return await carryOut(input, settings, signals, request, handling, asked, turn);
    } finally {
      if (renewal) line.leave(renewal);
    }
  };

  /** Makes the attempts of a call whose first turn has come. */
  async function carryOut<D, T>(
    { operation, path }: SentInput,
    settings: ClientSettings,
    signals: readonly AbortSignal[],
    request: Exchange<D>,
    handling: Handling<D, T>,
    asked: number,
    first: Turn<Refused>,
  ): Promise<T> {
    const sent = new Set<string>();
    const call = (calls += 1);
    // Waiting for the first turn counts for no deadline.
    const limit = settings.totalTimeout;
    const total: Deadline = { scope: "total", limit, at: performance.now() + limit };
    let attempts = 0;
    let retried = 0;
    let isRefreshed = false;
    let isWithheld = false;
    let mayHaveBeenApplied = false;
    let failure: Failure | undefined;
    const left = (): number => total.at - performance.now();

    /** What becomes of an attempt. The status that arrived is known, even if its body breaks off or never ends. */
    function outcomeOf(end: Outcome<T> | Interruption, response?: Response): Outcome<T> {
      // Middleware may fail before the body is read.
      const isCut = end.kind === "timeout" || (end.kind === "connection" && response?.bodyUsed !== false);
      return response?.ok === false && isCut ? errorOf(response) : end;
    }

    const refusedWith = (failure: ErrorResponse): Refused => ({ failure, retryAfter: retryAfterOf(failure.response) });

    /** Tells the pace of a 429. What `retryDelay` throws is no lost connection. */
    function refuse(turn: Turn<Refused>, failure: ErrorResponse): NonNullable<Progress["verdict"]> {
      try {
        return pace.refuse(turn, refusedWith(failure), left());
      } catch (thrown) {
        return { thrown };
      }
    }

    async function exchange(progress: Progress, signal: AbortSignal, turn: Turn<Refused>): Promise<Outcome<T>> {
      const init = {
        fetch: async (request: Request): Promise<Response> => {
          progress.step = "auth";
          progress.authorization = await credentials.current();
          signal.throwIfAborted();
          progress.step = "fetch";
          try {
            const response = await transport.dispatch(request, progress.authorization, settings.headers);
            progress.response = response;
            if (response.status === 429) progress.verdict = refuse(turn, errorOf(response));
            // A fetch that ignores its signal responds even when the attempt is over.
            if (signal.aborted) discard(response);
            return response;
          } catch (error) {
            // Only what fetch itself rejects with counts: middleware may lose connections of its own.
            progress.isUnsent = isUnsent(error);
            throw error;
          }
        },
        ...transport.requestOptions(settings.headers),
        signal,
        parseAs: "stream",
      };
      try {
        const { response, error } = await request(init);
        return response.ok ? await readResult(response, handling) : errorOf(response, error);
      } catch (cause) {
        const { step } = progress;
        return step === "fetch" ? { kind: "connection", cause } : { kind: "validation", cause, option: step };
      }
    }

    function errorOf(response: Response, body?: unknown): ErrorResponse {
      const hasAuth = client.auth !== undefined || "authorization" in settings.headers;
      return { kind: kindOf(response.status), response, body, hasAuth };
    }

    /** Decides what follows a failed attempt: another one, after as many milliseconds, or none. */
    async function retryAfter(outcome: Failure, turn: Turn<Refused>, isSent: boolean, progress: Progress) {
      const { authorization } = progress;
      if (outcome.kind === "rateLimited") {
        const verdict = (progress.verdict ??= refuse(turn, outcome));
        pace.complete(turn, refusedWith(outcome));
        pace.leave(turn);
        if ("thrown" in verdict) throw verdict.thrown;
        return settings.retries > 0 && verdict.wait < left() ? verdict.wait : undefined;
      }
      pace.leave(turn, "response" in outcome && outcome.response.status < 500);
      // The client's own credentials change with each of its renewals; those of a function could change for ever.
      const mayRefresh = !isRefreshed || credentials.kept().length > 0;
      if (outcome.kind === "unauthorized" && authorization && mayRefresh && !handling.ownRenewal) {
        // Other credentials are worth another attempt; a renewal that is under way may bring them.
        isRefreshed = true;
        const differs = () => credentials.differs(authorization).catch(() => false);
        if (await within(total, signals, differs)) return 0;
      }
      if (retried === settings.retries || !isRepeatable(operation, outcome, isSent)) return undefined;
      const delay = delayBefore(retried + 1, outcome, client.retryDelay);
      if (delay >= left()) return undefined;
      isWithheld = !budget.take();
      if (isWithheld) return undefined;
      retried += 1;
      return delay;
    }

    const secrets = (): string[] => [
      ...secretsIn(settings.headers),
      ...[...sent, ...credentials.kept()].flatMap(secretsOfBasic),
    ];

    function report(outcome: Outcome<T>, times: Times, response?: Response) {
      const { onAttempt } = client;
      if (onAttempt === undefined) return;
      const isUnwanted =
        outcome.kind === "aborted" && handling.cancel?.aborted && outcome.cause === handling.cancel.reason;
      const event = {
        ...callOf(operation, path),
        template: contract[operation].path,
        call,
        outcome: isUnwanted ? "cancelled" : outcome.kind,
        status: response?.status,
        headers: response && redactHeaders(response.headers, redactOf(secrets())),
        code: outcome.kind === "connection" ? codeOf(outcome.cause) : undefined,
        ...times,
      } as const;
      // What the caller's function throws, or rejects with, is not the call's.
      void (async () => await onAttempt(event))().catch(() => undefined);
    }

    for (
      let turn = first, since = asked;
      ;
      since = performance.now(), turn = await takeTurn(pace, signals, limit, turn, total.at)
    ) {
      const started = performance.now();
      const times = { attempt: attempts + 1, waited: started - since, duration: 0 };
      // Nothing is sent after the deadline; a timer may come a millisecond early.
      if (total.at - started < 1 || abortOf(signals)) pace.leave(turn);
      if (turn.state === "over") {
        const { outlasted } = turn;
        const aborted = abortOf(signals);
        if (aborted) failure = aborted;
        // A call with a failure of its own rejects with that.
        else if (outlasted) failure ??= { ...outlasted.refusal.failure, left: outlasted.left };
        // A 429 is repeated until the deadline, and is then what the call rejects with.
        else if (failure?.kind !== "rateLimited") failure = { kind: "timeout", ...total };
        report(failure, times);
        break;
      }
      attempts += 1;
      const progress: Progress = { step: "middleware" };
      const at = started + settings.timeout;
      const deadline: Deadline = total.at < at ? total : { scope: "attempt", limit: settings.timeout, at };
      const end = await within(deadline, signals, (signal) => exchange(progress, signal, turn));
      const outcome = outcomeOf(end, progress.response);
      times.duration = performance.now() - started;
      const { step, authorization, response } = progress;
      if (authorization !== undefined) sent.add(authorization);
      // The 404 of a deletion that an earlier attempt may have carried out.
      const isGone = mayHaveBeenApplied && outcome.kind !== "ok" && isDone(operation, outcome);
      if (outcome.kind === "ok" || isGone) {
        pace.leave(turn, true);
        budget.giveBack();
        report(outcome, times, response);
        return outcome.kind === "ok" ? outcome.value : (undefined as T);
      }
      const isSent = step === "fetch" && progress.isUnsent !== true;
      mayHaveBeenApplied ||= isSent && isInconclusive(operation, outcome);
      failure = outcome;
      let retryIn: number | undefined;
      try {
        retryIn = await retryAfter(outcome, turn, isSent, progress);
      } catch (cause) {
        failure = { kind: "validation", cause, option: "retryDelay" };
      }
      // Only the last event of a call has no retryIn.
      report(outcome, { ...times, ...(retryIn !== undefined && { retryIn }) }, response);
      if (retryIn === undefined) break;
      // The pace itself waits after a 429, unless the call was refused for itself.
      const { verdict } = progress;
      const isInPause = outcome.kind === "rateLimited" && verdict !== undefined && "isOwn" in verdict && !verdict.isOwn;
      if (retryIn > 0 && !isInPause) await wait(retryIn, signals);
    }
    const context = { ...callOf(operation, path), attempts, mayHaveBeenApplied, isWithheld };
    const error = toError(failure, context, redactOf(secrets()));
    traceFrom(error, send);
    throw error;
  }

  return send;
}
