const world = globalThis as { WebSocketPair?: unknown };

/** Makes what runs from now on take its runtime for Cloudflare's, or no longer. */
export function pretendWorker(isWorker: boolean): void {
  if (isWorker) world.WebSocketPair = {};
  else delete world.WebSocketPair;
}

/** For the tests of a part of a file: they run as in a Cloudflare worker. */
export function insideWorker(): void {
  beforeEach(() => {
    pretendWorker(true);
  });
  afterEach(() => {
    pretendWorker(false);
  });
}
