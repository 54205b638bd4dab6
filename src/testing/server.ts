import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer } from "./answers";
import type { Incoming } from "./recorder";

/** The fake API on a port of the loopback interface. */
export interface FakeServer {
  /** The base URL, for the client's `baseUrl`; such as `http://127.0.0.1:49152/v2`. */
  readonly url: string;
  /** Stops listening and ends every connection, idle or not. Calling it again does nothing. */
  close(): Promise<void>;
}

/** Gives the answer to a request, or `undefined` for a connection to be dropped. */
export type Answering = (incoming: Incoming, signal: AbortSignal) => Promise<Answer | undefined>;

const host = "127.0.0.1";

/** Serves over HTTP/1.1; `node:http` is loaded only now, for the sake of runtimes that lack it. */
export async function serve(answering: Answering, port: number): Promise<FakeServer> {
  const { createServer } = await import("node:http");
  const server = createServer((request, response) => {
    void handle(request, response, answering);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  const ended = new Promise<void>((resolve) => server.once("close", resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/v2`,
    close() {
      server.close();
      server.closeAllConnections();
      return ended;
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, answering: Answering): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    gone.abort();
  });
  try {
    const answer = await answering(await read(request), gone.signal);
    if (answer === undefined) request.socket.destroy();
    else write(response, answer);
  } catch (error) {
    // Nobody listens any more, or the fake itself went wrong: neither may end the process.
    if (gone.signal.aborted) return;
    write(response, { status: 500, headers: { "content-type": "text/plain" }, body: String(error) });
  }
}

async function read(request: IncomingMessage): Promise<Incoming> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array);
  const body = Buffer.concat(chunks).toString();
  const { method = "GET", url = "/", headers } = request;
  const origin = `http://${headers.host ?? host}`;
  return {
    method,
    url: new URL(url.startsWith("/") ? origin + url : url).href,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: body === "" ? undefined : body,
  };
}

function write(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, {
    ...headers,
    ...(status !== 204 && { "content-length": Buffer.byteLength(body ?? "") }),
  });
  response.end(body);
}
