import {
  accessTokenOf,
  ApiUsersClient,
  type ApiUsersClientOptions,
  type AttemptEvent,
  type Middleware,
} from "../../src/index";
import { until } from "../support/clock";
import { placesOf } from "../support/everyView";
import { answers, resets, stalls } from "../support/behaviours";
import { settled } from "../support/pageServer";
import { serve, type Behaviour } from "../support/rawServer";
import { rejection } from "../support/rejection";
import { clientFor, clientOf, id, password, token, username } from "../support/servedClient";
import { json, stubFetch, type Reply } from "../support/stubFetch";

describe("every kind of error", () => {
  const header = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const echo = `X-Echo: ${header}\r\nX-Password: ${password}\r\n`;
  const repeats = (status: string): Behaviour =>
    answers(`${status} ${password}`, JSON.stringify({ message: `${password} ${header}`, authorization: header }), echo);
  type Calling = (client: ApiUsersClient) => PromiseLike<unknown>;
  const get: Calling = (client) => client.get(id);

  it.each<[string, Behaviour, Calling]>([
    ...(
      [
        ["badRequest", "400"],
        ["unauthorized", "401"],
        ["forbidden", "403"],
        ["notFound", "404"],
        ["methodNotAllowed", "405"],
        ["conflict", "409"],
        ["rateLimited", "429"],
        ["server", "500"],
        ["redirect", "302"],
        ["unexpected", "418"],
      ] as const
    ).map(([kind, status]): [string, Behaviour, Calling] => [kind, repeats(status), get]),
    ["connection", resets, get],
    ["timeout", stalls, (client) => client.get(id, {}, { timeout: 100 })],
    ["aborted", stalls, (client) => client.get(id, {}, { signal: AbortSignal.timeout(100) })],
    ["parse", repeats("200"), (client) => client.list()],
    ["validation", stalls, (client) => client.get(id, {}, { timeout: -1 })],
    ["pagination", answers(200, '{"data":[],"paging":{"next":"?offset=0"}}'), (client) => client.list().toArray()],
  ])("(%s) shows no secret, and its toJSON is what JSON.stringify writes", async (kind, behaviour, call) => {
    const error = await rejection(call(await clientOf(behaviour)));
    expect(error.kind).toBe(kind);
    expect(placesOf(error, [password, header.slice("Basic ".length)])).toEqual([]);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      kind,
      message: error.message,
      operation: error.operation,
    });
  });
});

describe("an abort's cause", () => {
  it.each([
    ["before anything is sent", false],
    ["when the request is on its way", true],
  ])("is the caller's own object, untouched, %s", async (_, isSent) => {
    const reason = Object.assign(new Error("https://me:mine@host and correct-horse-battery"), { self: {} });
    reason.self = reason;
    const { stack, message } = reason;
    const names = Object.getOwnPropertyNames(reason);
    const controller = new AbortController();
    const server = await serve(stalls);
    const ending = rejection(clientFor(server.url).get(id, {}, { signal: controller.signal }));
    if (isSent) await until(() => server.left() > 0);
    controller.abort(reason);
    const error = await ending;
    // What is cancelled may come to its end after the call has.
    await settled();
    expect(error.cause === reason).toBe(true);
    expect(Object.getOwnPropertyNames(reason)).toEqual(names);
    expect({ stack: reason.stack, message: reason.message }).toEqual({ stack, message });
    expect(reason.self === reason).toBe(true);
    expect(error.message).not.toMatch(/correct-horse|mine/);
    expect(JSON.stringify(error)).not.toMatch(/correct-horse|mine/);
  });
});

describe("a client", () => {
  const secrets = [password, Buffer.from(`${username}:${password}`).toString("base64"), token];

  it("shows no credentials, whether they are static, given by a function, or renewed", async () => {
    const { url } = await serve(answers(200, `{"accessToken":"${token}"}`));
    const own = clientFor(url);
    await own.renewCredential(username);
    const given = new ApiUsersClient({ auth: () => ({ username, password }), baseUrl: url });
    await given.renewCredential(id);
    for (const client of [clientFor(url), own, given]) {
      expect(placesOf(client, secrets)).toEqual([]);
      expect(placesOf(client.http, secrets)).toEqual([]);
    }
  });

  it("shows none in what its http gives", async () => {
    const client = await clientOf(answers(200, `{"id":"${id}"}`));
    const { data, response } = await client.http.GET("/api-users/{id}", { params: { path: { id } } });
    expect(data).toMatchObject({ id });
    expect(placesOf({ data, response }, secrets)).toEqual([]);
  });

  it("shows nothing of what its auth function throws, gives or leaves out", async () => {
    const vault = Object.assign(new Error(`GET https://me:${password}@vault/: 403`), {
      request: { headers: { authorization: `Basic ${password}` } },
      config: { password },
    });
    const functions: ApiUsersClientOptions["auth"][] = [
      () => Promise.reject(vault),
      () => {
        throw vault;
      },
      () => ({ username: "a:b", password }),
      () => ({ username, password: `${password}\u0000` }),
      () => ({ pass: password }) as never,
      () => password as never,
    ];
    for (const auth of functions) {
      const error = await rejection(new ApiUsersClient({ auth, baseUrl: "http://127.0.0.1:9" }).get(id));
      const kind = error.cause === vault ? "callback" : "validation";
      expect(error).toMatchObject({ kind, attempts: 1, mayHaveBeenApplied: false });
      expect(error.message + JSON.stringify(error)).not.toContain(password);
      // What the caller's own function threw stays what it is.
      if (error.cause !== vault) expect(placesOf(error, [password])).toEqual([]);
    }
  });
});

