import { ApiUsersClient, SigfoxApiError, type AttemptEvent } from "../../src/index";
import { listen } from "../support/loopback";
import { rejectionOf } from "../support/rejection";

// Node.js takes up to 16 KB of headers.
const long = `default-src 'self' ${"https://cdn.example.com ".repeat(500)}`;

it("an error keeps the beginning of a header of more than 10 KB", async () => {
  const server = await listen((_, response) => response.writeHead(403, { "Content-Security-Policy": long }).end());
  const error = await rejectionOf(SigfoxApiError, new ApiUsersClient({ baseUrl: server.url }).get("u1"));
  expect(error.headers.get("content-security-policy")).toMatch(/^default-src 'self' https:.{9000,11000}\?$/);
});

it("an event does so too, and no success is lost over it", async () => {
  const server = await listen((_, response) =>
    response.writeHead(200, { "Content-Security-Policy": long }).end('{"id":"u1"}'),
  );
  const events: AttemptEvent[] = [];
  const apiUsers = new ApiUsersClient({ baseUrl: server.url, onAttempt: (event) => events.push(event) });
  expect(await apiUsers.get("u1")).toEqual({ id: "u1" });
  expect(events[0]?.headers?.get("content-security-policy")).toMatch(/^default-src 'self' https:.*\?$/);
});

it("an error has no headers where a stand-in for fetch gives some that can only be asked by name", async () => {
  const response = { ok: false, status: 404, headers: { get: () => null }, body: null } as unknown as Response;
  const apiUsers = new ApiUsersClient({ fetch: () => Promise.resolve(response), onAttempt: () => undefined });
  const error = await rejectionOf(SigfoxApiError, apiUsers.get("u1"));
  expect(error.kind).toBe("notFound");
  expect([...error.headers]).toEqual([]);
});

it("no write is lost over a header of a stand-in for fetch that is none, such as a pseudo-header of HTTP/2", async () => {
  const given = new Map<string, string>([
    [":status", "204"],
    ["x-request-id", "17"],
  ]);
  const headers = { get: (name: string) => given.get(name) ?? null, [Symbol.iterator]: () => given.entries() };
  const response = { status: 204, headers, body: null, text: () => Promise.resolve("") };
  const events: AttemptEvent[] = [];
  const fetch = () => Promise.resolve(response);
  await new ApiUsersClient({ fetch, onAttempt: (event) => events.push(event) }).delete("u1");
  expect([...(events[0]?.headers ?? [])]).toEqual([["x-request-id", "17"]]);
});
