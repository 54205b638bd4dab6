import { retryAfterOf, type Failure } from "../errors/toError";
import { causesOf, membersOf, peek } from "../errors/thrown";
import { contract, type OperationId } from "../schema";

/**
 * What may be repeated. `"always"`: repeating does no harm. `"untilGone"`: the same, and a 404 is then what was asked for. `"unapplied"`:
 * only what the server did not carry out, since repeating would create another user, change a password again, or add what may be an
 * error to add twice.
 */
const policies: Readonly<Record<OperationId, "always" | "untilGone" | "unapplied">> = {
  listApiUsers: "always",
  getApiUser: "always",
  createApiUser: "unapplied",
  updateApiUser: "always",
  deleteApiUser: "untilGone",
  addProfileToApiUser: "unapplied",
  deleteProfileOfApiUser: "untilGone",
  renewCredential: "unapplied",
};

const transientStatuses: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);

/**
 * Codes of failures before anything is sent: connections that were refused, names that did not resolve, certificates that the client
 * rejected, and TLS handshakes that failed at the first message. Not the other `ERR_SSL_*`: in TLS 1.3 an alert of the server's can follow
 * the request.
 */
const unsentCodes =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|FailedToOpenSocket)$|^(?!ERR_SSL).*CERT|^UNABLE_TO_|^ERR_SSL_.*(?:VERSION|_PROTOCOL$|PACKET_LENGTH)/;

/** Where the code alone does not say it: TLS sockets of Node.js, proxy tunnels of undici, and Deno, which has no codes. */
const unsentMessages =
  /before secure TLS connection was established|^Proxy response \(|tcp connect error|dns error|\(Connect\)/;

/** Whether a connection failed before the request can have been sent. */
export function isUnsent(thrown: unknown, depth = 0): boolean {
  return causesOf(thrown).some((cause) => {
    const members = membersOf(cause);
    // No real member is an AggregateError of AggregateErrors; a hostile one may hold itself.
    if (members.length > 0) return depth < 2 && members.every((member) => isUnsent(member, depth + 1));
    const [code, message] = [peek(cause, "code"), peek(cause, "message")];
    return (
      // ETIMEDOUT, EHOSTUNREACH and their like can also end a connection that was made.
      peek(cause, "syscall") === "connect" ||
      (typeof code === "string" && unsentCodes.test(code)) ||
      (typeof message === "string" && unsentMessages.test(message))
    );
  });
}

/** Whether a write that failed this way may still have been applied. */
export function isInconclusive(operation: OperationId, failure: Failure): boolean {
  if (contract[operation].method === "GET") return false;
  if (!("response" in failure)) return true;
  const { status } = failure.response;
  // 307 and 308 ask for the same request elsewhere; any other redirect may follow a request that was carried out.
  return failure.kind === "server" || status === 408 || (failure.kind === "redirect" && ![307, 308].includes(status));
}

/** Whether repeating is worthwhile and safe; a 429 is the pace's matter. `isSent` says whether the request may have reached the server. */
export function isRepeatable(operation: OperationId, failure: Failure, isSent: boolean): boolean {
  if (policies[operation] === "unapplied") return failure.kind === "connection" && !isSent;
  if ("response" in failure) return transientStatuses.has(failure.response.status);
  return failure.kind === "connection" || (failure.kind === "timeout" && failure.scope === "attempt");
}

/** Whether a 404 means that an earlier attempt, or somebody else, has done what was asked for. */
export function isDone(operation: OperationId, failure: Failure): boolean {
  return failure.kind === "notFound" && policies[operation] === "untilGone";
}

/** Equal jitter: 250 to 500 ms, then 500 ms to 1 s, 1 to 2 s … at most 8 s. */
export function backOff(attempt: number): number {
  return (0.5 + Math.random() / 2) * Math.min(8_000, 500 * 2 ** (attempt - 1));
}

/** What the caller's `retryDelay` asks for. */
export function askedDelay(retryDelay: (attempt: number) => unknown, attempt: number): number {
  const delay = retryDelay(attempt);
  if (typeof delay !== "number") throw new TypeError("must return a number of milliseconds");
  return Math.max(0, delay || 0);
}

/** The wait before the next attempt, in milliseconds: what the server asks for and up to a twentieth more, or the back-off. */
export function delayBefore(attempt: number, failure: Failure, retryDelay: (attempt: number) => unknown): number {
  const asked = "response" in failure ? retryAfterOf(failure.response) : undefined;
  return asked === undefined ? askedDelay(retryDelay, attempt) : asked * (1 + Math.random() / 20);
}
