import type * as Http from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { OutgoingResponse } from "./responses";
import { isBlockedPort } from "./blockedPorts";
import { check, checkKeys, isWhole } from "./checks";
import { isTooLong, type IncomingRequest } from "./request";

/** Where the fake listens. */
export interface FakeListenOptions {
  /**
   * The port; 0 for any free one. A port that no `fetch` connects to, such as 6000, is refused.
   *
   * @defaultValue 0
   */
  readonly port?: number | undefined;
  /**
   * The name or address of the interface to listen on; `"0.0.0.0"` for all of them, as in a container.
   *
   * @defaultValue `"127.0.0.1"`
   */
  readonly host?: string | undefined;
}

/** The fake API, listening on a port. If the runtime has `Symbol.asyncDispose`, `await using` closes it. */
export interface FakeServer extends AsyncDisposing {
  /** The URL for the client's `baseUrl`, such as `http://127.0.0.1:49152/v2`. */
  readonly url: string;
  /** Stops listening and ends every connection, idle or not. Calling it again does nothing. */
  close(): Promise<void>;
}

/** A method by that symbol, for compilers that know it. */
type AsyncDisposing = SymbolConstructor extends { readonly asyncDispose: infer S extends symbol }
  ? { readonly [K in S]: () => Promise<void> }
  : object;

/** Returns the response to a request, or `undefined` to drop the connection. */
export type RequestHandler = (incoming: IncomingRequest, signal: AbortSignal) => Promise<OutgoingResponse | undefined>;

/** Serves over HTTP/1.1. `node:http` is loaded only now, because some runtimes lack it. */
export async function serve(onRequest: RequestHandler, options: FakeListenOptions): Promise<FakeServer> {
  checkKeys("listen", options, ["port", "host"]);
  const { port = 0, host = "127.0.0.1" } = options;
  check("port", port, (value) => isWhole(value) && value >= 0 && value <= 65_535, "a whole number from 0 to 65535");
  check("port", port, (value) => !isBlockedPort(value), `another one: no fetch connects to port ${port}`);
  check("host", host, (value) => typeof value === "string" && value !== "", "a name or an address");
  const { createServer } = await loadHttp();
  const server = await listen(port, host, () =>
    createServer((request, response) => {
      void handle(request, response, onRequest);
    }),
  );
  const ended = new Promise<void>((resolve) => server.once("close", resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
    return ended;
  };
  const urlHost = urlHosts[host] ?? (host.includes(":") ? `[${host}]` : host);
  const url = `http://${urlHost}:${portOf(server)}/v2`;
  const { asyncDispose } = Symbol as { readonly asyncDispose?: symbol };
  return { url, close, ...(asyncDispose && { [asyncDispose]: close }) } as FakeServer;
}

/** Opens a server on a port that `fetch` can reach. */
async function listen(port: number, host: string, create: () => Server): Promise<Server> {
  const server = create();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  if (!isBlockedPort(portOf(server))) return server;
  try {
    return await listen(port, host, create);
  } finally {
    // Only now, so that the system does not give the same port again.
    server.close();
  }
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** The hosts that URLs use for those that mean every interface: the loopback. */
const urlHosts: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };

/** What CommonJS gives a module. */
declare const module: { readonly require?: (name: string) => unknown } | undefined;

/** In ways that bundlers for browsers do not follow. */
async function loadHttp(): Promise<typeof Http> {
  const name = "node:http";
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  try {
    // Node.js has it from 20.16 and 22.3 on.
    if (process?.getBuiltinModule) return process.getBuiltinModule(name) as typeof Http;
    // Jest has no import() in CommonJS. Called as a method, bundlers would take `require` for a dependency that they cannot find.
    const { require: load } = typeof module === "object" ? module : {};
    return (load?.(name) ?? (await import(/* @vite-ignore */ /* webpackIgnore: true */ name))) as typeof Http;
  } catch (cause) {
    throw new Error("listen needs node:http, which this runtime does not have", { cause });
  }
}

async function handle(request: IncomingMessage, response: ServerResponse, onRequest: RequestHandler): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    gone.abort();
  });
  try {
    const reply = await onRequest(await read(request), gone.signal);
    if (reply === undefined) request.socket.destroy();
    else write(response, reply);
  } catch (error) {
    // The client is gone, or the fake itself failed: neither may end the process.
    if (gone.signal.aborted) return;
    write(response, { status: 500, headers: { "content-type": "text/plain" }, body: String(error) });
  }
}

async function read(request: IncomingMessage): Promise<IncomingRequest> {
  const { method = "GET", url = "/", headers } = request;
  const origin = `http://${headers.host ?? "127.0.0.1"}`;
  return {
    method,
    url: new URL(url.startsWith("/") ? origin + url : url).href,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: await readBody(request),
  };
}

/** The body, or enough of it to see that it is too long. It is always read to its end, so that the client reads the response. */
async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    if (!isTooLong(length)) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks);
}

function write(response: ServerResponse, { status, headers, body }: OutgoingResponse): void {
  response.writeHead(status, {
    ...headers,
    ...(status !== 204 && { "content-length": Buffer.byteLength(body ?? "") }),
  });
  response.end(body);
}
