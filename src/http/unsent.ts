import { CallbackFailure } from "./callback";
import { causesOf, membersOf, peek } from "../errors/thrown";

/** Codes of failures before anything is sent. A code that could also end a connection that was made is not among them. */
const unsentCodes: readonly RegExp[] = [
  /^ECONNREFUSED$/, // Node.js, Deno
  /^ENOTFOUND$|^EAI_AGAIN$/, // Node.js: the name did not resolve
  /^UND_ERR_CONNECT_TIMEOUT$/, // undici
  /^ConnectionRefused$|^FailedToOpenSocket$|^ERR_PROXY_TUNNEL$/, // Bun
  /^(?!ERR_SSL).*CERT|^UNABLE_TO_/, // Node.js, Bun: the client rejected the certificate
  // OpenSSL: the handshake failed at its first message. Not the other ERR_SSL_*: in TLS 1.3 an alert of the server's can follow the request.
  /^ERR_SSL_.*(?:VERSION|_PROTOCOL$|PACKET_LENGTH)/,
];

/** Messages of such failures, where the code alone does not say it. */
const unsentMessages: readonly RegExp[] = [
  /before secure TLS connection was established/, // Node.js: the handshake was dropped
  /^Proxy response \(/, // undici: the proxy refused its tunnel
  /tcp connect error|dns error|\(Connect\)/, // Deno, which has no codes
  /NGHTTP2_REFUSED_STREAM/, // Node.js over HTTP/2: the server has not processed the request (RFC 9113 section 8.7)
  /refused stream before processing/, // Deno over HTTP/2
];

/** Messages of what `fetch` rejects by itself: it would do so a second time. */
const rejections: readonly RegExp[] = [
  /^bad port$/i, // undici; a port that the Fetch standard blocks
  /requests to port \d+ are blocked|blocked port|unsafe port|not allowed to connect/i, // Deno, browsers
  /^(?:RequestInit|Request constructor): /, // undici: an init that it does not take, such as a signal of another realm
  /Failed to (?:construct 'Request'|execute 'fetch')/, // browsers, Deno
  /is not an AbortSignal|instance of AbortSignal/, // node-fetch, Bun
  /no global fetch/, // this library: see transport.ts
];

const rejectionCodes: ReadonlySet<unknown> = new Set([
  "UND_ERR_INVALID_ARG", // undici: a dispatcher of another version
  "ERR_INVALID_ARG_TYPE", // Node.js
]);

/** How far a request got: rejected by `fetch` itself, failed before it was sent, perhaps sent but without an answer, or answered. */
export type Reached = "rejected" | "unsent" | "unanswered" | "answered";

/** How far a request got whose `fetch` failed. */
export function reachedBy(thrown: unknown): Reached {
  // A middleware has read the body of the request.
  if (CallbackFailure.is(thrown) && thrown.option === "onRequest") return "unsent";
  const causes = causesOf(thrown);
  if (causes.some(isRejection)) return "rejected";
  return causes.some((cause) => isUnsent(cause)) ? "unsent" : "unanswered";
}

const isRejection = (cause: unknown): boolean =>
  rejectionCodes.has(peek(cause, "code")) || matches(rejections, peek(cause, "message"));

/** Whether a connection failed before the request can have been sent. */
function isUnsent(cause: unknown, depth = 0): boolean {
  const members = membersOf(cause);
  // No real member is an AggregateError of AggregateErrors; a hostile one may hold itself.
  if (members.length > 0)
    return depth < 2 && members.every((member) => causesOf(member).some((inner) => isUnsent(inner, depth + 1)));
  return (
    // ETIMEDOUT, EHOSTUNREACH and their like can also end a connection that was made.
    peek(cause, "syscall") === "connect" ||
    matches(unsentCodes, peek(cause, "code")) ||
    matches(unsentMessages, peek(cause, "message"))
  );
}

const matches = (patterns: readonly RegExp[], text: unknown): boolean =>
  typeof text === "string" && patterns.some((pattern) => pattern.test(text));
