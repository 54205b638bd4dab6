import { SigfoxValidationError } from "../errors/classes";
import { kindOf } from "../errors/kinds";
import type { ErrorResponse, Failure } from "../errors/toError";
import { breakOf, discard } from "./body";
import { CallbackFailure, mistake, thrownBy } from "./callback";
import { within, type Deadline, type Interruption } from "./deadline";
import { needsBody, readResult, unfit, type Outcome } from "./response";
import { isSentOnce } from "./retry";
import { retryAfterOf } from "./retryAfter";
import type { PlainHeaders } from "./settings";
import type { Task } from "./task";
import type { Transport } from "./transport";
import { reachedBy, type Reached } from "./unsent";

/** One attempt, after it has ended. */
export interface Attempt<T> {
  readonly outcome: Outcome<T>;
  /** What `fetch` gave, whatever a middleware made of it. */
  readonly response: Response | undefined;
  /** The client's own header that was to be sent, if the attempt got that far. */
  readonly authorization: string | undefined;
  /** How far the request got. */
  readonly reached: Reached;
  /** In milliseconds. */
  readonly duration: number;
}

/** What an attempt tells its call while it is made. */
interface Listener {
  /** Told of the headers that `fetch` is given, a middleware's too. */
  readonly onSend: (headers: PlainHeaders) => void;
  /** Told of a 429 as soon as its headers arrive. Returns whether nobody needs its body. */
  readonly onRefusal: (refusal: ErrorResponse) => boolean;
}

/** The step in progress. */
type Step = "onRequest" | "auth" | "fetch" | "onResponse" | "onError" | "body";

/**
 * Makes one attempt.
 *
 * @param start - when it began, as `performance.now()` counts
 */
export async function attempt<D, T>(
  transport: Transport,
  task: Task<D, T>,
  start: number,
  deadline: Deadline,
  listener: Listener,
): Promise<Attempt<T>> {
  const { signals, httpCall } = task;
  const { auth, headers } = task.settings;
  const hasAuth = auth !== undefined || "authorization" in headers;
  let step = "onRequest" as Step;
  let authorization: string | undefined;
  let response: Response | undefined;
  let reached = "unsent" as Reached;
  /** Whether the body had been read when `fetch` gave the response. */
  let wasUsed = false;

  const errorOf = (failed: Response, body?: unknown): ErrorResponse => {
    return { kind: kindOf(failed.status), response: failed, body, retryAfter: retryAfterOf(failed), hasAuth };
  };

  async function exchange(signal: AbortSignal): Promise<Outcome<T>> {
    /** Sends the request that openapi-fetch has made, once middleware has seen it. */
    async function fetch(request: Request): Promise<Response> {
      try {
        step = "auth";
        authorization = await transport.credentials.current();
        signal.throwIfAborted();
        step = "fetch";
        reached = "unanswered";
        response = await transport.dispatch(request, {
          authorization,
          headers,
          signal,
          isSentOnce: isSentOnce(task.input.operation),
          onSend: listener.onSend,
        });
        wasUsed = response.bodyUsed;
        step = "onResponse";
        reached = "answered";
        // A fetch that ignores its signal responds even when the attempt is over.
        if (signal.aborted) discard(response);
        else if (response.status === 429 && listener.onRefusal(errorOf(response))) transport.skipBody(response);
        return response;
      } catch (error) {
        if (CallbackFailure.is(error)) transport.failures.set(fetch, error);
        if (step === "fetch") {
          reached = reachedBy(error);
          step = "onError";
        }
        // A middleware sees what the function itself threw. Openapi-fetch takes nothing thrown for no failure.
        const thrown = thrownBy(error) as Error | undefined;
        throw thrown ?? new TypeError("fetch rejected without a reason");
      }
    }
    try {
      // Without an own base URL, openapi-fetch would read an inherited one.
      const init = { baseUrl: "", fetch, ...transport.requestOptions(headers), signal, parseAs: "stream" };
      const { response: final, error } = await httpCall(init);
      if (!final.ok) return errorOf(final, error);
      step = "body";
      // In Node.js, a body that broke off before it was read counts as used.
      const isUsed = final.bodyUsed || (transport.hasMiddleware() && final.body?.locked === true);
      if (isUsed && needsBody(final, task) && (await breakOf(final)) === undefined) throw used();
      return await readResult(final, task);
    } catch (error) {
      return transport.failures.get(fetch) ?? failureOf(error);
    }
  }

  /** Somebody has read the body of a response that has to be read here. */
  function used(): CallbackFailure {
    return transport.hasMiddleware() && !wasUsed
      ? mistake("onResponse", "must read a clone of the response, not the response itself")
      : mistake("fetch", "must resolve to a new Response each time: the body of this one has been read");
  }

  function failureOf(error: unknown): Failure {
    if (step === "auth" && error instanceof SigfoxValidationError) return { kind: "validation", cause: error };
    if (CallbackFailure.is(error)) return error;
    // The platform's Request does not take the init.
    if (step === "onRequest") reached = "rejected";
    // A middleware may have read a clone of a body that broke off.
    return knownError() ?? { kind: "connection", cause: error };
  }

  /** The error of a status that came, whatever became of its body. */
  function knownError(): ErrorResponse | undefined {
    return response?.ok === false && step === "onResponse" ? errorOf(response) : undefined;
  }

  /** The outcome of an attempt whose deadline may have passed. */
  function settled(end: Outcome<T> | Interruption): Outcome<T> {
    if (end.kind !== "timeout") return end;
    if (response !== undefined && step === "body" && task.take === undefined)
      return unfit(response, `its body did not end within ${end.limit} ms`);
    return knownError() ?? (step === "fetch" || step === "body" ? end : { ...end, awaited: step });
  }

  const outcome = settled(await within(deadline, signals, exchange));
  return { outcome, response, authorization, reached, duration: performance.now() - start };
}
