import type { Outcome, Reading } from "./answer";
import type { CheckedInput } from "../contract/check";
import type { CredentialStore, OwnRenewal } from "./credentials";
import { abortOf, wait, within, type Interruption } from "./deadline";
import { traceFrom } from "../errors/classes";
import { kindOf, toError, type Failure } from "../errors/normalize";
import { callSettings, type CallOptions, type Settings } from "../options";
import { callOf } from "../contract/path";
import { delayBefore, isDone, isInconclusive, isRepeatable, neverConnected } from "./retry";
import type { Attempt, Transport } from "./transport";

/** One call of the facade, its input checked. */
export interface Call<T> {
  readonly input: CheckedInput;
  readonly read: Reading<T>;
  /** The result, if the headers of a success tell it already. */
  readonly readHeaders?: (headers: Headers) => T | undefined;
  /** What a call is that renews the client's own credentials. */
  readonly ownRenewal?: OwnRenewal | undefined;
  /** Ends the call from within the library, beside the caller's own signal. */
  readonly cancel?: AbortSignal | undefined;
}

export type Send = <T>(call: Call<T>, options?: CallOptions) => Promise<T>;

/**
 * The life of a call: attempts, waits and deadlines. The loop is our own: cockatiel knows no `Retry-After` within a total deadline, no
 * attempt that is repeated beside the retries, and would have to be told around a policy what may have been sent.
 */
export function createSend(transport: Transport, credentials: CredentialStore, client: Settings): Send {
  async function send<T>(call: Call<T>, options?: CallOptions): Promise<T> {
    const settings = callSettings(client, options, call.input.operation);
    const signals = [options?.signal, call.cancel].filter((signal) => signal !== undefined);
    const deadline = performance.now() + settings.totalTimeout;
    if (call.ownRenewal === undefined) return await repeat(call, settings, signals, deadline);
    const turn = call.ownRenewal.begin();
    const begun = await within(settings.totalTimeout, signals, () => turn);
    try {
      if (typeof begun === "object")
        throw toError(asFailure(begun, "total", settings), callOf(call.input.operation, call.input.path), []);
      return await repeat(call, settings, signals, deadline);
    } finally {
      void turn.then((end) => {
        end();
      });
    }
  }

  async function repeat<T>(
    call: Call<T>,
    settings: Settings,
    signals: readonly AbortSignal[],
    deadline: number,
  ): Promise<T> {
    const { operation } = call.input;
    const secrets = new Set(settings.secrets);
    let attempts = 0;
    let retried = 0;
    let isRefreshed = false;
    let mayHaveBeenApplied = false;
    let failure: Failure;
    for (;;) {
      const aborted = abortOf(signals);
      if (aborted !== undefined) {
        failure = aborted;
        break;
      }
      attempts += 1;
      const attempt: Attempt<T> = { headers: settings.headers, at: "middleware", sent: false, isStale: false };
      const outcome = await once(call, attempt, settings, signals, deadline - performance.now());
      if (outcome.kind === "ok") return outcome.value;
      if (attempt.result !== undefined && outcome.kind !== "aborted") return attempt.result;
      // The 404 of a deletion that may have been carried out before: what was asked for is so.
      if (mayHaveBeenApplied && isDone(operation, outcome)) return undefined as T;
      for (const secret of [...(attempt.used?.secrets ?? []), ...credentials.secrets()]) secrets.add(secret);
      const sent = attempt.sent && !(outcome.kind === "connection" && neverConnected(outcome.cause));
      mayHaveBeenApplied ||= sent && isInconclusive(operation, outcome);
      failure = outcome;
      if (attempt.isStale && !isRefreshed) {
        isRefreshed = true;
        continue;
      }
      if (retried === settings.retries || !isRepeatable(operation, outcome, sent)) break;
      retried += 1;
      try {
        const delay = delayBefore(retried, outcome, settings.retryDelay, deadline - performance.now());
        if (delay === undefined) break;
        if (delay > 0) await wait(delay, signals);
      } catch (cause) {
        failure = { kind: "validation", cause, option: "retryDelay" };
        break;
      }
    }
    const error = toError(
      failure,
      { ...callOf(call.input.operation, call.input.path), attempts, mayHaveBeenApplied },
      secrets,
    );
    traceFrom(error, repeat);
    throw error;
  }

  /** One attempt under its deadline; whatever becomes of it is an outcome. */
  async function once<T>(
    call: Call<T>,
    attempt: Attempt<T>,
    settings: Settings,
    signals: readonly AbortSignal[],
    left: number,
  ): Promise<Outcome<T>> {
    const scope = left < settings.timeout ? "total" : "attempt";
    try {
      const end = await within(Math.min(settings.timeout, left), signals, (signal) => exchange(call, attempt, signal));
      return end.kind === "timeout" ? asFailure(end, scope, settings) : end;
    } catch (cause) {
      return attempt.sent ? { kind: "connection", cause } : { kind: "validation", cause, option: attempt.at };
    }
  }

  async function exchange<T>(call: Call<T>, attempt: Attempt<T>, signal: AbortSignal): Promise<Outcome<T>> {
    const { response, error } = await transport.request(call.input, attempt, signal);
    if (response.ok) {
      attempt.result = call.readHeaders?.(response.headers);
      return await call.read(response);
    }
    if (response.status === 401 && attempt.used !== undefined && call.ownRenewal === undefined) {
      // The server has refused: what is waited for from here on does not make that unsure.
      attempt.sent = false;
      attempt.isStale = await credentials.differ(attempt.used).catch(() => false);
    }
    return { kind: kindOf(response.status), response, body: error, url: response.url || transport.baseUrl };
  }

  return send;
}

const asFailure = (end: Interruption, scope: "attempt" | "total", settings: Settings): Failure =>
  end.kind === "aborted" ? end : { ...end, scope, limit: scope === "total" ? settings.totalTimeout : settings.timeout };
