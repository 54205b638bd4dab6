const replaced = ["process", "navigator", "location", "Deno"] as const;

/** Runs something as a page in a browser would see it: with a location, and without a process. */
export async function inBrowser<T>(run: () => Promise<T>, origin = "https://app.example"): Promise<T> {
  return await withGlobals({ process: undefined, navigator: { userAgent: "Mozilla/5.0" }, location: { origin } }, run);
}

/** Runs something with other globals; those that are not named are missing. */
export async function withGlobals<T>(
  globals: Partial<Record<(typeof replaced)[number], unknown>>,
  run: () => Promise<T>,
): Promise<T> {
  const before = replaced.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const name of replaced) {
    Object.defineProperty(globalThis, name, { value: globals[name], configurable: true, writable: true });
  }
  try {
    return await run();
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, descriptor);
    }
  }
}
