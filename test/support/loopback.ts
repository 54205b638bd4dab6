import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server on a free loopback port. */
export interface Loopback {
  readonly url: string;
  /** How many connections have been made. */
  readonly connections: () => number;
  close(): Promise<void>;
}

const servers = new Set<Loopback>();

// Also after a test that fails, which would leave the process waiting for it.
afterEach(async () => {
  for (const server of servers) await server.close();
});

/** Serves until the end of the test at the latest. */
export async function listen(handle: RequestListener): Promise<Loopback> {
  let connections = 0;
  const server = createServer(handle).on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const loopback: Loopback = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        servers.delete(loopback);
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  servers.add(loopback);
  return loopback;
}
