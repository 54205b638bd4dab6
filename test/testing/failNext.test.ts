import { createFakeApi, type FakeFailure } from "../../src/testing";
import { at, call } from "./support/call";

const list = (fake: ReturnType<typeof createFakeApi>) => call(fake, "GET", "/api-users/");

describe("a status", () => {
  it.each([
    [400, { message: "Bad Request" }],
    [401, { message: "Bad Credentials" }],
    [403, { message: "Forbidden" }],
    [404, { message: "Not Found" }],
    [405, { message: "Method not allowed", allowedMethods: [] }],
    [409, { message: "Conflict" }],
    [412, { message: "Precondition Failed" }],
    [418, { message: "Status 418" }],
    [429, { message: "Too Many Requests" }],
  ])("of %i has its documented body", async (status, json) => {
    const fake = createFakeApi();
    fake.failNext({ status });
    const reply = await list(fake);
    expect(reply).toMatchObject({ status, json });
    expect(reply.headers.get("content-type")).toBe("application/json");
  });

  it.each([500, 204, 304])("of %i has no body", async (status) => {
    const fake = createFakeApi();
    fake.failNext({ status });
    expect(await list(fake)).toMatchObject({ status, text: "" });
  });

  it.each([502, 503, 504, 599])("of %i is a gateway's HTML", async (status) => {
    const fake = createFakeApi();
    fake.failNext({ status });
    const reply = await list(fake);
    expect(reply).toMatchObject({ status, text: expect.stringContaining(`<title>${status} `) as string });
    expect(reply.headers.get("content-type")).toBe("text/html");
  });

  it("stands in for the operation, which is not carried out", async () => {
    const fake = createFakeApi();
    fake.failNext({ status: 503 });
    await call(fake, "DELETE", `/api-users/${at(fake.users, 1).id}`);
    expect(fake.users).toHaveLength(3);
    expect(fake.requests).toHaveLength(1);
  });

  it("comes before the credentials are looked at", async () => {
    const fake = createFakeApi();
    fake.failNext({ status: 503 });
    const auth = { username: "nobody", password: "none" };
    expect(await call(fake, "GET", "/api-users/", undefined, { auth })).toMatchObject({ status: 503 });
  });
});

describe("the answer", () => {
  it.each([
    [2_000, "2"],
    [1_001, "2"],
    [0, "0"],
  ])("says Retry-After of %i ms in whole seconds", async (retryAfter, header) => {
    const fake = createFakeApi();
    fake.failNext({ status: 429, retryAfter });
    expect((await list(fake)).headers.get("retry-after")).toBe(header);
  });

  it.each([
    [{ message: "Slow down" }, '{"message":"Slow down"}', "application/json"],
    [["a"], '["a"]', "application/json"],
    ["<html>", "<html>", "text/html"],
    ["plain", "plain", "text/plain"],
    ["", "", null],
  ])("has the body %j", async (body, text, type) => {
    const fake = createFakeApi();
    fake.failNext({ status: 429, body });
    const reply = await list(fake);
    expect(reply.text).toBe(text);
    expect(reply.headers.get("content-type")).toBe(type);
  });

  it("has the headers asked for, over its own", async () => {
    const fake = createFakeApi();
    const headers = { "Content-Type": "application/problem+json", "X-Trace": "7", "Retry-After": "soon" };
    fake.failNext({ status: 429, retryAfter: 1, headers });
    const reply = await list(fake);
    expect(Object.fromEntries(reply.headers)).toEqual({
      "content-type": "application/problem+json",
      "x-trace": "7",
      "retry-after": "soon",
    });
  });
});

describe("a delay", () => {
  it("makes the normal answer wait", async () => {
    jest.useFakeTimers();
    try {
      const fake = createFakeApi();
      fake.failNext({ delay: 60 });
      let reply: unknown;
      const answered = list(fake).then((one) => (reply = one));
      await jest.advanceTimersByTimeAsync(59);
      expect([fake.requests.length, reply]).toEqual([1, undefined]);
      await jest.advanceTimersByTimeAsync(1);
      expect(await answered).toMatchObject({ status: 200 });
    } finally {
      jest.useRealTimers();
    }
  });
});

describe("a dropped connection", () => {
  it("is a TypeError with the reason as its cause, as the platform's", async () => {
    const fake = createFakeApi();
    fake.failNext({ dropConnection: true });
    const error: unknown = await list(fake).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toMatchObject({ message: "fetch failed", cause: { code: "ECONNRESET" } });
  });

  it("of true leaves the request undone, of after does not", async () => {
    const fake = createFakeApi();
    const drop = async (dropConnection: true | "after", id: string) => {
      fake.failNext({ dropConnection });
      await expect(call(fake, "DELETE", `/api-users/${id}`)).rejects.toThrow("fetch failed");
    };
    await drop(true, at(fake.users, 1).id);
    expect(fake.users).toHaveLength(3);
    await drop("after", at(fake.users, 1).id);
    expect(fake.users).toHaveLength(2);
    expect(fake.requests).toHaveLength(2);
  });
});

