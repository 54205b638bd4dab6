import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createFakeApi, type FakeApi, type FakeFailure } from "../../src/testing/index";

/** Where a scenario takes place. */
export interface Place {
  readonly baseUrl: string;
  readonly auth?: { readonly username: string; readonly password: string };
  /** The id of the API user that makes the calls. */
  readonly caller: string;
  /** Takes the scenario's commands to the fake. */
  readonly controlUrl: string;
  /** A base URL at which nobody listens. */
  readonly closedUrl: string;
}

/** A fake API on a port, and beside it a server for everything that a runtime needs from the outside. */
export interface Stage {
  /** For a runtime that calls the fake itself. */
  readonly place: Place;
  /** For a page of this origin: the calls go through a reverse proxy, which adds the credentials. */
  readonly pagePlace: Place;
  readonly origin: string;
  close(): Promise<void>;
}

interface Command {
  readonly reset?: boolean;
  readonly failNext?: FakeFailure;
  readonly count?: string;
  readonly profileBut?: string;
}

/** @param files - what the page's origin serves, by path */
export async function createStage(files: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const fake = createFakeApi({ users: 250 });
  const api = await fake.listen();
  const closed = createServer();
  const closedUrl = `${await listen(closed)}/v2`;
  await close(closed);

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = files[pathname];
    if (file !== undefined) {
      response.setHeader("content-type", pathname.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8");
      response.end(file);
    } else if (pathname === "/control") void control(fake, request, response);
    else if (pathname.startsWith("/v2/")) forward(fake, new URL(api.url).origin, request, response);
    else response.writeHead(404).end();
  });
  const origin = await listen(server);
  const shared = { caller: fake.auth.username, controlUrl: `${origin}/control`, closedUrl };
  return {
    place: { ...shared, baseUrl: api.url, auth: fake.auth },
    pagePlace: { ...shared, baseUrl: "/v2" },
    origin,
    close: async () => {
      await api.close();
      await close(server);
    },
  };
}

async function control(fake: FakeApi, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += String(chunk);
    const { reset, failNext, count, profileBut } = JSON.parse(text) as Command;
    if (reset === true) fake.reset();
    if (failNext !== undefined) fake.failNext(failNext);
    const other = fake.profiles.find(({ id }) => id !== profileBut)?.id;
    const received = fake.requests.filter(({ operation }) => operation === count).length;
    response.end(JSON.stringify({ received, other }));
  } catch (error) {
    response.writeHead(400).end(String(error));
  }
}

/**
 * A reverse proxy. It adds the credentials that a request lacks, drops a connection that is dropped on it, and keeps `WWW-Authenticate` to
 * itself: for that, browsers ask their user for a password and hold back the answer.
 */
function forward(fake: FakeApi, origin: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { username, password } = fake.auth;
  const basic = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const headers = { authorization: basic, ...incoming.headers, host: new URL(origin).host };
  const outgoing = ask(origin + (incoming.url ?? "/"), { method: incoming.method, headers, agent: false }, (answer) => {
    delete answer.headers["www-authenticate"];
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.headers);
    answer.pipe(response);
  });
  outgoing.on("error", () => incoming.socket.destroy());
  response.on("close", () => outgoing.destroy());
  incoming.pipe(outgoing);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.once("close", resolve));
  server.close();
  server.closeAllConnections();
  await closed;
}
