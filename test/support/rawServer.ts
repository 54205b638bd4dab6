import { createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What a client asked for, as far as it has come in. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
}

/** One connection, in the hands of whoever decides how it goes wrong. */
export interface Exchange {
  /** Waits for a request's headers. */
  readonly head: () => Promise<RawRequest>;
  /** Waits for a whole request; after that, `head` and `request` wait for the next one. */
  readonly request: () => Promise<RawRequest>;
  /** Sends bytes, no faster than they are taken. Tells whether anybody is still there. */
  readonly write: (data: string | Uint8Array) => Promise<boolean>;
  /** Closes in good order, after some last bytes. */
  readonly end: (data?: string) => void;
  /** Ends the connection with a TCP reset, once the client has had the time to read what was sent before. */
  readonly reset: () => Promise<void>;
}

/** What a server does with a connection. One that returns without ending it stalls. */
export type Behaviour = (exchange: Exchange) => Promise<void> | void;

export interface RawServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** Every request whose headers came in. */
  readonly requests: readonly RawRequest[];
  /** How many connections were ever made. */
  readonly accepted: () => number;
  /** How many behaviours have done all that they ever do. */
  readonly left: () => number;
  /** How many connections are open that were ever used: fetch makes some ahead, and closes them when nobody needs them. */
  readonly open: () => number;
  /** Stops listening, ends every connection, and throws what a behaviour has thrown. */
  readonly close: () => Promise<void>;
}

/** Thrown into a behaviour that waits for a client that has gone. */
class Gone extends Error {}

/** A TCP server of which nothing but its behaviour knows HTTP, so that it can fail at every point of an exchange. */
export async function startRawServer(behaviour: Behaviour): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const requests: RawRequest[] = [];
  const mistakes: unknown[] = [];
  let [accepted, left] = [0, 0];
  const server = createServer((socket) => {
    accepted += 1;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once("close", () => sockets.delete(socket));
    // A client that resets is an ordinary thing here; "close" follows.
    socket.on("error", () => undefined);
    const run = async (): Promise<void> => {
      await behaviour(exchangeOver(socket, requests));
      left += 1;
    };
    run().catch((error: unknown) => {
      if (!(error instanceof Gone)) mistakes.push(error);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", 4096, resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    accepted: () => accepted,
    left: () => left,
    open: () => [...sockets].filter(({ bytesRead }) => bytesRead > 0).length,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
      if (mistakes.length > 0) throw mistakes[0];
    },
  };
}

const served: RawServer[] = [];

afterEach(async () => {
  for (const server of served.splice(0)) await server.close();
});

/** A server for one test, closed after it. */
export async function serve(behaviour: Behaviour): Promise<RawServer> {
  const server = await startRawServer(behaviour);
  served.push(server);
  return server;
}

/** The URL of a port on which nobody listens. */
export async function closedPort(): Promise<string> {
  const server = await startRawServer(() => undefined);
  await server.close();
  return server.url;
}

function exchangeOver(socket: Socket, requests: RawRequest[]): Exchange {
  const incoming = new Incoming(socket);
  let current: Promise<{ readonly request: RawRequest; readonly length: number }> | undefined;
  const readHead = async (): Promise<{ readonly request: RawRequest; readonly length: number }> => {
    const text = await incoming.through("\r\n\r\n");
    const request = parseHead(text);
    requests.push(request);
    return { request, length: Number(request.headers.get("content-length") ?? 0) };
  };
  return {
    async head() {
      current ??= readHead();
      return (await current).request;
    },
    async request() {
      current ??= readHead();
      const { request, length } = await current;
      await incoming.take(length);
      current = undefined;
      return request;
    },
    write: (data) => write(socket, data),
    end(data = "") {
      socket.end(data);
    },
    async reset() {
      // On Linux what was sent before a reset arrives before it; elsewhere it may be lost if it has not been read.
      await sleep(20);
      socket.resetAndDestroy();
    },
  };
}

function write(socket: Socket, data: string | Uint8Array): Promise<boolean> {
  if (socket.destroyed) return Promise.resolve(false);
  if (socket.write(data)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const settle = (): void => {
      socket.off("drain", settle).off("close", settle);
      resolve(!socket.destroyed);
    };
    socket.on("drain", settle).on("close", settle);
  });
}

/** The bytes of a socket, waited for. It is always read, or else nobody would notice that the client has gone. */
class Incoming {
  #text = "";
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor(socket: Socket) {
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      this.#text += chunk;
      this.#wake();
    });
    socket.once("close", () => {
      this.#isClosed = true;
      this.#wake();
    });
  }

  async through(mark: string): Promise<string> {
    while (!this.#text.includes(mark)) await this.#more();
    return await this.take(this.#text.indexOf(mark) + mark.length);
  }

  async take(length: number): Promise<string> {
    while (this.#text.length < length) await this.#more();
    const taken = this.#text.slice(0, length);
    this.#text = this.#text.slice(length);
    return taken;
  }

  async #more(): Promise<void> {
    if (this.#isClosed) throw new Gone("The client has closed the connection");
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}

function parseHead(text: string): RawRequest {
  const [first = "", ...lines] = text.trimEnd().split("\r\n");
  const [method = "", target = ""] = first.split(" ");
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { method, target, headers: new Map(headers) };
}
