/** What makes `fetch` send a request over a connection that nothing else uses. */
export interface OwnConnection {
  readonly keepalive?: boolean;
  /** To be closed once the request has ended. */
  readonly client?: { close(): void };
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
  if (Bun !== undefined) return { keepalive: false };
  const client = Deno?.createHttpClient?.({ poolMaxIdlePerHost: 0 });
  return client && { client };
}
