import { createServer, request, type RequestListener, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { createFakeApi, type FakeServer } from "../../src/testing";
import { arrival, at, basic, call, creationIn, pageOf } from "./support/call";

const servers: FakeServer[] = [];
async function setUp(options: Parameters<typeof createFakeApi>[0] = {}) {
  const fake = createFakeApi(options);
  const server = await fake.listen();
  servers.push(server);
  const over = { base: server.url, fetch: globalThis.fetch };
  return { fake, server, over };
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** What the server writes back to bytes of the test's own making. */
function raw({ url }: FakeServer, ...parts: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let seen = "";
    socket.setEncoding("utf8").on("data", (text: string) => (seen += text));
    socket.on("error", reject).on("close", () => {
      resolve(seen);
    });
    for (const part of parts) socket.write(part);
  });
}

describe("over HTTP", () => {
  it("answers the same as in process", async () => {
    const { fake, server, over } = await setUp({ users: 12 });
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v2$/);
    const page = pageOf(await call(fake, "GET", "/api-users/?limit=5&fields=group", undefined, over));
    expect(page.paging.next).toBe(`${server.url}/api-users/?limit=5&fields=group&offset=5`);
    expect(page.data).toEqual(pageOf(await call(fake, "GET", "/api-users/?limit=5&fields=group")).data);
    expect(fake.requests.map(({ operation }) => operation)).toEqual(["listApiUsers", "listApiUsers"]);
    expect(JSON.stringify(fake.requests)).not.toMatch(/authorization|fa4e/i);
  });

  it("creates, with an absolute Location", async () => {
    const { fake, server, over } = await setUp();
    const body = { ...creationIn(fake), name: "Zoë 🛰" };
    const reply = await call(fake, "POST", "/api-users/", body, over);
    expect(reply.status).toBe(201);
    expect(reply.headers.get("location")).toBe(`${server.url}/api-users/${(reply.json as { id: string }).id}`);
    expect(fake.users[3]?.name).toBe("Zoë 🛰");
  });

  it("answers 204 without a body and without a length", async () => {
    const { fake, over } = await setUp();
    const reply = await call(fake, "DELETE", `/api-users/${at(fake.users, 1).id}`, undefined, over);
    expect(reply).toMatchObject({ status: 204, text: "" });
    expect(reply.headers.get("content-length")).toBeNull();
  });

  it("answers HEAD without a body", async () => {
    const { fake, over } = await setUp();
    expect(await call(fake, "HEAD", "/api-users/", undefined, over)).toMatchObject({ status: 405, text: "" });
  });

  it("reads a body that comes in chunks, split within a character", async () => {
    const { fake, server } = await setUp();
    const id = at(fake.users, 1).id;
    const json = Buffer.from('{"name":"Zoë"}');
    const middle = json.indexOf("ë") + 1;
    const status = await new Promise((resolve, reject) => {
      const sending = request(`${server.url}/api-users/${id}`, {
        method: "PUT",
        headers: { authorization: basic(fake.auth), "transfer-encoding": "chunked" },
      });
      sending.on("response", (response) => {
        resolve(response.resume().statusCode);
      });
      sending.on("error", reject);
      sending.write(json.subarray(0, middle), () => {
        sending.end(json.subarray(middle));
      });
    });
    expect(status).toBe(204);
    expect(fake.users[1]?.name).toBe("Zoë");
  });

  it("takes a body with GET, HTTP/1.0 without a Host, and a URL as the request target", async () => {
    const { fake, server } = await setUp();
    const authorization = `Authorization: ${basic(fake.auth)}`;
    const end = "\r\nConnection: close\r\n";
    const get = `GET /v2/api-users/ HTTP/1.1\r\nHost: x.test\r\n${authorization}${end}Content-Length: 2\r\n\r\n{}`;
    expect(await raw(server, get)).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(await raw(server, `GET /v2/api-users/ HTTP/1.0\r\n${authorization}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 OK/);
    const target = `GET http://y.test/v2/api-users/?limit=1 HTTP/1.1\r\nHost: x.test\r\n${authorization}${end}\r\n`;
    expect(await raw(server, target)).toContain('"next":"http://y.test/v2/api-users/?limit=1&offset=1"');
  });

  it("answers 500 and lives on when a request cannot be made sense of", async () => {
    const { fake, server, over } = await setUp();
    expect(await raw(server, "GET /v2 HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n")).toMatch(/^HTTP\/1\.1 500/);
    expect(await raw(server, "nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400/);
    expect(await call(fake, "GET", "/api-users/", undefined, over)).toMatchObject({ status: 200 });
  });

  it("answers 500 and lives on when the clock it was given throws", async () => {
    const fake = createFakeApi({
      now() {
        throw new Error("broken clock");
      },
    });
    const server = await fake.listen();
    servers.push(server);
    const over = { base: server.url, fetch: globalThis.fetch };
    expect(await call(fake, "POST", "/api-users/", creationIn(fake), over)).toMatchObject({
      status: 500,
      text: "Error: broken clock",
    });
  });
});

describe("failures over HTTP", () => {
  it("have status, headers and body", async () => {
    const { fake, over } = await setUp();
    fake.failNext({ status: 429, retryAfter: 2_000 });
    const reply = await call(fake, "GET", "/api-users/", undefined, over);
    expect(reply).toMatchObject({ status: 429, json: { message: "Too Many Requests" } });
    expect(reply.headers.get("retry-after")).toBe("2");
  });

  it("drop the connection before or after the request is carried out", async () => {
    const { fake, over } = await setUp();
    for (const [dropConnection, left] of [
      [true, 3],
      ["after", 2],
    ] as const) {
      fake.failNext({ dropConnection });
      const path = `/api-users/${at(fake.users, 1).id}`;
      await expect(call(fake, "DELETE", path, undefined, over)).rejects.toMatchObject({ name: "TypeError" });
      expect(fake.users).toHaveLength(left);
    }
    expect(fake.requests).toHaveLength(2);
  });

  it("survive a client that gives up while it waits", async () => {
    const { fake, over } = await setUp();
    fake.failNext({ delay: Infinity });
    const abort = new AbortController();
    const { signal } = abort;
    const ended = expect(call(fake, "GET", "/api-users/", undefined, { ...over, signal })).rejects.toMatchObject({
      name: "AbortError",
    });
    await arrival(fake);
    abort.abort();
    await ended;
    expect(await call(fake, "GET", "/api-users/", undefined, over)).toMatchObject({ status: 200 });
  });

  it("survive a client that goes away in the middle of its body", async () => {
    const { fake, server, over } = await setUp();
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.write("PUT /v2/api-users/x HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{", () => {
      socket.destroy();
    });
    await new Promise((resolve) => socket.once("close", resolve));
    expect(await call(fake, "GET", "/api-users/", undefined, over)).toMatchObject({ status: 200 });
    expect(fake.requests).toHaveLength(1);
  });
});

describe("close", () => {
  it("ends, with idle connections and with one that waits for ever, and may be called again", async () => {
    const { fake, server, over } = await setUp();
    await call(fake, "GET", "/api-users/", undefined, over);
    fake.failNext({ delay: Infinity });
    const waiting = expect(call(fake, "GET", "/api-users/", undefined, over)).rejects.toMatchObject({
      name: "TypeError",
    });
    await arrival(fake, 2);
    await server.close();
    await server.close();
    await waiting;
    await expect(call(fake, "GET", "/api-users/", undefined, over)).rejects.toMatchObject({ name: "TypeError" });
    expect(await call(fake, "GET", "/api-users/")).toMatchObject({ status: 200 });
  });
});

describe("listen", () => {
  it("takes a port, and rejects when it is taken", async () => {
    const { fake, server } = await setUp();
    const port = Number(new URL(server.url).port);
    await expect(fake.listen({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await server.close();
    const again = await fake.listen({ port });
    servers.push(again);
    expect(again.url).toBe(server.url);
  });

  it.each([
    [undefined, /^http:\/\/127\.0\.0\.1:\d+\/v2$/],
    ["0.0.0.0", /^http:\/\/127\.0\.0\.1:\d+\/v2$/],
    ["localhost", /^http:\/\/localhost:\d+\/v2$/],
  ])("takes the host %s, and says how to reach it", async (host, url) => {
    const fake = createFakeApi();
    const server = await fake.listen({ host });
    servers.push(server);
    expect(server.url).toMatch(url);
    const over = { base: server.url, fetch: globalThis.fetch };
    expect(await call(fake, "GET", "/api-users/", undefined, over)).toMatchObject({ status: 200 });
  });

  it.each([
    [{ socket: "/tmp/x" }, 'listen has no "socket"; it takes port, host'],
    [{ port: "8080" }, "port must be a whole number from 0 to 65535"],
    [{ port: "/tmp/fake.sock" }, "port must be"],
    [{ port: 65_536 }, "port must be"],
    [{ port: 1.5 }, "port must be"],
    [{ port: 6_000 }, "port must be another one: no fetch connects to port 6000"],
    [{ host: "" }, "host must be a name or an address"],
  ])("refuses %j", async (options, message) => {
    const listening = createFakeApi().listen(options as object);
    await expect(listening).rejects.toThrow(TypeError);
    await expect(listening).rejects.toThrow(message);
  });

  it("takes any free port but one that fetch does not connect to", async () => {
    const opened: Server[] = [];
    // The system gives a blocked port at first, or so it seems.
    const http = {
      createServer: (handler: RequestListener) => {
        const opening = createServer(handler);
        if (opened.length === 0) jest.spyOn(opening, "address").mockReturnValue({ port: 6_000 } as AddressInfo);
        opened.push(opening);
        return opening;
      },
    };
    const builtin = jest.spyOn(process, "getBuiltinModule").mockReturnValue(http);
    const { fake, over } = await setUp().finally(() => builtin.mockRestore());
    expect(opened.map(({ listening }) => listening)).toEqual([false, true]);
    expect(await call(fake, "GET", "/api-users/", undefined, over)).toMatchObject({ status: 200 });
  });

  it("gives a server that Symbol.asyncDispose closes, where the runtime has that symbol", async () => {
    const { fake, server, over } = await setUp();
    const own = Object.getOwnPropertySymbols(server);
    expect(own).toEqual("asyncDispose" in Symbol ? [Symbol.asyncDispose] : []);
    await server[Symbol.asyncDispose]();
    await expect(call(fake, "GET", "/api-users/", undefined, over)).rejects.toMatchObject({ name: "TypeError" });
  });
});

describe("what is malformed gets the same answer in process and over HTTP", () => {
  const long = JSON.stringify({ name: "x".repeat(1_048_576) });

  it.each<[name: string, request: [method: string, path: string, body?: string], status: number, json: object]>([
    [
      "a path that is not UTF-8",
      ["GET", "/api-users/%ff"],
      400,
      { errors: [{ type: "path", field: "path", message: "malformed percent-encoding" }] },
    ],
    ["a body that is no JSON", ["POST", "/api-users/", "{"], 400, { errors: [{ type: "body", field: "body" }] }],
    ["a body of more than 1 MB", ["PUT", "/api-users/x", long], 413, { message: "Content Too Large" }],
  ])("%s", async (_, [method, path, body], status, json) => {
    const { fake, over } = await setUp();
    for (const options of [{}, over]) {
      expect(await call(fake, method, path, body, options)).toMatchObject({ status, json });
    }
    const [inProcess, overHttp] = fake.requests;
    expect(inProcess).toMatchObject({ method, body: body === long ? undefined : body });
    expect(overHttp).toMatchObject({ method, operation: inProcess?.operation, body: inProcess?.body });
  });

  it("takes a body of 1 MB", async () => {
    const { fake, over } = await setUp();
    const body = JSON.stringify({ colour: "" });
    const exact = body.replace('""', JSON.stringify("x".repeat(1_048_576 - body.length)));
    expect(Buffer.byteLength(exact)).toBe(1_048_576);
    for (const options of [{}, over])
      expect(await call(fake, "PUT", "/api-users/x", exact, options)).toMatchObject({ status: 400 });
  });
});
