/** What makes `fetch` send a request over a connection that nothing else uses. */
export interface OwnConnection {
  readonly init: { readonly keepalive?: boolean; readonly client?: unknown };
  close?(): void;
}

interface Runtimes {
  readonly Bun?: unknown;
  readonly Deno?: { createHttpClient?(options: { readonly poolMaxIdlePerHost: number }): { close(): void } };
}

/**
 * Bun and Deno send a request again by themselves when a connection that was used before breaks. A write would be carried out twice, so it
 * gets a connection of its own there. `undefined` in other runtimes.
 */
export function ownConnection(): OwnConnection | undefined {
  const { Bun, Deno } = globalThis as Runtimes;
  if (Bun !== undefined) return { init: { keepalive: false } };
  const client = Deno?.createHttpClient?.({ poolMaxIdlePerHost: 0 });
  const close = (): void => {
    client?.close();
  };
  return client && { init: { client }, close };
}
