import { ApiUsersClient, type Middleware, type SigfoxErrorKind } from "../../src/index";
import { calls } from "../support/eachOperation";
import { rejection } from "../support/rejection";
import { auth, drop, json, status, stubClient, stubFetch, user } from "../support/stubFetch";

describe("a 429 that will be repeated can be looked at by a middleware that", () => {
  const seen: unknown[] = [];
  const ways: readonly [string, NonNullable<Middleware["onResponse"]>][] = [
    ["clones it", async ({ response }) => void seen.push(await response.clone().json())],
    ["reads its JSON", async ({ response }) => void seen.push(await response.json())],
    ["reads its text", async ({ response }) => void seen.push(JSON.parse(await response.text()))],
    ["wraps it again", ({ response }) => new Response(response.body, response)],
  ];
  it.each(ways)("%s", async (way, onResponse) => {
    seen.length = 0;
    const onlyErrors: Middleware = {
      onResponse: (call) => (call.response.ok ? undefined : onResponse(call)),
    };
    const replies = [json({ message: "slow down" }, 429), json(user)];
    const { apiUsers, requests } = stubClient(replies, { middleware: [onlyErrors] });
    expect(await apiUsers.get("u1")).toEqual(user);
    expect(requests).toHaveLength(2);
    if (!way.startsWith("wraps")) expect(seen).toEqual([{ message: "slow down" }]);
  });
});

describe("a response that a middleware gives in place of one that was lost", () => {
  it.each<[number, SigfoxErrorKind]>([
    [400, "badRequest"],
    [401, "unauthorized"],
    [404, "notFound"],
    [409, "conflict"],
    [429, "rateLimited"],
    [503, "server"],
  ])("says with %d nothing of what the server did, and repeats no creation", async (code, kind) => {
    const { apiUsers, requests } = stubClient(drop("ECONNRESET"), {
      auth: () => auth,
      middleware: [{ onError: () => new Response(null, { status: code }) }],
    });
    const error = await rejection(calls.createApiUser(apiUsers));
    expect(error).toMatchObject({ kind, attempts: 1, mayHaveBeenApplied: true });
    expect(requests).toHaveLength(1);
  });
});

it("a middleware that reads the body of a request has failed, and nothing was sent", async () => {
  const onRequest: Middleware["onRequest"] = async ({ request }) => {
    await request.text();
  };
  const { apiUsers, requests } = stubClient(status(204), { middleware: [{ onRequest }] });
  const error = await rejection(apiUsers.update("u1", { name: "New" }));
  expect(error).toMatchObject({ kind: "callback", option: "onRequest", attempts: 1, mayHaveBeenApplied: false });
  expect(requests).toEqual([]);
});

it("a middleware may return the response it was given, of whatever package it is", async () => {
  class ForeignResponse {
    readonly ok = true;
    readonly status = 200;
    readonly headers = new Headers();
    readonly body = null;
    readonly text = () => Promise.resolve(JSON.stringify(user));
  }
  const fetch = () => Promise.resolve(new ForeignResponse());
  const middleware: Middleware[] = [{ onResponse: ({ response }) => response }];
  expect(await new ApiUsersClient({ fetch, middleware }).get("u1")).toEqual(user);
});

it("http.use takes nothing for nothing, as openapi-fetch does", async () => {
  const { fetch } = stubFetch(json(user));
  const apiUsers = new ApiUsersClient({ fetch });
  apiUsers.http.use(null as never, undefined as never);
  expect(await apiUsers.get("u1")).toEqual(user);
});
