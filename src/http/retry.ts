import { kindOf } from "../errors/kinds";
import type { Failure } from "../errors/toError";
import { contract, type OperationId } from "../schema";
import { CallbackFailure } from "./callback";
import type { Outcome } from "./response";
import type { Reached } from "./unsent";

/**
 * What may be repeated. `"always"`: repeating does no harm. `"untilGone"`: the same, and a 404 is then what was asked for. `"once"`: only
 * what the server did not carry out, since repeating would create another user, change a password again, or add what may be an error to
 * add twice.
 */
const policies: Readonly<Record<OperationId, "always" | "untilGone" | "once">> = {
  listApiUsers: "always",
  getApiUser: "always",
  createApiUser: "once",
  updateApiUser: "always",
  deleteApiUser: "untilGone",
  addProfileToApiUser: "once",
  deleteProfileOfApiUser: "untilGone",
  renewCredential: "once",
};

const transientStatuses: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);

const isRead = (operation: OperationId): boolean => contract[operation].method === "GET";

/**
 * Whether the runtime must not send a request a second time by itself: a hidden second deletion answers 404, and the call could not tell
 * that the first one was carried out.
 */
export const isSentOnce = (operation: OperationId): boolean => policies[operation] !== "always";

/** What follows an attempt. */
export type NextStep =
  /** The call has what it asked for. */
  | "succeed"
  /** Another attempt, when the pace of the client allows it. */
  | "pause"
  /** Another attempt if there are other credentials, otherwise the call fails. */
  | "tryOtherCredentials"
  /** Another attempt, if the caller's `retries`, the deadline and the budget of the client allow it. */
  | "retry"
  | "fail";

/**
 * The ladder of what follows an attempt: the first rule that applies decides.
 *
 * @param mayHaveBeenApplied - whether an earlier attempt may have been applied
 */
export function nextStep(
  operation: OperationId,
  outcome: Outcome<unknown>,
  reached: Reached,
  mayHaveBeenApplied: boolean,
): NextStep {
  if (outcome.kind === "ok") return "succeed";
  const policy = policies[operation];
  // What an earlier attempt may have deleted is gone, as was asked for.
  if (outcome.kind === "notFound" && policy === "untilGone" && mayHaveBeenApplied) return "succeed";
  // A middleware answers in place of the server, which may have carried the request out.
  if (reached === "unanswered" && policy === "once") return "fail";
  // The server answers the client's pace, not the call.
  if (outcome.kind === "rateLimited") return "pause";
  // The password may have been renewed meanwhile.
  if (outcome.kind === "unauthorized") return "tryOtherCredentials";
  // What fetch rejects by itself, it would reject again. What never left is repeated for every operation.
  if (outcome.kind === "connection" && reached === "unsent") return "retry";
  if (outcome.kind === "connection" && reached === "rejected") return "fail";
  // From here on, the server may have carried the request out.
  if (policy === "once") return "fail";
  // A lost connection, an attempt without an end, or a body that was cut on its way.
  if (outcome.kind === "connection") return "retry";
  if (outcome.kind === "timeout") return outcome.scope === "attempt" ? "retry" : "fail";
  if (outcome.kind === "parse") return outcome.isCut === true && isRead(operation) ? "retry" : "fail";
  // A status that may pass.
  return "response" in outcome && transientStatuses.has(outcome.response.status) ? "retry" : "fail";
}

/**
 * Whether a write that failed this way may still have been applied.
 *
 * @param response - what `fetch` gave, if it gave any
 */
export function isInconclusive(
  operation: OperationId,
  failure: Failure,
  reached: Reached,
  response: Response | undefined,
): boolean {
  if (isRead(operation) || reached === "rejected" || reached === "unsent") return false;
  // A call may be aborted while it reads the body of an error: its status is known.
  const answer = "response" in failure ? failure.response : failure.kind === "aborted" ? response : undefined;
  if (reached === "unanswered" || answer === undefined || answer.ok) return true;
  const { status } = answer;
  // 307 and 308 ask for the same request elsewhere; any other redirect may follow a request that was carried out.
  // RFC 9110 section 15: a status beyond 599 is one of the server's failures.
  return status >= 500 || status === 408 || (kindOf(status) === "redirect" && ![307, 308].includes(status));
}

/** Equal jitter: 250 to 500 ms, then 500 ms to 1 s, 1 to 2 s … at most 8 s. */
export function backOff(attempt: number): number {
  return (0.5 + Math.random() / 2) * Math.min(8_000, 500 * 2 ** (attempt - 1));
}

/**
 * What the caller's `retryDelay` gives.
 *
 * @throws a {@link CallbackFailure} with what it throws
 */
export function callersDelay(retryDelay: (attempt: number) => unknown, attempt: number): number {
  try {
    const delay = retryDelay(attempt);
    if (typeof delay !== "number") throw new TypeError("must return a number of milliseconds");
    return Math.max(0, delay || 0);
  } catch (error) {
    throw new CallbackFailure("retryDelay", error);
  }
}

/**
 * The wait before a retry, in milliseconds: what the server asks for and up to a twentieth more, so that not all come back at once.
 * Without it, or if it asks for no wait at all, the back-off.
 */
export function delayBefore(attempt: number, failure: Failure, retryDelay: (attempt: number) => unknown): number {
  const retryAfter = "response" in failure ? failure.retryAfter : undefined;
  return retryAfter ? retryAfter * (1 + Math.random() / 20) : callersDelay(retryDelay, attempt);
}
