import type { RequestHandler } from "express";

/**
 * Carries out every write, counts it, and loses the connection before it answers: beneath `/closes` it closes it, beneath `/resets` it resets
 * it. Reads are answered, so that there are connections to use again. `GET /count` tells how many writes there were since it was asked before.
 * A renewal of the credential changes the password: the old one is then refused.
 */
export function lostWrites(): RequestHandler {
  let writes = 0;
  const renewed = new Set<string>();
  return (request, response) => {
    const { method, url, socket } = request;
    request.resume().on("end", () => {
      if (method === "GET") {
        response.json(url === "/count" ? { writes } : { id: "u1", data: [{ id: "u1" }] });
        if (url === "/count") writes = 0;
        return;
      }
      writes += 1;
      const { authorization = "" } = request.headers;
      const isRenewal = url.endsWith("/renew-credential");
      if (isRenewal && renewed.has(authorization)) response.status(401).end();
      else if (url.startsWith("/resets/")) socket.resetAndDestroy();
      else socket.destroy();
      if (isRenewal) renewed.add(authorization);
    });
  };
}
