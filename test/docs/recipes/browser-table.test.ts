import type { Server } from "node:http";
import type { Credentials } from "../../../src/index";
import { createFakeApi, type FakeServer } from "../../../src/testing/index";
import { listen } from "../../support/loopback";
import { PageElement } from "../support/pageElement";
import { moduleOf } from "../support/run";

const recipe = "guides/recipes/browser-table.md";
const { createProxy } = moduleOf(recipe, "proxy") as {
  createProxy: (credentials: Credentials, service: string) => Server;
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
    ["GET", "/"],
  ])("passes on no %s %s", async (method, path) => {
    fake.reset();
    expect((await fetch(origin + path, { method })).status).toBe(404);
    expect(fake.requests).toHaveLength(0);
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

function authorized(): RequestInit {
  const { username, password } = fake.auth;
  return { headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` } };
}
