import { readFileSync } from "node:fs";
import { ApiUsersClient, SigfoxValidationError } from "../../src/index";
import { listen } from "../support/loopback";
import { inBrowser, withGlobals } from "../support/page";
import { rejectionOf } from "../support/rejection";
import { json, stubClient, user } from "../support/stubFetch";

const { version } = JSON.parse(readFileSync(`${__dirname}/../../package.json`, "utf8")) as { version: string };

/** The headers that a get goes out with. */
async function sent(clientHeaders?: Record<string, string>, callHeaders?: Record<string, string>) {
  const { apiUsers, requests } = stubClient(json(user), { headers: clientHeaders });
  await apiUsers.get("u1", {}, { headers: callHeaders });
  return requests[0]?.headers ?? new Headers();
}

describe("every request", () => {
  it("asks for JSON and says who sends it", async () => {
    const headers = await sent();
    expect(headers.get("Accept")).toBe("application/json");
    expect(headers.get("User-Agent")).toBe(`sigfox-api-users/${version}`);
  });

  it("says so on a real socket", async () => {
    let seen: unknown;
    const server = await listen((request, response) => {
      seen = request.headers;
      response.end(JSON.stringify(user));
    });
    await new ApiUsersClient({ baseUrl: server.url }).get("u1");
    expect(seen).toMatchObject({ accept: "application/json", "user-agent": `sigfox-api-users/${version}` });
    expect(seen).not.toHaveProperty("content-type");
  });

  it("has no User-Agent of its own in a browser", async () => {
    const headers = await inBrowser(() => sent());
    expect(headers.has("User-Agent")).toBe(false);
    expect(headers.get("Accept")).toBe("application/json");
  });

  it.each<[string, object]>([
    ["Deno", { Deno: {}, navigator: { userAgent: "Deno/2" } }],
    ["a Cloudflare worker", { navigator: { userAgent: "Cloudflare-Workers" } }],
    ["a runtime without a navigator", {}],
  ])("says who sends it in %s", async (_, globals) => {
    expect((await withGlobals(globals, () => sent())).get("User-Agent")).toBe(`sigfox-api-users/${version}`);
  });
});

describe("the caller's headers", () => {
  it("are added, those of the call over those of the client", async () => {
    const headers = await sent({ "X-A": "client", "X-B": "client" }, { "x-b": "call", "X-C": "call" });
    expect(["X-A", "X-B", "X-C"].map((name) => headers.get(name))).toEqual(["client", "call", "call"]);
  });

  it("may take the place of the library's own", async () => {
    const headers = await sent({ "User-Agent": "mine/1" }, { accept: "text/plain" });
    expect([headers.get("User-Agent"), headers.get("Accept")]).toEqual(["mine/1", "text/plain"]);
  });

  it("that are undefined are left out", async () => {
    const headers: object = { "X-A": undefined, "X-B": "b" };
    expect([...(await sent({ ...headers })).keys()].filter((name) => name.startsWith("x-"))).toEqual(["x-b"]);
  });

  it("are taken as they are when the client is made", async () => {
    const headers = { "X-A": "before" };
    const { apiUsers, requests } = stubClient(json(user), { headers });
    headers["X-A"] = "after";
    await apiUsers.get("u1");
    expect(requests[0]?.headers.get("X-A")).toBe("before");
    expect(headers).toEqual({ "X-A": "after" });
  });

  it.each<[string, unknown, string]>([
    ["a name with a space", { "X A": "1" }, "headers.X A"],
    ["an empty name", { "": "1" }, "headers."],
    ["a line break in a value", { "X-A": "hush\r\nX-B: 2" }, "headers.X-A"],
    ["a character that no header can hold", { "X-A": "hush€" }, "headers.X-A"],
    ["a number", { "X-A": 5 }, "headers.X-A"],
    ["null", { "X-A": null }, "headers.X-A"],
    ["Authorization together with auth", { Authorization: "Bearer hush" }, "headers.authorization"],
    ["authorization in other letters", { aUTHORIZATION: "Bearer hush" }, "headers.authorization"],
    ["a Headers object", new Headers({ "X-A": "hush" }), "headers"],
    ["an array", [["X-A", "hush"]], "headers"],
    ["a map", new Map([["X-A", "hush"]]), "headers"],
    ["null for all", null, "headers"],
    ["a text", "X-A: hush", "headers"],
  ])("are refused for %s, at construction and at the call", async (_, headers, field) => {
    const given = { headers: headers as Record<string, string> };
    const { apiUsers, requests } = stubClient(json(user));
    const errors = [
      await rejectionOf(SigfoxValidationError, (async () => stubClient(json(user), given))()),
      await rejectionOf(SigfoxValidationError, apiUsers.get("u1", {}, given)),
      await rejectionOf(SigfoxValidationError, apiUsers.list({}, given)),
    ];
    for (const error of errors) {
      expect(error.issues).toMatchObject([{ type: "option", field }]);
      expect(JSON.stringify(error) + String(error.stack)).not.toContain("hush");
    }
    expect(requests).toHaveLength(0);
  });
});
