import type { CheckedInput } from "../contract/input";
import { callOf } from "../contract/path";
import { traceFrom } from "../errors/classes";
import { kindOf } from "../errors/kinds";
import { toError, type Failure } from "../errors/toError";
import type { CallOptions } from "../options";
import { discard, objectIn, readError, readSuccess, Unfit } from "./answer";
import type { CredentialStore, OwnRenewal, UsedCredentials } from "./credentials";
import { abortOf, wait, within, type Interruption } from "./deadline";
import { delayBefore, isDone, isInconclusive, isRepeatable, isUnsent } from "./retry";
import { callSettings, type CallSettings } from "./settings";
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
  /** Whose turn it is before the request is handed to `fetch`. */
  step: "middleware" | "auth";
  isSent: boolean;
  used?: UsedCredentials | undefined;
  response?: Response;
}

export function createSend(transport: Transport, credentials: CredentialStore, client: CallSettings): Send {
  async function send<D, T = void>(
    input: CheckedInput,
    options: CallOptions | undefined,
    request: Exchange<D>,
    reading: Reading<D, T> = {},
  ): Promise<T> {
    const settings = callSettings(client, options, input.operation);
    const signals = [options?.signal, reading.cancel].filter((signal) => signal !== undefined);
    const call = { input, settings, signals, request, reading, deadline: performance.now() + settings.totalTimeout };
    const { ownRenewal } = reading;
    if (ownRenewal === undefined) return await repeat(call);
    const turn = ownRenewal.begin();
    const begun = await within(settings.totalTimeout, signals, () => turn);
    try {
      if (typeof begun === "object") throw toError(failureOf(begun, "total", settings), contextOf(input), []);
      return await repeat(call);
    } finally {
      void turn.then((end) => {
        end();
      });
    }
  }

  /** Makes attempts until one decides the call. The loop is our own: no retry library knows what may have been sent. */
  async function repeat<D, T>(call: Call<D, T>): Promise<T> {
    const { settings, signals, deadline, reading } = call;
    const { operation } = call.input;
    const secrets = new Set(settings.secrets);
    let attempts = 0;
    let retried = 0;
    let isRefreshed = false;
    let mayHaveBeenApplied = false;
    let failure: Failure;
    for (;;) {
      const left = deadline - performance.now();
      const ended = abortOf(signals) ?? (left > 0 ? undefined : ({ kind: "timeout" } as const));
      if (ended !== undefined) {
        failure = failureOf(ended, "total", settings);
        break;
      }
      attempts += 1;
      const progress: Progress = { step: "middleware", isSent: false };
      const outcome = await attempt(call, progress, left);
      if (outcome.kind === "ok") return outcome.value;
      const { used, response } = progress;
      if (response?.ok === true && outcome.kind !== "aborted") {
        const result = reading.takeHeaders?.(response.headers);
        if (result !== undefined) return result;
      }
      // The 404 of a deletion that an earlier attempt may have carried out.
      if (mayHaveBeenApplied && isDone(operation, outcome)) return undefined as T;
      for (const secret of [...(used?.secrets ?? []), ...credentials.secrets()]) secrets.add(secret);
      const isSent = progress.isSent && !(outcome.kind === "connection" && isUnsent(outcome.cause));
      mayHaveBeenApplied ||= isSent && isInconclusive(operation, outcome);
      failure = outcome;
      if (outcome.kind === "unauthorized" && used !== undefined && !isRefreshed && reading.ownRenewal === undefined) {
        isRefreshed = true;
        const left = deadline - performance.now();
        const end = await within(Math.min(left, settings.timeout), signals, () =>
          credentials.differ(used).catch(() => false),
        );
        if (end === true) continue;
        if (end !== false) failure = failureOf(end, left < settings.timeout ? "total" : "attempt", settings);
      }
      if (retried === settings.retries || !isRepeatable(operation, failure, isSent)) break;
      retried += 1;
      try {
        const delay = delayBefore(retried, failure, settings.retryDelay, deadline - performance.now());
        if (delay === undefined) break;
        if (delay > 0) await wait(delay, signals);
      } catch (cause) {
        failure = { kind: "validation", cause, option: "retryDelay" };
        break;
      }
    }
    const error = toError(failure, { ...contextOf(call.input), attempts, mayHaveBeenApplied }, secrets);
    traceFrom(error, repeat);
    throw error;
  }

  /** One attempt under its deadline; whatever becomes of it is an outcome. */
  async function attempt<D, T>(call: Call<D, T>, progress: Progress, left: number): Promise<Outcome<T>> {
    const { settings, signals } = call;
    try {
      const end = await within(Math.min(settings.timeout, left), signals, (signal) => exchange(call, progress, signal));
      if (end.kind !== "timeout" || "limit" in end) return end;
      const { response } = progress;
      // The status that arrived is known, even if its body never ends.
      if (response?.ok === false) return errorOf(response, undefined, true);
      return failureOf(end, left < settings.timeout ? "total" : "attempt", settings);
    } catch (cause) {
      return progress.isSent ? { kind: "connection", cause } : { kind: "validation", cause, option: progress.step };
    }
  }

  async function exchange<D, T>(call: Call<D, T>, progress: Progress, signal: AbortSignal): Promise<Outcome<T>> {
    const { take, isSecret = false } = call.reading;
    let isCut = false;
    const init = {
      fetch: async (request: Request): Promise<Response> => {
        progress.step = "auth";
        progress.used = await credentials.current();
        signal.throwIfAborted();
        progress.isSent = true;
        const response = await transport.dispatch(request, progress.used);
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
      headers: call.settings.headers,
      parseAs: "stream",
    };
    const { response, error } = await call.request(init);
    if (!response.ok) return errorOf(response, error, isCut);
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

  function errorOf(response: Response, body: unknown, isCut: boolean): Failure {
    const kind = kindOf(response.status);
    const hint = kind === "unauthorized" && !client.hasAuth ? "the client has no auth" : undefined;
    return { kind, response, body, isCut, url: response.url || transport.baseUrl, hint };
  }

  return send;
}

interface Call<D, T> {
  readonly input: CheckedInput;
  readonly settings: CallSettings;
  readonly signals: readonly AbortSignal[];
  readonly request: Exchange<D>;
  readonly reading: Reading<D, T>;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
}

const contextOf = ({ operation, path }: CheckedInput & { readonly path?: Readonly<Record<string, string>> }) =>
  callOf(operation, path);

const failureOf = (end: Interruption, scope: "attempt" | "total", settings: CallSettings): Failure =>
  end.kind === "aborted" ? end : { ...end, scope, limit: scope === "total" ? settings.totalTimeout : settings.timeout };
