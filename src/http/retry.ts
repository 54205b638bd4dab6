import { retryAfterOf, type Failure } from "../errors/normalize";
import { causesOf, peek } from "../errors/peek";
import { contract, type OperationId } from "../schema";

/**
 * What may be repeated. `"always"`: a second time does no harm. `"unapplied"`: only what the server surely did not carry out, since a
 * second time would create another user, change a password again, or add what may be an error to add twice.
 */
const policies: Readonly<Record<OperationId, { readonly repeat: "always" | "unapplied"; readonly goneIsDone?: true }>> =
  {
    listApiUsers: { repeat: "always" },
    getApiUser: { repeat: "always" },
    createApiUser: { repeat: "unapplied" },
    updateApiUser: { repeat: "always" },
    deleteApiUser: { repeat: "always", goneIsDone: true },
    addProfileToApiUser: { repeat: "unapplied" },
    deleteProfileOfApiUser: { repeat: "always", goneIsDone: true },
    renewCredential: { repeat: "unapplied" },
  };

const transientStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** Codes that only a connection that was never made has: Node's and Deno's, then undici's, then Bun's. */
const unmadeCodes: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

/** Whether a lost connection was never made, so that nothing can have been sent. */
export function neverConnected(thrown: unknown): boolean {
  return causesOf(thrown).some((cause) => {
    const message = peek(cause, "message");
    return (
      unmadeCodes.has(peek(cause, "code")) ||
      // ETIMEDOUT, EHOSTUNREACH and their like can also end a connection that was made.
      peek(cause, "syscall") === "connect" ||
      // Deno tells it in words only.
      (typeof message === "string" && /tcp connect error|dns error/.test(message))
    );
  });
}

/** Whether the server may have carried out a write that was sent and ended so. */
export function isInconclusive(operation: OperationId, failure: Failure): boolean {
  if (contract[operation].method === "GET") return false;
  if (!("response" in failure)) return true;
  const { status } = failure.response;
  // 307 and 308 ask for the same request elsewhere; any other redirect may follow a request that was carried out.
  return (
    status === 408 || failure.kind === "server" || (failure.kind === "redirect" && status !== 307 && status !== 308)
  );
}

/** Whether a failure is worth another attempt that does no harm. `sent` tells whether the request may have reached the server. */
export function isRepeatable(operation: OperationId, failure: Failure, sent: boolean): boolean {
  if (policies[operation].repeat === "unapplied")
    return failure.kind === "rateLimited" || (failure.kind === "connection" && !sent);
  if ("response" in failure) return transientStatuses.has(failure.response.status);
  return failure.kind === "connection" || (failure.kind === "timeout" && failure.scope === "attempt");
}

/** Whether a 404 means that an earlier attempt, or somebody else, has done what was asked for. */
export function isDone(operation: OperationId, failure: Failure): boolean {
  return failure.kind === "notFound" && policies[operation].goneIsDone === true;
}

/** Full jitter: anything from 0 to 500 ms, 1 s, 2 s … at most 8 s. */
export function backOff(attempt: number): number {
  return Math.random() * Math.min(8_000, 500 * 2 ** (attempt - 1));
}

/** The wait before the next attempt, in milliseconds: what the server asks for, or the back-off. `undefined` if that is too long. */
export function delayBefore(
  attempt: number,
  failure: Failure,
  delay: (attempt: number) => number,
  left: number,
): number | undefined {
  const asked = "response" in failure ? retryAfterOf(failure.response) : undefined;
  if (asked !== undefined && asked > 60_000) return undefined;
  const milliseconds = asked ?? delay(attempt);
  if (typeof milliseconds !== "number") throw new TypeError("must give a number of milliseconds");
  const wait = Math.max(0, milliseconds || 0);
  return wait < left ? wait : undefined;
}
