/** Fallback message for a thrown value without one. */
export const nothingSaid = "no reason given";

/** A property of something that others threw or sent; its getter, or a proxy around it, may throw in turn. */
export function peek(thrown: unknown, name: string): unknown {
  try {
    return (thrown as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  } catch {
    return undefined;
  }
}

/** Something thrown and its causes, outermost first; no more than a real chain has, in case it runs in a circle. */
export function causesOf(thrown: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let at = thrown; at !== undefined && at !== null && chain.length < 5; at = peek(at, "cause")) chain.push(at);
  return chain;
}

/** The members of an AggregateError. */
export function membersOf(thrown: unknown): readonly unknown[] {
  const errors = peek(thrown, "errors");
  return Array.isArray(errors) ? errors.slice(0, 10) : [];
}

/** The outermost code that looks like one, such as `ECONNRESET`. */
export function codeOf(thrown: unknown): string | undefined {
  return causesOf(thrown)
    .map((cause) => peek(cause, "code"))
    .find((code): code is string => typeof code === "string" && /^[\w/-]{1,60}$/.test(code));
}

/** The innermost message, which says more than `fetch failed`; the messages of all members of an AggregateError. */
export function reasonOf(thrown: unknown, depth = 0): string {
  const reasons = causesOf(thrown).map((cause) => {
    const members = depth < 2 ? membersOf(cause).map((member) => reasonOf(member, depth + 1)) : [];
    return members.join("; ") || textOf(cause) || textOf(peek(cause, "message"));
  });
  return reasons.filter((reason) => reason !== "" && reason !== nothingSaid).at(-1) ?? nothingSaid;
}

/** What something thrown says itself; of the caller's own functions, that is what its author wrote. */
export const ownReasonOf = (thrown: unknown): string =>
  textOf(thrown) || textOf(peek(thrown, "message")) || reasonOf(thrown);

/** A text, or an empty one for anything else. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
