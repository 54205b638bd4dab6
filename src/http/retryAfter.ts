/** The longest time that a date can be away, in milliseconds. */
const longestWait = 8.64e15;

/**
 * How long a response asks to wait, in milliseconds: seconds, which may have a fraction, or an IMF date against the response's own `Date`
 * (RFC 9110 section 10.2.3). Of several values the first counts. Anything else counts as none.
 */
export function retryAfterOf({ headers }: Pick<Response, "headers">): number | undefined {
  const value = headers.get("Retry-After")?.slice(0, 60).trim() ?? "";
  const date = firstDate(value);
  // From the server's own clock, if it tells it: the local one may be wrong.
  if (date !== undefined) return Math.max(0, date - (firstDate(headers.get("Date")) ?? Date.now()));
  const [seconds] = /^\d+(?:\.\d*)?(?=\s*(?:,|$))/.exec(value) ?? [];
  const wait = Math.round(Number(seconds) * 1000);
  return wait <= longestWait ? wait : undefined;
}

/** The first of a header's dates, in milliseconds, if it is an IMF date of a day that exists. */
function firstDate(value: string | null): number | undefined {
  const [, text = ""] = /^(.{29})\s*(?:,|$)/.exec(value ?? "") ?? [];
  const date = new Date(text);
  return date.toUTCString() === text ? date.getTime() : undefined;
}
