import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createFakeApi } from "../../src/testing";
import { arrival, at, base, basic, call } from "./support/call";

const url = `${base}/api-users/`;

describe("input", () => {
  const fake = createFakeApi();
  const headers = { authorization: basic(fake.auth) };

  it.each([
    ["a string", url, { headers }],
    ["a URL", new URL(url), { headers }],
    ["a Request", new Request(url, { headers }), undefined],
    ["a Request with an init over it", new Request(url), { headers }],
  ])("is %s", async (_, input, init) => {
    const { fetch } = fake;
    const response = await fetch(input, init);
    expect(response).toBeInstanceOf(Response);
    expect(response.ok).toBe(true);
    expect(response.statusText).toBe("OK");
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  it("may carry characters beyond ASCII", async () => {
    const { id } = at(fake.users, 1);
    await call(fake, "PUT", `/api-users/${id}`, { name: "Zoë 🛰" });
    expect((await call(fake, "GET", `/api-users/${id}`)).json).toMatchObject({ name: "Zoë 🛰" });
  });

  it("that is no URL is refused as the platform does", async () => {
    await expect(fake.fetch("/api-users/")).rejects.toMatchObject({ name: "TypeError" });
  });
});

describe("a signal", () => {
  it("that is already aborted sends nothing and gives its reason", async () => {
    const fake = createFakeApi();
    const reason = new Error("mine");
    await expect(fake.fetch(url, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(fake.requests).toEqual([]);
  });

  it("ends a delay with its reason, on init and on a Request, though the request was carried out", async () => {
    for (const asRequest of [false, true]) {
      const fake = createFakeApi();
      const { id } = at(fake.users, 1);
      fake.failNext({ delay: Infinity });
      const reason = new Error("mine");
      const abort = new AbortController();
      const init = { method: "DELETE", headers: { authorization: basic(fake.auth) }, signal: abort.signal };
      const pending = asRequest ? fake.fetch(new Request(url + id, init)) : fake.fetch(url + id, init);
      const ended = expect(pending).rejects.toBe(reason);
      await arrival(fake);
      abort.abort(reason);
      await ended;
      expect(fake.users).toHaveLength(2);
    }
  });

  it("is heard even when only the fake still knows the Request that carries it", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const fake = createFakeApi();
    fake.failNext({ delay: Infinity });
    const abort = new AbortController();
    const reason = new Error("mine");
    const ended = expect(fake.fetch(new Request(url, { signal: abort.signal }))).rejects.toBe(reason);
    for (let round = 0; round < 3; round++) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      collect();
    }
    abort.abort(reason);
    await ended;
  });

  it("of a deadline gives a TimeoutError", async () => {
    const fake = createFakeApi();
    fake.failNext({ delay: 5_000 });
    await expect(
      call(fake, "GET", "/api-users/", undefined, { signal: AbortSignal.timeout(20) }),
    ).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("that is aborted while the body is still being read sends nothing", async () => {
    const fake = createFakeApi();
    const abort = new AbortController();
    const pending = fake.fetch(url, { method: "POST", body: "{}", signal: abort.signal });
    abort.abort();
    await expect(pending).rejects.toMatchObject({ name: "AbortError" });
    expect(fake.requests).toEqual([]);
  });

  it("that never fires changes nothing", async () => {
    const fake = createFakeApi();
    fake.failNext({ delay: 5 });
    const { signal } = new AbortController();
    expect(await call(fake, "GET", "/api-users/", undefined, { signal })).toMatchObject({ status: 200 });
  });
});
