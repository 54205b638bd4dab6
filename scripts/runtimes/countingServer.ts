import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A server that carries out every write, counts it, and loses the connection before it answers: beneath `/closes` it closes it, beneath
 * `/resets` it resets it. Reads are answered, so that there are connections to use again. `GET /count` tells how many writes there were since
 * it was asked before. A renewal of the credential changes the password: the old one is then refused.
 */
export async function createCountingServer() {
  let writes = 0;
  const renewed = new Set<string>();
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      if (request.method === "GET") {
        const body = request.url === "/count" ? { writes } : { id: "u1", data: [{ id: "u1" }] };
        if (request.url === "/count") writes = 0;
        response.setHeader("content-type", "application/json").end(JSON.stringify(body));
        return;
      }
      writes += 1;
      if (isStale(request, renewed)) response.writeHead(401, { "content-length": 0 }).end();
      else if (request.url?.startsWith("/resets/") === true) request.socket.resetAndDestroy();
      else request.socket.destroy();
    });
  });
  // For as long as a slow machine takes from one step to the next.
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close().closeAllConnections();
    },
  };
}

/** Whether a renewal is asked for with a password that a renewal has changed; if not, it is changed now. */
function isStale({ url = "", headers: { authorization = "" } }: IncomingMessage, renewed: Set<string>): boolean {
  if (!url.endsWith("/renew-credential")) return false;
  if (renewed.has(authorization)) return true;
  renewed.add(authorization);
  return false;
}
