import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readSource } from "../../scripts/openapi/source";
import { readUpstream } from "../../scripts/upstream/readUpstream";
import { upstream as changed } from "./upstream";

const whole = changed();
const account = { SIGFOX_API_LOGIN: "the-login", SIGFOX_API_PASSWORD: "the-password" };

describe("a description that cannot be read is refused in one line", () => {
  it.each([
    ["no description", "hello: world", "not an API description: it has no paths"],
    ["a list", "[1, 2]", "not an API description: not an object"],
    ["an empty file", "", "not an API description: not an object"],
    ["another version", '{"swagger":"1.2","paths":{"/api-users/":{}}}', "neither swagger 2.0 nor openapi 3.x"],
    ["truncated JSON", whole.slice(0, whole.length / 2), "the JSON is broken or cut off"],
    ["broken YAML", "swagger: '2.0\npaths: {", "the YAML is broken or cut off"],
    [
      "the rest of the API alone",
      changed((document) => {
        const paths = document.at("paths");
        for (const path of Object.keys(paths)) if (path.startsWith("/api-users")) Reflect.deleteProperty(paths, path);
      }),
      "the description has no path under /api-users",
    ],
    [
      "a dangling reference",
      changed((document) => Reflect.deleteProperty(document.at("definitions"), "minProfile")),
      "#/components/schemas/minProfile points at nothing",
    ],
    [
      "a reference to another file",
      changed((document) => {
        document.user["group"] = { $ref: "groups.json#/MinGroup" };
      }),
      "groups.json#/MinGroup points outside the document",
    ],
    ["a key twice", whole.replace('"host":', '"host":"elsewhere.example.com","host":'), "Map keys must be unique"],
  ])("%s", async (_, source, message) => {
    await expect(readUpstream(source)).rejects.toThrow(message);
    await expect(readUpstream(source)).rejects.toMatchObject({ message: expect.not.stringContaining("\n") as string });
  });
});

describe("a description behind a URL", () => {
  let server: Server;
  let url: string;
  const seen: (string | undefined)[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      if (request.url === "/spec") response.end(whole);
      else if (request.url === "/moved") response.writeHead(302, { location: "/spec?token=secret" }).end();
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  afterEach(() => {
    jest.restoreAllMocks();
    seen.length = 0;
  });

  it("is read over plain http from the loopback alone, without credentials", async () => {
    expect(await readSource(`${url}/spec`, account)).toBe(whole);
    expect(seen).toEqual([undefined]);
    await expect(readSource("http://example.org/spec", account)).rejects.toThrow(
      "http://example.org/spec is not https",
    );
  });

  it("gets the credentials over https", async () => {
    const fetched = jest.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(whole));
    await readSource("https://example.org/spec", account);
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({
      headers: { authorization: `Basic ${Buffer.from("the-login:the-password").toString("base64")}` },
      redirect: "manual",
    });
    await readSource("https://example.org/spec", { SIGFOX_API_LOGIN: "the-login" });
    expect(fetched.mock.calls[1]?.[1]?.headers).not.toHaveProperty("authorization");
  });

  it.each(["https://example.org/elsewhere", "https://elsewhere.example.org/", "http://example.org/spec"])(
    "does not follow a redirect to %s with them, and does not show them",
    async (location) => {
      const moved = new Response(null, { status: 302, headers: { location } });
      const fetched = jest.spyOn(globalThis, "fetch").mockResolvedValue(moved);
      const refused = readSource("https://example.org/spec?token=secret", account);
      await expect(refused).rejects.toThrow(/^https:\/\/example\.org\/spec redirects to/);
      await expect(refused).rejects.toThrow(
        expect.objectContaining({ message: expect.not.stringMatching(/the-|secret/) as string }) as Error,
      );
      expect(fetched).toHaveBeenCalledTimes(1);
    },
  );

  it.each([
    ["/none", /\/none answers 404 Not Found$/],
    ["/moved", /\/moved redirects to http:\/\/127\.0\.0\.1:\d+\/spec: name that instead$/],
  ])("that cannot be had says why: %s", async (path, message) => {
    await expect(readSource(`${url}${path}`, {})).rejects.toThrow(message);
  });

  it.each([
    [
      "https://me:hidden@example.org/spec",
      "the URL holds credentials: set SIGFOX_API_LOGIN and SIGFOX_API_PASSWORD instead",
    ],
    ["ftp://example.org/spec", "is not https"],
    ["http://127.0.0.1:1/spec", "cannot be reached"],
    ["HEAD:no-such-file.json", "git has no HEAD:no-such-file.json"],
    ["no-such-file.json", "cannot read no-such-file.json (ENOENT)"],
  ])("%s is refused", async (source, message) => {
    await expect(readSource(source, account)).rejects.toThrow(message);
  });
});
