import { retryAfterOf, type Failure } from "../errors/toError";
import { causesOf, membersOf, peek } from "../errors/thrown";
import { contract, type OperationId } from "../schema";

/**
 * What may be repeated. `"always"`: repeating does no harm. `"unapplied"`: only what the server did not carry out, since repeating would
 * create another user, change a password again, or add what may be an error to add twice.
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

/**
 * Codes of failures before anything is sent: connections that were refused and names that did not resolve (Node.js and Deno, undici, Bun),
 * certificates that the client rejected, and TLS handshakes that failed at the first message. Not the other `ERR_SSL_*`: in TLS 1.3 an alert
 * of the server's can follow the request.
 */
const unsentCodes = new RegExp(
  [
    "^ECONNREFUSED$|^ENOTFOUND$|^EAI_AGAIN$|^UND_ERR_CONNECT_TIMEOUT$|^UND_ERR_PRX_TLS$|^ConnectionRefused$|^FailedToOpenSocket$",
    "^CERT_|^CRL_|^DEPTH_ZERO_|^SELF_SIGNED_|^UNABLE_TO_(?:GET|VERIFY|DECRYPT|DECODE)_|^HOSTNAME_MISMATCH$|^INVALID_(?:CA|PURPOSE)$",
    "^ERR_TLS_CERT_|^ERR_SSL_(?:WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|TLSV1_ALERT_PROTOCOL_VERSION|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG)$",
  ].join("|"),
);

/** Where the code alone does not say it: Node.js's TLS sockets, undici's proxy tunnels, and Deno, which has no codes. */
const unsentMessages =
  /before secure TLS connection was established|^Proxy response \(\d+\)|tcp connect error|dns error|client error \(Connect\)/;

/** Whether a connection failed before the request can have been sent. */
export function isUnsent(thrown: unknown): boolean {
  return causesOf(thrown).some((cause) => {
    const members = membersOf(cause);
    if (members.length > 0) return members.every(isUnsent);
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
  return (
    status === 408 || failure.kind === "server" || (failure.kind === "redirect" && status !== 307 && status !== 308)
  );
}

/** Whether repeating is worthwhile and safe. `isSent` says whether the request may have reached the server. */
export function isRepeatable(operation: OperationId, failure: Failure, isSent: boolean): boolean {
  if (policies[operation].repeat === "unapplied")
    return failure.kind === "rateLimited" || (failure.kind === "connection" && !isSent);
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
  if (typeof milliseconds !== "number") throw new TypeError("must return a number of milliseconds");
  const wait = Math.max(0, milliseconds || 0);
  return wait < left ? wait : undefined;
}
