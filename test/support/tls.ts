import { createServer as createHttps } from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import type { TlsOptions } from "node:tls";
import { generate } from "selfsigned";
import { Agent } from "undici";
import { undiciFetch } from "./undici";

export interface TlsServers {
  /** What a TLS server needs, and what its client must trust. */
  identity(): Pick<TlsOptions, "key" | "cert">;
  /** A `fetch` that trusts the certificate. */
  trusting(): ReturnType<typeof undiciFetch>;
  /** Serves until the end of the test, on a port of its own. */
  listen(server: Server): Promise<string>;
}

/** TLS servers for the tests of a file, with a certificate that is made for them and signed by nobody else. */
export function tlsServers(): TlsServers {
  let identity: { key: string; cert: string };
  let agent: Agent;
  const open = new Map<Server, Set<Socket>>();

  beforeAll(async () => {
    const made = await generate([{ name: "commonName", value: "localhost" }], {
      keyType: "ec",
      extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
    });
    identity = { key: made.private, cert: made.cert };
    agent = new Agent({ connect: { ca: made.cert } });
  });
  afterEach(async () => {
    for (const [server, sockets] of open) {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    }
    open.clear();
  });
  afterAll(() => agent.destroy());

  return {
    identity: () => identity,
    trusting: () => undiciFetch(agent),
    async listen(server) {
      const sockets = new Set<Socket>();
      open.set(server, sockets);
      server.on("connection", (socket: Socket) => {
        sockets.add(socket);
        // A client that gives up is an ordinary thing here.
        socket.on("error", () => undefined);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
  };
}

/** An HTTPS server that answers every request with an API user of everything that an operation may give. */
export const goodServer = (identity: TlsOptions, requests: string[]): Server =>
  createHttps(identity, (request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    response.end('{"id":"u1","name":"n","timezone":"UTC","accessToken":"new","data":[]}');
  });
