import { createServer as createHttps } from "node:https";
import type { Server } from "node:net";
import type { TlsOptions } from "node:tls";
import { generate } from "selfsigned";
import { Agent } from "undici";
import { listen } from "./loopback";
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

  beforeAll(async () => {
    const made = await generate([{ name: "commonName", value: "localhost" }], {
      keyType: "ec",
      extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
    });
    identity = { key: made.private, cert: made.cert };
    agent = new Agent({ connect: { ca: made.cert } });
  });
  afterAll(() => agent.destroy());

  return {
    identity: () => identity,
    trusting: () => undiciFetch(agent),
    // Also of a server of plain sockets, which only looks like one of TLS.
    listen: async (server) => (await listen(server)).url.replace("http:", "https:"),
  };
}

/** An HTTPS server that answers every request with an API user of everything that an operation may give. */
export const goodServer = (identity: TlsOptions, requests: string[]): Server =>
  createHttps(identity, (request, response) => {
    requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    response.end('{"id":"u1","name":"n","timezone":"UTC","accessToken":"new","data":[]}');
  });
