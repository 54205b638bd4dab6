import { ellipsis } from "../http/body";
import { peek } from "./peek";
import type { Secret } from "./secret";

const redacted = "[redacted]";

/** Takes secrets out of text that others wrote. */
export type Scrub = (text: string) => string;

const secretKey = /access[-_]?token|password|authorization|cookie/i;
// A quote as it stands, escaped once or more often, or as HTML writes it.
const quote = String.raw`(?:\\{0,8}["']|&(?:quot|apos|#0*3[49]|#x0*2[27]);)`;
const patterns: readonly (readonly [RegExp, string])[] = [
  [/(\/\/)[^/?#\s@]*@/g, `$1${redacted}@`],
  [/\b(Basic|Bearer)\s+(?!realm=)[\w+/=.~\\-]+/gi, `$1 ${redacted}`],
  // A value in quotes ends with the quote that it began with, or with the text.
  [
    new RegExp(
      `((?:access[-_]?token|password|authorization)${quote}?\\s*[:=]\\s*\\[?\\s*(${quote}))(?:(?!\\2)(?:\\\\.|[^]))*`,
      "gi",
    ),
    `$1${redacted}`,
  ],
  [/((?:access[-_]?token|password|authorization)\s*[:=>]\s*)[^"'\s,;&}<]+/gi, `$1${redacted}`],
];

/** A scrubber for the patterns that secrets come in, and for the given secrets however they are written. */
export function createScrub(secrets: Iterable<Secret>): Scrub {
  // The longest first, so that a secret that holds another goes as a whole.
  const known = [...secrets].filter(({ length }) => length > 0).sort((a, b) => b.length - a.length);
  return (text) => {
    const whole = known.reduce((rest, secret) => secret.replacedIn(rest, redacted, "whole"), text);
    const cut = text.endsWith(ellipsis) ? known : [];
    const plain = cut.reduce((rest, secret) => secret.replacedIn(rest, redacted, "cut"), whole);
    return patterns.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), plain);
  };
}

/** A copy of parsed JSON with every secret replaced, by the name of its property or by its text. */
export function redactJson(value: unknown, scrub: Scrub, depth = 0): unknown {
  if (typeof value === "string") return scrub(value);
  if (typeof value !== "object" || value === null) return value;
  // No documented error is nested; a hostile one could be nested deeper than the stack.
  if (depth > 20) return redacted;
  if (Array.isArray(value)) return value.map((item) => redactJson(item, scrub, depth + 1));
  // fromEntries defines properties, so that a key __proto__ stays a key.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      scrub(key),
      secretKey.test(key) ? redacted : redactJson(item, scrub, depth + 1),
    ]),
  );
}

/** The headers of an answer without what they may repeat of a request, and without cookies. */
export function redactHeaders(headers: Headers, scrub: Scrub): Headers {
  const kept = [...headers].filter(([name]) => !secretKey.test(name));
  return new Headers(kept.map(([name, value]): [string, string] => [name, scrub(value)]));
}

const copiedProperties = ["code", "errno", "syscall", "address", "port", "hostname"] as const;

/**
 * A copy of something thrown, and of its chain of causes, that holds text and codes only: requests, responses and sockets
 * may hang off the original.
 */
export function redactCause(thrown: unknown, scrub: Scrub, depth = 0): unknown {
  if (typeof thrown === "string") return scrub(thrown);
  if (typeof thrown === "function" || typeof thrown === "symbol") return `[${typeof thrown}]`;
  if (typeof thrown !== "object" || thrown === null) return thrown;
  const text = (name: string, otherwise: string): string => {
    const value = peek(thrown, name);
    return typeof value === "string" ? scrub(value) : otherwise;
  };
  const copy = new Error(text("message", "something other than an Error was thrown"));
  const define = (name: string, value: unknown): void => {
    Object.defineProperty(copy, name, { value, configurable: true, writable: true });
  };
  define("name", text("name", "Error"));
  define("stack", text("stack", copy.message));
  for (const name of copiedProperties) {
    const value = peek(thrown, name);
    if (typeof value === "string" || typeof value === "number")
      Object.assign(copy, { [name]: redactJson(value, scrub) });
  }
  // Deep enough for every real chain, and an end for one that runs in a circle.
  if (depth === 5) return copy;
  const cause = peek(thrown, "cause");
  const errors = peek(thrown, "errors");
  if (cause !== undefined) define("cause", redactCause(cause, scrub, depth + 1));
  if (Array.isArray(errors))
    define(
      "errors",
      errors.slice(0, 10).map((one) => redactCause(one, scrub, depth + 1)),
    );
  return copy;
}
