import { startRawServer, type Behaviour, type RawServer } from "./rawServer";

/** What a server answers, as it goes over the wire. */
export interface Answer {
  /** With its text. */
  readonly status?: string;
  /** Whole lines. */
  readonly headers?: string;
  readonly body?: string;
}

/** Gives every request the same answer, and closes the connection. */
export const sends =
  ({ status = "400 Bad Request", headers = "", body = "" }: Answer): Behaviour =>
  async (exchange) => {
    await exchange.request();
    exchange.end(
      `HTTP/1.1 ${status}\r\nConnection: close\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  };

/** Servers for the tests of a file, closed after each of them. */
export function rawServers(): (behaviour: Behaviour) => Promise<RawServer> {
  const servers: RawServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });
  return async (behaviour) => {
    const server = await startRawServer(behaviour);
    servers.push(server);
    return server;
  };
}