describe("the queue", () => {
  const statuses = async (fake: ReturnType<typeof createFakeApi>, count: number) => {
    const seen: number[] = [];
    for (let index = 0; index < count; index++) seen.push((await list(fake)).status);
    return seen;
  };

  it("hits one request unless times says more, in the order asked for", async () => {
    const fake = createFakeApi();
    fake.failNext({ status: 503, times: 2 });
    fake.failNext({ status: 429 });
    expect(await statuses(fake, 4)).toEqual([503, 503, 429, 200]);
  });

  it("hits every request with times of Infinity, until reset", async () => {
    const fake = createFakeApi();
    fake.failNext({ status: 503, times: Infinity });
    expect(await statuses(fake, 3)).toEqual([503, 503, 503]);
    fake.reset();
    expect(await statuses(fake, 1)).toEqual([200]);
  });

  it("lets other operations pass, and foreign paths too", async () => {
    const fake = createFakeApi();
    fake.failNext({ status: 503, operation: "getApiUser" });
    expect(await statuses(fake, 1)).toEqual([200]);
    expect((await call(fake, "GET", "/nothing")).status).toBe(404);
    expect((await call(fake, "GET", `/api-users/${fake.auth.username}`)).status).toBe(503);
  });

  it("waits for the request that when fits, with operation for one that both fit", async () => {
    const fake = createFakeApi();
    const [first, second] = [at(fake.users, 0).id, at(fake.users, 1).id];
    fake.failNext({ status: 503, when: ({ url }) => url.endsWith(second) });
    fake.failNext({ status: 500, operation: "deleteApiUser", when: ({ url }) => url.endsWith(first) });
    const send = async (method: string, id: string) => (await call(fake, method, `/api-users/${id}`)).status;
    expect([await send("GET", first), await send("GET", second), await send("GET", second)]).toEqual([200, 503, 200]);
    expect([await send("GET", first), await send("DELETE", second), await send("DELETE", first)]).toEqual([
      200, 204, 500,
    ]);
  });

  it("shows when the request as it is recorded, without secrets", async () => {
    const fake = createFakeApi();
    const seen: unknown[] = [];
    fake.failNext({ status: 503, when: (request) => seen.push(request) > 0 });
    await call(fake, "PUT", `/api-users/${at(fake.users, 1).id}`, { name: "New" });
    expect(seen).toEqual(fake.requests);
    expect(JSON.stringify(seen)).not.toMatch(/fa4e|authorization/i);
  });

  it("keeps what it was told, whatever becomes of the object", async () => {
    const fake = createFakeApi();
    const failure = { status: 503 };
    fake.failNext(failure);
    failure.status = 400;
    expect(await statuses(fake, 1)).toEqual([503]);
  });
});

describe("nonsense", () => {
  it.each<[unknown, RegExp]>([
    [{}, /needs a status, a dropConnection or a delay/],
    [{ times: 2 }, /needs a status/],
    [{ stauts: 503 }, /has no "stauts"/],
    [{ status: 199 }, /status must be a whole number from 200 to 599/],
    [{ status: 503.5 }, /status/],
    [{ status: "503" }, /status/],
    [{ status: 429, retryAfter: -1 }, /retryAfter/],
    [{ retryAfter: 1_000 }, /need a status/],
    [{ delay: 5, body: "x" }, /need a status/],
    [{ status: 200, body: 5 }, /body must be a string or an object/],
    [{ status: 204, body: "x" }, /A 204 has no body/],
    [{ status: 503, headers: { "bad name": "x" } }, /headers must be valid header names/],
    [{ delay: -1 }, /delay/],
    [{ delay: 2 ** 31 }, /delay/],
    [{ delay: NaN }, /delay/],
    [{ dropConnection: false }, /dropConnection must be true or "after"/],
    [{ dropConnection: true, status: 503 }, /not both/],
    [{ status: 503, times: 0 }, /times/],
    [{ status: 503, when: true }, /when must be a function/],
    [{ status: 503, operation: "getDevice" }, /operation must be one of listApiUsers, /],
  ])("%j is refused", (failure, message) => {
    const fake = createFakeApi();
    const add = () => {
      fake.failNext(failure as FakeFailure);
    };
    expect(add).toThrow(TypeError);
    expect(add).toThrow(message);
  });
});
