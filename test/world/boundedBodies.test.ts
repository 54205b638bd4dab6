import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { AnySigfoxError, ApiUsersClient, ApiUsersClientOptions } from "../../src/index";
import { rejection } from "../support/rejection";
import { json, stubClient, user, type Reply } from "../support/stubFetch";

const [KB, MB] = [2 ** 10, 2 ** 20];
const middleware = [{ onRequest: () => undefined, onResponse: () => undefined }];
const ways: readonly (readonly [string, ApiUsersClientOptions])[] = [
  ["without middleware", {}],
  ["with middleware", { middleware }],
];

/**
 * A response that goes on for 40 MB unless its reader lets go of it, and how much of it was taken. What a decompression makes of a few
 * bytes looks like this to whoever reads it.
 */
function long(status: number, begin = "", repeated = " ".repeat(64 * KB)) {
  const [head, chunk] = [new TextEncoder().encode(begin), new TextEncoder().encode(repeated)];
  const taken = { bytes: 0, isLetGo: false };
  const reply: Reply = () => {
    taken.bytes = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => controller.enqueue(head),
        pull: (controller) => {
          taken.bytes += chunk.byteLength;
          controller.enqueue(chunk);
          if (taken.bytes > 40 * MB) controller.error(new TypeError("read beyond all bounds"));
        },
        cancel: () => void (taken.isLetGo = true),
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { status, headers: { "Content-Type": "application/json" } });
  };
  return { reply, taken };
}

describe.each(ways)("%s, a body beyond the bounds", (_, options) => {
  it("of a success is given up after 16 MB, with the advice to lower limit", async () => {
    const { reply, taken } = long(200, '{"data":[');
    const { apiUsers, requests } = stubClient(reply, options);
    const error = await rejection(apiUsers.list({ limit: 1 }));
    expect(error).toMatchObject({ kind: "parse", status: 200, attempts: 1, mayHaveBeenApplied: false });
    expect(error.message).toContain("limit");
    expect(taken.bytes / MB).toBeLessThan(17);
    expect(taken.isLetGo).toBe(true);
    expect(requests).toHaveLength(1);
  });

  it.each([
    [
      "create",
      (apiUsers: ApiUsersClient) => apiUsers.create({ groupId: "g", name: "n", timezone: "UTC", profileIds: ["p"] }),
    ],
    ["renewCredential", (apiUsers: ApiUsersClient) => apiUsers.renewCredential("u1")],
  ] as const)("of %s may have been applied", async (_, call) => {
    const { apiUsers } = stubClient(long(200, "{").reply, options);
    expect(await rejection(call(apiUsers))).toMatchObject({ kind: "parse", attempts: 1, mayHaveBeenApplied: true });
  });

  it.each([
    [400, "badRequest", 1],
    [404, "notFound", 1],
    [503, "server", 2],
  ])(
    "of a %d is given up after 128 KB, and the error keeps its status and its beginning",
    async (status, kind, attempts) => {
      const { reply, taken } = long(status, '{"message":"the beginning');
      const { apiUsers } = stubClient(reply, { ...options, retries: 1 });
      const error = await rejection(apiUsers.get("u1"));
      expect(error).toMatchObject({ kind, status, attempts });
      expect(JSON.stringify(error)).toContain("the beginning");
      expect(JSON.stringify(error).length).toBeLessThan(25 * KB);
      expect(taken.bytes / KB).toBeLessThan(320);
      expect(taken.isLetGo).toBe(true);
    },
  );

  it.each([
    [200, 17 * MB],
    [400, 320 * KB],
  ])(
    "of a %d of another origin is given up too, though a browser hides that it was compressed",
    async (status, most) => {
      const { reply, taken } = long(status, '{"message":"the beginning');
      const ofOtherOrigin: Reply = async (request) => {
        const response = await reply(request);
        response.headers.set("Content-Length", "100");
        return Object.defineProperty(response, "type", { value: "cors" });
      };
      const { apiUsers } = stubClient(ofOtherOrigin, { ...options, retries: 0 });
      expect(await rejection(apiUsers.get("u1"))).toMatchObject({ status, attempts: 1 });
      expect(taken.bytes).toBeLessThan(most);
      expect(taken.isLetGo).toBe(true);
    },
  );

  it("of an error is bounded for http too", async () => {
    const { reply, taken } = long(400, "the beginning");
    const { apiUsers } = stubClient(reply, options);
    const { error, response } = await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "u1" } } });
    expect(response.status).toBe(400);
    expect(error as unknown).toMatch(/^the beginning/);
    expect(JSON.stringify(error).length).toBeLessThan(256 * KB);
    expect(taken.bytes / KB).toBeLessThan(320);
  });

  it.each(["json", "text", "blob", "arrayBuffer"] as const)(
    "of a success is bounded for http too, read as %s",
    async (parseAs) => {
      const { reply, taken } = long(200, '{"data":[');
      const { apiUsers } = stubClient(reply, options);
      await expect(apiUsers.http.GET("/api-users/", { parseAs })).rejects.toThrow("too large");
      expect(taken.bytes / MB).toBeLessThan(17);
    },
  );
});

it("http reads a success as a blob or as bytes", async () => {
  const { apiUsers } = stubClient(json(user));
  const read = async <P extends "blob" | "arrayBuffer">(parseAs: P) =>
    (await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "u1" } }, parseAs })).data;
  const blob = await read("blob");
  expect(blob?.type).toBe("application/json");
  expect(JSON.parse((await blob?.text()) ?? "")).toEqual(user);
  const bytes = await read("arrayBuffer");
  expect(JSON.parse(new TextDecoder().decode(bytes))).toEqual(user);
});

it("a page that is large and within the bounds is read", async () => {
  const data = Array.from({ length: 20_000 }, (_, index) => ({ ...user, id: `u${index}`, name: "x".repeat(500) }));
  const { apiUsers } = stubClient(() => new Response(JSON.stringify({ data, paging: {} })));
  expect((await apiUsers.list()).data).toHaveLength(20_000);
});

it("an error of two million strings shows no more than its beginning", async () => {
  const body = `{"errors":[${'"a",'.repeat(2_000_000)}"a"]}`;
  const { apiUsers } = stubClient(() => new Response(body, { status: 400 }));
  const error = await rejection(apiUsers.get("u1"));
  expect(error).toMatchObject({ kind: "badRequest", status: 400 });
  expect(JSON.stringify(error).length).toBeLessThan(25 * KB);
});

describe("errors that a program keeps hold no more than they show", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };

  it.each([
    ["<p>Le service est arrêté…</p>", 500],
    ["é", 400],
    ["é", 200],
  ])("of pages of 1 MB, %j again and again, as a %d", async (content, status) => {
    const text = Buffer.alloc(MB, content);
    const { apiUsers } = stubClient(() => new Response(text, { status, headers: { "Content-Type": "text/html" } }), {
      retries: 0,
    });
    const kept: AnySigfoxError[] = [await rejection(apiUsers.get("u1"))];
    const before = heap();
    for (let count = 0; count < 12; count++) kept.push(await rejection(apiUsers.get("u1")));
    // Far below 12 MB, far above what 12 errors of 10 KB take.
    expect((heap() - before) / MB).toBeLessThan(3);
    expect(kept).toHaveLength(13);
  });
});
