/** A property of something that others threw or sent: a getter of it, or a proxy around it, may throw in its turn. */
export function peek(thrown: unknown, name: string): unknown {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  try {
    return (thrown as Readonly<Record<string, unknown>>)[name];
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