describe("the accessToken of users", () => {
  const plain = { id, name: "n", timezone: "Europe/Paris" };
  const user = JSON.stringify({ ...plain, accessToken: token });
  const body = `{"data":[${user},${user}],"paging":{"next":"?offset=2"}}`;

  const gotten = async () => await (await clientOf(answers(200, user))).get(id);
  const listed = async () => await (await clientOf(answers(200, body))).list({ limit: 2 });

  it("is returned by accessTokenOf, from get and list", async () => {
    const page = await listed();
    expect(accessTokenOf(await gotten())).toBe(token);
    expect(page.data.map(accessTokenOf)).toEqual([token, token]);
  });

  it("is not in any view of a user, hidden properties included, as %%o prints them", async () => {
    const { data } = await listed();
    expect(placesOf(data[0], [token])).toEqual([]);
  });

  it("is not in any view of a page, a list or an array of users", async () => {
    const page = await listed();
    expect(JSON.parse(JSON.stringify(page))).toEqual({ data: [plain, plain], offset: 0, nextOffset: 2, hasNext: true });
    expect(placesOf(page, [token])).toEqual([]);
    expect(placesOf(page.data, [token])).toEqual([]);
  });

  it("is not in any view of a list, before and after its first page has come", async () => {
    const list = (await clientOf(answers(200, body))).list();
    expect(placesOf(list, [password])).toEqual([]);
    await list;
    expect(placesOf(list, [password, token])).toEqual([]);
  });

  it("of a renewal is plain: there it is the point", async () => {
    const renewed = await (await clientOf(answers(200, `{"accessToken":"${token}"}`))).renewCredential(id);
    expect(JSON.stringify(renewed)).toBe(`{"accessToken":"${token}"}`);
    expect({ ...renewed }).toEqual({ accessToken: token });
  });
});

describe("a secret that a middleware adds to a request", () => {
  const added = "s3cret-of-the-gateway";
  const adorned = (request: Request): Request => {
    request.headers.set("x-gateway-token", added);
    request.headers.set("authorization", `Bearer ${added}`);
    return request;
  };

  it.each<[string, NonNullable<Middleware["onRequest"]>]>([
    ["that it is given", ({ request }) => void adorned(request)],
    ["of its own", ({ request }) => adorned(new Request(request))],
  ])("%s is in no error and no event", async (_, onRequest) => {
    const repeats =
      (code: number): Reply =>
      ({ headers }) => {
        const said = headers.get("authorization") ?? "";
        return Response.json({ message: `not with ${said}`, said }, { status: code, headers: { "X-Said": said } });
      };
    const events: AttemptEvent[] = [];
    const { fetch } = stubFetch(repeats(503), repeats(429), repeats(403));
    const middleware = [{ onRequest }];
    const client = new ApiUsersClient({ fetch, middleware, retryDelay: () => 0, onAttempt: (one) => events.push(one) });
    const error = await rejection(client.get(id));
    expect(error).toMatchObject({ kind: "forbidden", body: { message: "not with [redacted]", said: "[redacted]" } });
    expect(events.map(({ status, headers }) => [status, headers?.get("X-Said")])).toEqual([
      [503, "[redacted]"],
      [429, "[redacted]"],
      [403, "[redacted]"],
    ]);
    expect(placesOf(error, [added])).toEqual([]);
  });

  it.each([
    ['Digest username="mufasa-of-pride", response="753927fa0e85d155"', ["mufasa-of-pride", "753927fa0e85d155"]],
    ["Hawk Credential=AKIAIOSFODNN7EXAMPLE, Signature=fe5f80f77d5fa3be", ["AKIAIOSFODNN7EXAMPLE", "fe5f80f77d5fa3be"]],
    ['Custom identity="c2VjcmV0LW9m==", signature=Zm9yLWEtd2g=', ["c2VjcmV0LW9m", "Zm9yLWEtd2g"]],
  ])("%s is redacted but for the names of its parameters", async (header, values) => {
    const message = "no username, response, Credential, Signature, identity or signature";
    const { fetch } = stubFetch(json({ message, values }, 403));
    const onRequest: Middleware["onRequest"] = ({ request }) => {
      request.headers.set("authorization", header);
    };
    const error = await rejection(new ApiUsersClient({ fetch, middleware: [{ onRequest }] }).get(id));
    expect(error).toMatchObject({ body: { message, values: ["[redacted]", "[redacted]"] } });
  });

  it("is in no error of another call that a refusal ends", async () => {
    const refuses: Reply = ({ headers }) =>
      Response.json({ message: headers.get("authorization") }, { status: 429, headers: { "Retry-After": "3600" } });
    const { fetch } = stubFetch(refuses);
    const client = new ApiUsersClient({ fetch, middleware: [{ onRequest: ({ request }) => adorned(request) }] });
    const errors = await Promise.all(Array.from({ length: 30 }, () => rejection(client.get(id))));
    for (const error of errors) expect(placesOf(error, [added])).toEqual([]);
    expect(errors.some(({ attempts }) => attempts === 0)).toBe(true);
  });
});
