import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { generate } from "selfsigned";
import { endings, http2Server, type Ending } from "./http2Server";

export type Http2Stage = Awaited<ReturnType<typeof createHttp2Stage>>;

/**
 * A server of HTTP/2. The first segment of a path says how its requests end: `/refuses/…` all of them, `/resets-once-7/…` the first one, while
 * those after it are answered.
 */
export async function createHttp2Stage() {
  const made = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  const met = new Set<string>();
  const endingOf = (path: string): Ending => {
    const [, segment = ""] = path.split("/");
    const [name = "", isOnce] = segment.split("-");
    const ending = name in endings ? (name as Ending) : "answers";
    if (isOnce === undefined) return ending;
    const isFirst = !met.has(segment);
    met.add(segment);
    return isFirst ? ending : "answers";
  };
  const { server, requests } = http2Server({ key: made.private, cert: made.cert }, endingOf);
  const sockets = new Set<Socket>();
  server.on("secureConnection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket)).on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    place: { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` },
    certificate: made.cert,
    /** The requests that were received, as `h2 GET /path`. */
    requests,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
