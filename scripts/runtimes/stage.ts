import { once } from "node:events";
import { request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Request, type Response } from "express";
import { createFakeApi, type FakeApi, type FakeFailure } from "../../src/testing/index";
import { lostWrites } from "./lostWrites";

interface Command {
  readonly reset?: boolean;
  readonly failNext?: FakeFailure;
  readonly count?: string;
}

export type Stage = Awaited<ReturnType<typeof createStage>>;

/**
 * A fake API on a port, and beside it a server for everything that a runtime needs from the outside: a page, its service worker, below
 * `/lost` writes whose responses are lost, and below `/v2` a reverse proxy to the fake, which adds the credentials. `await using` closes it.
 */
export async function createStage(serviceWorker = "") {
  const fake = createFakeApi({ users: 250 });
  const api = await fake.listen();
  const closed = await fake.listen();
  await closed.close();

  const app = express()
    .get("/", (_, response) => void response.send("<!doctype html><title>sigfox-api-users</title>"))
    .get("/mockServiceWorker.js", (_, response) => void response.type("js").send(serviceWorker))
    .post("/control", express.json({ type: () => true }), ({ body }, response) => {
      const { reset, failNext, count } = body as Command;
      if (reset === true) fake.reset();
      if (failNext !== undefined) fake.failNext(failNext);
      response.json({ received: fake.requests.filter(({ operation }) => operation === count).length });
    })
    .use("/lost", lostWrites())
    .use("/v2", (request, response) => forward(fake, new URL(request.originalUrl, api.url), request, response));
  const server = app.listen(0, "127.0.0.1");
  // Connections are used again: for as long as a slow machine takes from one step to the next.
  server.keepAliveTimeout = 60_000;
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const place = {
    baseUrl: api.url,
    auth: fake.auth as FakeApi["auth"] | undefined,
    /** The id of the API user that makes the calls. */
    caller: fake.auth.username,
    /** Takes the scenario's commands to the fake. */
    controlUrl: `${origin}/control`,
    /** A base URL at which nobody listens. */
    closedUrl: closed.url,
    /** Where writes are carried out, counted and lost; `undefined` where it cannot be reached. */
    countingUrl: `${origin}/lost` as string | undefined,
  };
  const end = async (): Promise<void> => {
    await api.close();
    server.close().closeAllConnections();
  };
  return { place, origin, [Symbol.asyncDispose]: end };
}

/**
 * A reverse proxy. It adds the credentials that a request lacks, drops a connection that is dropped on it, and keeps `WWW-Authenticate` to
 * itself: for that, browsers ask their user for a password and hold back the answer.
 */
function forward({ auth }: FakeApi, url: URL, incoming: Request, response: Response): void {
  const authorization = `Basic ${btoa(`${auth.username}:${auth.password}`)}`;
  const headers = { authorization, ...incoming.headers, host: url.host };
  const outgoing = ask(url, { method: incoming.method, headers, agent: false }, (answer) => {
    delete answer.headers["www-authenticate"];
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, answer.headers);
    answer.pipe(response);
  });
  outgoing.on("error", () => incoming.socket.destroy());
  response.on("close", () => outgoing.destroy());
  incoming.pipe(outgoing);
}
