import {
  ApiUsersClient,
  SigfoxApiError,
  type ApiUsersClientOptions,
  type AttemptEvent,
  type OperationId,
} from "../../src/index";
import { calls, operations, writes } from "../support/eachOperation";
import { rejection, rejectionOf } from "../support/rejection";
import { user } from "../support/stubFetch";

type Fetch = NonNullable<ApiUsersClientOptions["fetch"]>;

const middleware = [{ onRequest: () => undefined, onResponse: () => undefined }];
const ways = [
  ["without middleware", {}],
  ["with middleware", { middleware }],
] as const;

/** A client of a `fetch` that resolves to this, whatever it is. */
function standIn(response: unknown, options: ApiUsersClientOptions = {}) {
  const events: AttemptEvent[] = [];
  let sent = 0;
  const fetch = (() => {
    sent += 1;
    return Promise.resolve(response);
  }) as unknown as Fetch;
  const onAttempt = (event: AttemptEvent) => void events.push(event);
  const apiUsers = new ApiUsersClient({ fetch, onAttempt, retryDelay: () => 0, ...options });
  return { apiUsers, events, sent: () => sent };
}

const headers = { get: () => null };
const text = () => Promise.resolve(JSON.stringify({ ...user, data: [user], accessToken: "new" }));
const answer = () => Promise.resolve({});

describe.each(ways)("%s, a fetch that resolves to no response", (_, options) => {
  describe.each<[string, unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a text", "ok"],
    ["a number", 200],
    ["what a test's stub looks like", { ok: false, status: 404, json: answer }],
    ["a success with plain headers", { ok: true, status: 200, headers: {}, json: answer, text }],
    ["a success without headers", { ok: true, status: 200, json: answer, text }],
    ["headers and text without a status", { ok: true, headers, text }],
    ["a status that is no number", { ok: true, status: "200", headers, text }],
    ["a status that is no integer", { ok: false, status: NaN, headers, text }],
    ["a status below 0", { ok: false, status: -1, headers, text }],
    ["neither a body nor text", { ok: true, status: 200, headers, json: answer }],
    ["a body that is an object", { ok: true, status: 200, headers, body: user }],
    ["a body that is a buffer", { ok: true, status: 200, headers, body: Buffer.from("{}") }],
  ])("but to %s", (_, response) => {
    it.each(operations)("ends %s as a mistake of that fetch", async (operation) => {
      await expectMistake(operation, () => response, options);
    });
  });
});

async function expectMistake(operation: OperationId, response: () => unknown, options: ApiUsersClientOptions) {
  const { apiUsers, events, sent } = standIn(response(), options);
  const error = await rejection(calls[operation](apiUsers));
  expect(error).toMatchObject({
    kind: "callback",
    option: "fetch",
    attempts: 1,
    mayHaveBeenApplied: writes.includes(operation),
  });
  expect(error.message).toContain("fetch");
  expect(events.map(({ outcome }) => outcome)).toEqual(["callback"]);
  expect(sent()).toBe(1);
}

describe.each(ways)("%s, a fetch that resolves to a response whose body cannot be read", (_, options) => {
  const withResult: readonly OperationId[] = ["listApiUsers", "getApiUser", "createApiUser", "renewCredential"];

  const read = () => {
    const response = Response.json(user);
    void response.text();
    return response;
  };
  const begun = () => {
    const response = Response.json(user);
    void response.body?.getReader().read();
    return response;
  };

  it.each(withResult)("because it has been read ends %s as a mistake of that fetch", async (operation) => {
    await expectMistake(operation, read, options);
  });

  it.each(withResult)("because it has been begun ends %s as a mistake of that fetch", async (operation) => {
    await expectMistake(operation, begun, options);
  });

  it.each(withResult)("because text() gives none ends %s as a mistake of that fetch", async (operation) => {
    await expectMistake(operation, () => ({ status: 200, headers, text: answer }), options);
  });

  it.each(withResult)("because its stream is one of texts ends %s as a mistake of that fetch", async (operation) => {
    const body = () => new ReadableStream({ start: (controller) => controller.enqueue("{}") });
    await expectMistake(operation, () => ({ status: 200, headers, body: body() }), options);
  });

  it("because all calls share it ends the second one as a mistake of that fetch", async () => {
    const { apiUsers } = standIn(Response.json(user));
    const [first, second] = [apiUsers.get("u1"), rejection(apiUsers.get("u1"))];
    expect(await first).toEqual(user);
    expect(await second).toMatchObject({ kind: "callback", option: "fetch", attempts: 1 });
    expect((await second).message).toContain("must resolve to a new Response each time");
  });

  it("tells a caller of http what is wrong with it", async () => {
    const { apiUsers } = standIn({ status: 200, headers, text: answer }, options);
    const call = apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "u1" } }, parseAs: "text" });
    await expect(call).rejects.toThrow("text() of the response must resolve to a string");
  });
});

