import { once } from "node:events";
import { request as ask } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type Request, type Response } from "express";
import { createFakeApi, type FakeApi, type FakeFailure } from "../../src/testing/index";

/** A fake API on a port, and beside it a server for everything that a runtime needs from the outside. */
export interface Stage {
  /** What the scenario is told. */
  readonly place: {
    readonly baseUrl: string;
    readonly auth: FakeApi["auth"] | undefined;
    /** The id of the API user that makes the calls. */
    readonly caller: string;
    /** Takes the scenario's commands to the fake. */
    readonly controlUrl: string;
    /** A base URL at which nobody listens. */
    readonly closedUrl: string;
  };
  /** The origin of pages. Below `/v2` it has a reverse proxy to the fake, which adds the credentials. */
  readonly origin: string;
  close(): Promise<void>;
}

interface Command {
  readonly reset?: boolean;
  readonly failNext?: FakeFailure;
  readonly count?: string;
}

/** @param worker - the service worker that the origin serves to its page */
export async function createStage(worker = ""): Promise<Stage> {
  const fake = createFakeApi({ users: 250 });
  const api = await fake.listen();
  const closed = await fake.listen();
  await closed.close();

  const app = express()
    .get("/", (_, response) => void response.send("<!doctype html><title>sigfox-api-users</title>"))
    .get("/mockServiceWorker.js", (_, response) => void response.type("js").send(worker))
    .post("/control", express.json({ type: () => true }), ({ body }, response) => {
      const { reset, failNext, count } = body as Command;
      if (reset === true) fake.reset();
      if (failNext !== undefined) fake.failNext(failNext);
      response.json({ received: fake.requests.filter(({ operation }) => operation === count).length });
    })
    .use("/v2", (request, response) => forward(fake, new URL(request.originalUrl, api.url), request, response));
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    place: {
      baseUrl: api.url,
      auth: fake.auth,
      caller: fake.auth.username,
      controlUrl: `${origin}/control`,
      closedUrl: closed.url,
    },
    origin,
    close: async () => {
      await api.close();
      server.close().closeAllConnections();
    },
  };
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
