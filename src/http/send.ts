import { callOf, type CheckedInput } from "../contract/input";
import { traceFrom } from "../errors/classes";
import { kindOf } from "../errors/kinds";
import { createRedact, redactHeaders } from "../errors/redact";
import { retryAfterOf, toError, type ErrorResponse, type Failure } from "../errors/toError";
import { codeOf } from "../errors/thrown";
import type { AttemptEvent, CallOptions } from "../options";
import { contract } from "../schema";
import { discard, objectIn, readError, readSuccess, Unfit } from "./answer";
import type { CredentialStore, OwnRenewal, UsedCredentials } from "./credentials";
import { abortOf, wait, within, type Interruption } from "./deadline";
import { createPace, type Turn } from "./pace";
import { delayBefore, isDone, isInconclusive, isRepeatable, isUnsent } from "./retry";
import { callSettings, type CallSettings, type ClientSettings } from "./settings";
import type { Transport } from "./transport";

/** What an attempt adds to the init of its openapi-fetch call. */
export interface AttemptInit {
  readonly fetch: (request: Request) => Promise<Response>;
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes the openapi-fetch call of an attempt. */
export type Exchange<D> = (
  init: AttemptInit,
) => Promise<{ readonly data?: D; readonly error?: unknown; readonly response: Response }>;

/** How to read the response of a call, and what some calls need besides. */
export interface Reading<D, T> {
  /** Makes the result of the JSON of a success; without it the body is not read. It throws an {@link Unfit} if that is impossible. */
  readonly take?: (data: D) => T;
  /** The result, if the headers of a success suffice where its body is lost. */
  readonly takeHeaders?: (headers: Headers) => T | undefined;
  /** Whether a success may hold a new password, so that no error may show it. */
  readonly isSecret?: boolean;
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
  reading?: Reading<D, T>,
) => Promise<T>;

/** What becomes of an attempt. */
type Outcome<T> = { readonly kind: "ok"; readonly value: T } | Failure;

/** How far an attempt has come. */
interface Progress {
  /** Whose turn it is. */
  step: "middleware" | "auth" | "fetch";
  /** Whether the request may have reached the server. */
  isSent: boolean;
  used?: UsedCredentials | undefined;
  response?: Response;
}

export function createSend(transport: Transport, credentials: CredentialStore, client: ClientSettings): Send {
  const pace = createPace(client);
  let calls = 0;

  async function send<D, T = void>(
    input: CheckedInput & { readonly path?: Readonly<Record<string, string>> },
    options: CallOptions | undefined,
    request: Exchange<D>,
    reading: Reading<D, T> = {},
  ): Promise<T> {
    const { operation, path } = input;
    const settings = options === undefined ? client : callSettings(client, options, operation);
    const signals = [options?.signal, reading.cancel].filter((signal) => signal !== undefined);
    const secrets = new Set(settings.secrets);
    const call = (calls += 1);
    const renewal = reading.ownRenewal?.begin();
    // From the first turn on: waiting for it counts for no deadline.
    let deadline = Infinity;
    let attempts = 0;
    let retried = 0;
    let isRefreshed = false;
    let mayHaveBeenApplied = false;
    let failure: Failure | undefined;
    const left = (): number => deadline - performance.now();

    /** Waits for a turn. Nothing is sent after the deadline. */
    async function takeTurn(): Promise<Turn | Interruption> {
      if (attempts === 0 && renewal !== undefined) {
        const end = await within(Infinity, signals, () => renewal);
        if (typeof end === "object") return end;
      }
      const ended = abortOf(signals);
      if (ended !== undefined) return ended;
      const turn = pace.enter(attempts > 0);
      const { ready } = turn;
      if (ready !== undefined) {
        const isBound = signals.length > 0 || deadline < Infinity;
        const end = isBound ? await within(left(), signals, () => ready) : await ready;
        if (typeof end === "object") {
          pace.leave(turn);
          return end;
        }
      }
      if (left() > 0) return turn;
      pace.leave(turn);
      return { kind: "timeout" };
    }

    /** Makes an attempt under its deadline. */
    async function attempt(progress: Progress): Promise<Outcome<T>> {
      const scope = left() < settings.timeout ? "total" : "attempt";
      try {
        const end = await within(Math.min(settings.timeout, left()), signals, (signal) => exchange(progress, signal));
        if (end.kind !== "timeout") return end;
        const { response } = progress;
        // The status that arrived is known, even if its body never ends.
        return response?.ok === false ? errorOf(response, undefined, true, settings) : failureOf(end, scope);
      } catch (cause) {
        const { step } = progress;
        return step === "fetch" ? { kind: "connection", cause } : { kind: "validation", cause, option: step };
      }
    }

    async function exchange(
      progress: Progress,
      signal: AbortSignal,
    ): Promise<Exclude<Outcome<T>, { readonly kind: "timeout" }>> {
      let isCut = false;
      const init = {
        fetch: async (request: Request): Promise<Response> => {
          progress.step = "auth";
          progress.used = await credentials.current();
          signal.throwIfAborted();
          progress.step = "fetch";
          progress.isSent = true;
          const response = await transport.dispatch(request, progress.used).catch((error: unknown) => {
            // Only what fetch throws tells: middleware may lose connections of its own.
            progress.isSent = !isUnsent(error);
            throw error;
          });
          progress.response = response;
          // A fetch that ignores its signal responds even when the attempt is over.
          if (signal.aborted) discard(response);
          // Openapi-fetch would read the body of an error to its end, however long it is.
          if (!response.ok)
            response.text = async () => {
              const body = await readError(response);
              ({ isCut } = body);
              return body.text;
            };
          return response;
        },
        Request: transport.requestClass(),
        signal,
        headers: settings.headers,
        parseAs: "stream",
      };
      const { response, error } = await request(init);
      if (!response.ok) return errorOf(response, error, isCut, settings);
      const { take, isSecret = false } = reading;
      if (take === undefined) {
        discard(response);
        return { kind: "ok", value: undefined as T };
      }
      let text = "";
      try {
        text = await readSuccess(response);
        return { kind: "ok", value: take(objectIn(text) as D) };
      } catch (error) {
        if (!(error instanceof Unfit)) throw error;
        return { kind: "parse", status: response.status, reason: error.message, body: isSecret ? "" : text };
      }
    }

    /** Decides what follows a failed attempt: another one, after as many milliseconds, or none. */
    async function retryAfter(outcome: Failure, turn: Turn, used?: UsedCredentials, isSent = false) {
      if (outcome.kind === "rateLimited") {
        const pause = pace.refuse(turn, retryAfterOf(outcome.response));
        return pause !== undefined && settings.retries > 0 && pause < left() ? pause : undefined;
      }
      pace.leave(turn, "response" in outcome);
      const mayRefresh = credentials.isKept || !isRefreshed;
      if (outcome.kind === "unauthorized" && used !== undefined && mayRefresh && reading.ownRenewal === undefined) {
        // Other credentials are worth another attempt; a renewal that is under way may bring them.
        isRefreshed = true;
        const scope = left() < settings.timeout ? "total" : "attempt";
        const end = await within(Math.min(settings.timeout, left()), signals, () =>
          credentials.differ(used).catch(() => false),
        );
        if (end === true) return 0;
        if (end !== false) failure = failureOf(end, scope);
      }
      if (retried === settings.retries || !isRepeatable(operation, failure ?? outcome, isSent)) return undefined;
      retried += 1;
      return delayBefore(retried, outcome, client.retryDelay, left());
    }

    const failureOf = (end: Interruption, scope: "attempt" | "total"): Failure =>
      end.kind === "aborted"
        ? end
        : { ...end, scope, limit: scope === "total" ? settings.totalTimeout : settings.timeout };

    function report(
      outcome: Outcome<T>,
      event: Pick<AttemptEvent, "attempt" | "waited" | "duration" | "retryIn">,
      response?: Response,
    ) {
      const { onAttempt } = client;
      if (onAttempt === undefined) return;
      const isUnwanted = outcome.kind === "aborted" && reading.cancel?.aborted === true && !options?.signal?.aborted;
      const code = outcome.kind === "connection" ? codeOf(outcome.cause) : undefined;
      const answer = response && {
        status: response.status,
        headers: redactHeaders(response.headers, createRedact(secrets)),
      };
      const { method, path: sent } = callOf(operation, path);
      // What the caller's function throws, or rejects with, is not the call's.
      void (async () => {
        await onAttempt({
          operation,
          method,
          path: sent,
          template: contract[operation].path,
          call,
          outcome: isUnwanted ? "cancelled" : outcome.kind,
          ...answer,
          ...(code && { code }),
          ...event,
        });
      })().catch(() => undefined);
    }

    try {
      for (;;) {
        const asked = performance.now();
        const turn = await takeTurn();
        const started = performance.now();
        const waited = started - asked;
        if ("kind" in turn) {
          // A 429 is repeated until the deadline, and is then what the call rejects with.
          if (turn.kind === "aborted" || failure?.kind !== "rateLimited") failure = failureOf(turn, "total");
          report(failure, { attempt: attempts + 1, waited, duration: 0 });
          break;
        }
        if (attempts === 0) deadline = started + settings.totalTimeout;
        attempts += 1;
        const progress: Progress = { step: "middleware", isSent: false };
        let outcome = await attempt(progress);
        const event = { attempt: attempts, waited, duration: performance.now() - started };
        const { used, response } = progress;
        for (const secret of [...(used?.secrets ?? []), ...credentials.secrets()]) secrets.add(secret);
        if (outcome.kind !== "ok" && outcome.kind !== "aborted" && response?.ok === true) {
          const value = reading.takeHeaders?.(response.headers);
          if (value !== undefined) outcome = { kind: "ok", value };
        }
        // The 404 of a deletion that an earlier attempt may have carried out.
        const isGone = mayHaveBeenApplied && outcome.kind !== "ok" && isDone(operation, outcome);
        if (outcome.kind === "ok" || isGone) {
          pace.leave(turn, true);
          report(outcome, event, response);
          return outcome.kind === "ok" ? outcome.value : (undefined as T);
        }
        const { isSent } = progress;
        mayHaveBeenApplied ||= isSent && isInconclusive(operation, outcome);
        failure = outcome;
        let retryIn: number | undefined;
        try {
          retryIn = await retryAfter(outcome, turn, used, isSent);
        } catch (cause) {
          failure = { kind: "validation", cause, option: "retryDelay" };
        }
        report(outcome, { ...event, ...(retryIn !== undefined && { retryIn }) }, response);
        if (retryIn === undefined) break;
        // The pace itself waits after a 429.
        if (retryIn > 0 && outcome.kind !== "rateLimited") await wait(retryIn, signals);
      }
    } finally {
      void renewal?.then((end) => {
        end();
      });
    }
    const error = toError(failure, { ...callOf(operation, path), attempts, mayHaveBeenApplied }, secrets);
    traceFrom(error, send);
    throw error;
  }

  function errorOf(response: Response, body: unknown, isCut: boolean, settings: CallSettings): ErrorResponse {
    const kind = kindOf(response.status);
    const hasAuth = settings.hasAuth || "authorization" in settings.headers;
    const hint = kind === "unauthorized" && !hasAuth ? "the client has no auth" : undefined;
    return { kind, response, body, isCut, url: response.url || transport.baseUrl, hint };
  }

  return send;
}
