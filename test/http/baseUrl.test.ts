import { ApiUsersClient, SigfoxValidationError } from "../../src/index";
import { inBrowser } from "../support/page";
import { json, stubClient, user } from "../support/stubFetch";

/** The URL that a get goes to. */
async function urlOf(baseUrl: string | undefined): Promise<string | undefined> {
  const { apiUsers, requests } = stubClient(json(user), { baseUrl });
  await apiUsers.get("u1");
  return requests[0]?.url;
}

const refusalOf = (baseUrl: unknown): SigfoxValidationError => {
  try {
    new ApiUsersClient({ baseUrl: baseUrl as string });
  } catch (error) {
    if (error instanceof SigfoxValidationError) return error;
    throw error;
  }
  throw new Error("was not refused");
};

it("is Sigfox's own by default", async () => {
  expect(await urlOf(undefined)).toBe("https://api.sigfox.com/v2/api-users/u1");
});

it.each([
  ["https://proxy.example", "https://proxy.example/api-users/u1"],
  ["https://proxy.example/", "https://proxy.example/api-users/u1"],
  ["https://proxy.example/a/b///", "https://proxy.example/a/b/api-users/u1"],
  ["HTTPS://Proxy.Example:8443/V2", "https://proxy.example:8443/V2/api-users/u1"],
  ["https://proxy.example/a b", "https://proxy.example/a%20b/api-users/u1"],
  ["http://localhost:3000/v2", "http://localhost:3000/v2/api-users/u1"],
  ["http://api.localhost/v2", "http://api.localhost/v2/api-users/u1"],
  ["http://127.0.0.1:3000", "http://127.0.0.1:3000/api-users/u1"],
  ["http://127.1.2.3", "http://127.1.2.3/api-users/u1"],
  ["http://[::1]:3000", "http://[::1]:3000/api-users/u1"],
])("may be %s", async (baseUrl, url) => {
  expect(await urlOf(baseUrl)).toBe(url);
});

const insecure = "must be https:, or http: on a loopback host; allowInsecureConnection allows http: on any host";

it("may be http: on any host if that is allowed", async () => {
  const { apiUsers, requests } = stubClient(json(user), {
    baseUrl: "http://fake.test:8080/v2",
    allowInsecureConnection: true,
  });
  await apiUsers.get("u1");
  expect(requests.map(({ url, headers }) => [url, headers.has("Authorization")])).toEqual([
    ["http://fake.test:8080/v2/api-users/u1", true],
  ]);
});

it.each<[unknown, string]>([
  ["http://api.sigfox.com/v2", insecure],
  ["http://localhost.evil.example", insecure],
  ["http://127.0.0.1.evil.example", insecure],
  ["http://evillocalhost", insecure],
  ["http://10.0.0.1", insecure],
  ["https://api.sigfox.com/v2?x=1", "must not have a query or a fragment"],
  ["https://api.sigfox.com/v2?", "must not have a query or a fragment"],
  ["https://api.sigfox.com/v2#", "must not have a query or a fragment"],
  ["https://api.sigfox.com/v2#x", "must not have a query or a fragment"],
  ["https://me:hush@api.sigfox.com/v2", "must not contain credentials; use auth"],
  ["https://hush@api.sigfox.com/v2", "must not contain credentials; use auth"],
  ["http://me:hush@localhost/", "must not contain credentials; use auth"],
  ["", "must be an absolute URL, or a path on the page's own origin"],
  ["api.sigfox.com/v2", "must be an absolute URL, or a path on the page's own origin"],
  ["/sigfox", "must be an absolute URL: a path needs a page, and there is none here"],
  ["//evil.example/v2", "must be an absolute URL, or a path on the page's own origin"],
  ["ftp://api.sigfox.com", "must be an absolute URL, or a path on the page's own origin"],
  ["javascript:alert(1)", "must be an absolute URL, or a path on the page's own origin"],
  ["https://", "must be an absolute URL, or a path on the page's own origin"],
  ["https://hush:hush@[", "must be an absolute URL, or a path on the page's own origin"],
  [null, "must be a string, not null"],
  [["https://api.sigfox.com"], "must be a string, not an Array"],
])("refuses %s at construction, and does not repeat it", (baseUrl, message) => {
  const error = refusalOf(baseUrl);
  expect(error.issues).toEqual([{ type: "option", field: "baseUrl", message }]);
  expect(error).toMatchObject({ operation: undefined, method: undefined, path: undefined, attempts: 0 });
  expect(JSON.stringify(error) + String(error.stack)).not.toContain("hush");
});

describe("on a page", () => {
  it.each([
    ["/sigfox", "https://app.example/sigfox/api-users/u1"],
    ["/", "https://app.example/api-users/u1"],
    ["/a/b/", "https://app.example/a/b/api-users/u1"],
  ])("may be the path %s", async (baseUrl, url) => {
    expect(await inBrowser(() => urlOf(baseUrl))).toBe(url);
  });

  it("may be a path on a page that came over http:", async () => {
    const url = await inBrowser(() => urlOf("/sigfox"), "http://intranet.example");
    expect(url).toBe("http://intranet.example/sigfox/api-users/u1");
  });

  it.each(["//evil.example", "/\\evil.example", "/sigfox?x=1", "/sigfox#x", "sigfox", "http://intranet.example"])(
    "refuses %s",
    async (baseUrl) => {
      const error = await inBrowser(() => Promise.resolve(refusalOf(baseUrl)));
      expect(error.issues).toMatchObject([{ type: "option", field: "baseUrl" }]);
    },
  );
});
