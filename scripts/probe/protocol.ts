import { once } from "node:events";
import { connect } from "node:tls";

/** The HTTP version that a server chooses if it is offered HTTP/2 and HTTP/1.1. */
export async function protocolOf(baseUrl: string): Promise<string> {
  const { protocol, hostname, port } = new URL(baseUrl);
  if (protocol !== "https:") return "not asked: not over TLS";
  const socket = connect({
    host: hostname,
    port: Number(port || 443),
    servername: hostname,
    ALPNProtocols: ["h2", "http/1.1"],
    timeout: 30_000,
  });
  socket.once("timeout", () => socket.destroy(new Error("timed out")));
  try {
    await once(socket, "secureConnect");
    return socket.alpnProtocol === "h2" ? "HTTP/2" : "HTTP/1.1";
  } finally {
    socket.destroy();
  }
}
