import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Credentials } from "../../../src/index";
import { createFakeApi, type FakeServer } from "../../../src/testing/index";
import { listen } from "../../support/loopback";
import { PageElement } from "../support/pageElement";
import { moduleOf } from "../support/run";

type Proxy = (request: IncomingMessage, response: ServerResponse, next?: () => void) => void;
const recipe = "guides/recipes/browser-table.md";
const { createProxy } = moduleOf(recipe, "proxy") as {
  createProxy: (credentials: Credentials, service: string) => Proxy;
};
const { showUsers } = moduleOf(recipe, "table") as {
  showUsers: (table: PageElement, status: PageElement, signal?: AbortSignal) => Promise<void>;
};

const fake = createFakeApi({ users: 120 });
let service: FakeServer;
let origin: string;

beforeAll(async () => {
  service = await fake.listen();
});
beforeEach(async () => {
  origin = (await listen(createProxy(fake.auth, service.url))).url;
});
afterAll(() => service.close());

describe("the page", () => {
  const document = { createElement: (name: string) => new PageElement(name) };
  let table: PageElement;
  let status: PageElement;

  beforeEach(() => {
    fake.reset();
    Object.assign(globalThis, { document, location: { origin } });
    table = new PageElement("tbody");
    status = new PageElement("p");
  });
  afterEach(() => {
    Reflect.deleteProperty(globalThis, "document");
    Reflect.deleteProperty(globalThis, "location");
  });

  it("shows every user, with its group and time zone, and knows no password", async () => {
    await showUsers(table, status);
    const rows = table.children.map((row) => row.children.map((cell) => cell.textContent));
    expect(rows).toHaveLength(120);
    expect(rows[1]).toEqual(["User 002", "Fake channel", "America/Sao_Paulo"]);
    expect(status.textContent).toBe("120 users");
    expect(fake.requests.map(({ url }) => new URL(url).searchParams.get("offset"))).toEqual([null, "50", "100"]);
  });

  it("shows a name as text, whatever somebody has typed", async () => {
    const [user] = fake.users;
    const { ApiUsersClient } = await import("../../../src/index");
    await new ApiUsersClient({ auth: fake.auth, baseUrl: service.url }).update(user?.id ?? "", { name: "<b>bold</b>" });
    await showUsers(table, status);
    expect(table.children[0]?.children[0]?.textContent).toBe("<b>bold</b>");
  });

  it("says so when it has to stop half-way", async () => {
    fake.failNext({ delay: 0 });
    fake.failNext({ status: 403 });
    await showUsers(table, status);
    expect(status.textContent).toMatch(/^Stopped after 50 users: listApiUsers .*403 Forbidden/);
  });

  it("says nothing when it is told to stop", async () => {
    await showUsers(table, status, AbortSignal.abort());
    expect(status.textContent).toBe("");
  });
});

describe("the proxy", () => {
  it("keeps back the passwords that the service sends", async () => {
    expect(await (await fake.fetch(`${service.url}/api-users/`, authorized())).text()).toContain("accessToken");
    const text = await (await fetch(`${origin}/sigfox/api-users/?limit=2`)).text();
    expect((JSON.parse(text) as { data: unknown[] }).data).toHaveLength(2);
    expect(text).not.toContain("accessToken");
    expect(text).not.toContain(fake.auth.password);
  });

  it.each([
    ["POST", "/sigfox/api-users/"],
    ["DELETE", "/sigfox/api-users/some-id"],
    ["GET", "/sigfox/devices/"],
    ["GET", "/sigfox/api-users/../devices/"],
    ["GET", "/sigfox/api-users/..%2Fdevices"],
    ["GET", "/sigfox/api-users/%2e%2e/devices"],
    ["GET", "/sigfox/api-users/some-id/renew-credential"],
    ["GET", "/"],
  ])("passes on no %s %s", async (method, path) => {
    fake.reset();
    expect((await fetch(origin + path, { method })).status).toBe(404);
    expect(fake.requests).toHaveLength(0);
  });

  it("passes on for how long to wait after a 429", async () => {
    fake.failNext({ status: 429, retryAfter: 7_000 });
    const response = await fetch(`${origin}/sigfox/api-users/`);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("7");
  });

  it("sends no HTML of a gateway to the page", async () => {
    fake.failNext({ status: 503 });
    const response = await fetch(`${origin}/sigfox/api-users/`);
    expect([response.status, await response.text()]).toEqual([502, ""]);
  });

  it("passes on what the service refuses", async () => {
    const response = await fetch(`${origin}/sigfox/api-users/nobody`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: "Api User not found" });
  });

  it("answers with a 502 when the service cannot be reached", async () => {
    fake.failNext({ dropConnection: true });
    expect((await fetch(`${origin}/sigfox/api-users/`)).status).toBe(502);
  });
});

describe("in development", () => {
  it("is a plugin of Vite, which serves everything else itself", async () => {
    Object.assign(process.env, { SIGFOX_API_LOGIN: "my-login", SIGFOX_API_PASSWORD: "my-password" });
    const { default: config } = moduleOf(recipe, "vite.config") as {
      default: { plugins: { configureServer: (server: object) => void }[] };
    };
    delete process.env["SIGFOX_API_LOGIN"];
    delete process.env["SIGFOX_API_PASSWORD"];
    const handlers: Proxy[] = [];
    config.plugins[0]?.configureServer({ middlewares: { use: (handler: Proxy) => handlers.push(handler) } });
    const vite = await listen(
      createServer((request, response) => handlers[0]?.(request, response, () => response.end("from Vite"))),
    );
    expect(await (await fetch(`${vite.url}/index.html`)).text()).toBe("from Vite");

    // The credentials come from the environment.
    const { fetch: overTheNetwork } = globalThis;
    const asked: (readonly [unknown, unknown])[] = [];
    globalThis.fetch = async (url, init) => {
      if (new Request(url).url.startsWith(vite.url)) return await overTheNetwork(url, init);
      asked.push([url, new Headers(init?.headers).get("authorization")]);
      return Response.json({ data: [{ id: "u", accessToken: "secret" }] });
    };
    try {
      expect(await (await fetch(`${vite.url}/sigfox/api-users/?limit=1`)).json()).toEqual({ data: [{ id: "u" }] });
    } finally {
      globalThis.fetch = overTheNetwork;
    }
    const authorization = `Basic ${Buffer.from("my-login:my-password").toString("base64")}`;
    expect(asked).toEqual([["https://api.sigfox.com/v2/api-users/?limit=1", authorization]]);
  });
});

function authorized(): RequestInit {
  const { username, password } = fake.auth;
  return { headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` } };
}