it.each(ways)(
  "%s, a body that broke off before it was read, which Node.js counts as used, is a lost connection",
  async (_, options) => {
    const fetch = () => {
      const start = (controller: ReadableStreamDefaultController) => controller.error(new TypeError("terminated"));
      const response = new Response(new ReadableStream({ start }));
      return Promise.resolve(Object.defineProperty(response, "bodyUsed", { value: true }));
    };
    const apiUsers = new ApiUsersClient({ fetch, retryDelay: () => 0, ...options, retries: 1 });
    const error = await rejection(apiUsers.get("u1"));
    expect(error).toMatchObject({ kind: "connection", attempts: 2 });
    expect(error.message).toContain("terminated");
  },
);

it("a status beyond 599, which is one of the server's failures, leaves open whether a write was applied", async () => {
  const { apiUsers } = standIn({ status: 999, headers, text });
  const error = await rejection(apiUsers.delete("u1"));
  expect(error).toMatchObject({ kind: "unexpected", status: 999, mayHaveBeenApplied: true });
});

describe("a fetch that resolves to the least there must be", () => {
  it("gives a result", async () => {
    const { apiUsers, events } = standIn({ status: 200, headers, text });
    expect((await apiUsers.get("u1")).name).toBe("User 1");
    expect(events.map(({ outcome, status }) => [outcome, status])).toEqual([["ok", 200]]);
    expect(events[0]?.headers).toBeInstanceOf(Headers);
  });

  it("gives an error of its status", async () => {
    const { apiUsers } = standIn({ status: 404, headers, text: () => Promise.resolve('{"message":"no such user"}') });
    const error = await rejection(apiUsers.get("u1"));
    expect(error).toMatchObject({ kind: "notFound", status: 404, body: { message: "no such user" } });
  });

  it("gives no body", async () => {
    const { apiUsers } = standIn({ status: 200, headers, body: null });
    expect(await rejection(apiUsers.get("u1"))).toMatchObject({ kind: "parse", status: 200, attempts: 1 });
    await apiUsers.delete("u1");
  });

  it("gives a body as a stream", async () => {
    const { body } = new Response(await text());
    const { apiUsers } = standIn({ status: 200, headers, body });
    expect((await apiUsers.get("u1")).name).toBe("User 1");
  });

  it("gives a body as a stream whose length is announced", async () => {
    const json = await text();
    const { body } = new Response(json);
    const { apiUsers } = standIn({ status: 200, headers: new Headers({ "Content-Length": `${json.length}` }), body });
    expect((await apiUsers.get("u1")).name).toBe("User 1");
  });
});

describe.each(ways)("%s, Response.error()", (_, options) => {
  it.each(operations)("is a failed connection to %s", async (operation) => {
    const { apiUsers } = standIn(Response.error(), { ...options, retries: 0 });
    const error = await rejection(calls[operation](apiUsers));
    expect(error).toMatchObject({ kind: "connection", mayHaveBeenApplied: writes.includes(operation) });
  });
});

describe("what takes no properties, or holds no body, is no response:", () => {
  it.each<[string, unknown]>([
    ["a frozen Response", Object.freeze(new Response(null, { status: 503 }))],
    ["a body that is a text", { ok: true, status: 200, headers: new Headers(), body: "{}" }],
  ])("%s", async (_, response) => {
    const fetch = jest.fn(() => Promise.resolve(response as Response));
    const error = await rejection(new ApiUsersClient({ fetch, retryDelay: () => 0 }).get("u1"));
    expect(error).toMatchObject({ kind: "callback", option: "fetch", attempts: 1 });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("headers whose values are no texts are shown as texts", async () => {
    const headers = new Map<string, unknown>([["x-count", 3]]);
    const fetch = () => Promise.resolve({ status: 404, headers, body: null } as unknown as Response);
    const error = await rejectionOf(SigfoxApiError, new ApiUsersClient({ fetch }).get("u1"));
    expect(error.headers.get("X-Count")).toBe("3");
  });

  it.each([undefined, null])("a rejection with %s is a lost connection", async (reason) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- which is the point
    const fetch = () => Promise.reject(reason);
    const error = await rejection(new ApiUsersClient({ fetch, retries: 0 }).get("u1"));
    expect(error).toMatchObject({ kind: "connection" });
    expect(error.message).toContain("fetch rejected without a reason");
  });
});
