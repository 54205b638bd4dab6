/**
 * Whether this is a Cloudflare worker. There, a promise that another request's code settles does not resume, and a request that is cut off
 * never gives anything back.
 */
export const isWorker = (): boolean => "WebSocketPair" in globalThis;
