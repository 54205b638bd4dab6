import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { listed } from "./protocol";
import { randomNumbers } from "./random";

export interface SoakServer {
  readonly url: string;
  /** The ids of the users that were created under each name. */
  readonly created: ReadonlyMap<string, readonly string[]>;
  readonly counts: { requests: number; faults: number };
  /** The most connections that were open at a time since this was last asked. */
  readonly mostSockets: () => number;
  /** How many connections are open. */
  readonly sockets: () => number;
  readonly close: () => Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

const faultShare = 0.05;

/** A small API of users over HTTP that fails now and then: before it has carried a request out, after it, or while it answers. */
export async function startSoakServer(): Promise<SoakServer> {
  const created = new Map<string, string[]>();
  const counts = { requests: 0, faults: 0 };
  let most = 0;
  const random = randomNumbers(1);
  const server = createServer((request, response) => {
    counts.requests += 1;
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const isFault = random() < faultShare;
      if (isFault) counts.faults += 1;
      const fault = isFault ? faults[Math.floor(random() * faults.length)] : undefined;
      (fault ?? answers)(request, response, () => carryOut(request, body, created));
    });
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket.once("close", () => sockets.delete(socket)));
    most = Math.max(most, sockets.size);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", 1024, resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    created,
    counts,
    mostSockets() {
      const since = most;
      most = sockets.size;
      return since;
    },
    sockets: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

type Reply = (request: IncomingMessage, response: ServerResponse, carryOut: () => Answer) => void;

const answers: Reply = (_, response, carryOut) => {
  const { status, body } = carryOut();
  response.writeHead(status, {
    "Content-Type": "application/json",
    ...(body !== "" && { "Content-Length": Buffer.byteLength(body) }),
  });
  response.end(body);
};

const refuses =
  (status: number, headers: Readonly<Record<string, string>> = {}): Reply =>
  (_, response) => {
    response.writeHead(status, headers).end('{"message":"not now"}');
  };

const faults: readonly Reply[] = [
  refuses(503),
  refuses(500),
  refuses(429, { "Retry-After": "0" }),
  (request) => request.socket.destroy(),
  (request) => request.socket.resetAndDestroy(),
  (request, _, carryOut) => {
    carryOut();
    request.socket.destroy();
  },
  (request, response, carryOut) => {
    const { status, body } = carryOut();
    response.writeHead(status, { "Content-Type": "application/json", "Content-Length": body.length + 10 });
    response.write(body.slice(0, body.length / 2), () => request.socket.destroy());
  },
  (...exchange) => {
    setTimeout(() => {
      answers(...exchange);
    }, 30);
  },
];

function carryOut({ method, url = "" }: IncomingMessage, body: string, created: Map<string, string[]>): Answer {
  const { pathname, searchParams } = new URL(url, "http://soak");
  const id = pathname.slice("/api-users/".length);
  if (method === "POST") {
    const { name } = JSON.parse(body) as { name: string };
    const newId = `created-${name}-${(created.get(name)?.length ?? 0) + 1}`;
    created.set(name, [...(created.get(name) ?? []), newId]);
    return { status: 201, body: JSON.stringify({ id: newId }) };
  }
  if (method !== "GET") return { status: 204, body: "" };
  if (id !== "") return { status: 200, body: JSON.stringify(user(id)) };
  const offset = Number(searchParams.get("offset") ?? 0);
  const end = Math.min(listed, offset + Number(searchParams.get("limit") ?? 100));
  const data = Array.from({ length: end - offset }, (_, index) => user(`listed-${offset + index}`));
  return { status: 200, body: JSON.stringify({ data, paging: end < listed ? { next: `?offset=${end}` } : {} }) };
}

const user = (id: string): object => ({
  id,
  name: `User ${id}`,
  timezone: "Europe/Paris",
  accessToken: "0123456789abcdef",
});
