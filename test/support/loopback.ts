import { createServer, type RequestListener } from "node:http";
import { Server, type AddressInfo, type Socket } from "node:net";
import { Server as TlsServer } from "node:tls";

/** A server on a free loopback port. */
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

/** Serves until the end of the test at the latest: HTTP, unless a server of another kind is given. */
export async function listen(what: RequestListener | Server): Promise<Loopback> {
  const server = what instanceof Server ? what : createServer(what);
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // A client that gives up is an ordinary thing here.
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const loopback: Loopback = {
    url: `${server instanceof TlsServer ? "https" : "http"}://127.0.0.1:${port}`,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        servers.delete(loopback);
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
  servers.add(loopback);
  return loopback;
}
