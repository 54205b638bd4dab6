import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { probe, type ProbeOptions } from "../../scripts/probe/ask";
import { blockOf } from "../../scripts/probe/block";
import { throwAwayName } from "../../scripts/probe/throwAway";
import { createFakeApi, type FakeApi } from "../../src/testing/index";
import { Crash } from "../docs/recipes/support/crash";
import { contraryFetch } from "./contraryService";

// Processes take their time on a loaded machine.
jest.setTimeout(60_000);

const baseUrl = "https://api.sigfox.com/v2";
const root = join(__dirname, "../..");
const profiles = ["p1", "p2"].map((id) => ({ id, name: `Profile ${id}` }));
const secondProfile = { profileIds: ["p1", "p2"] };
let fake: FakeApi;
let stop: AbortController;
let pauses: number[];

beforeEach(() => {
  const users = Array.from({ length: 101 }, (_, index) => (index === 0 ? secondProfile : {}));
  fake = createFakeApi({ users, profiles });
  stop = new AbortController();
  pauses = [];
});

const run = (options: Partial<ProbeOptions> = {}) =>
  probe({
    baseUrl,
    auth: fake.auth,
    fetch: fake.fetch,
    signal: stop.signal,
    pause: async (milliseconds) => void pauses.push(milliseconds),
    protocolOf: async () => "HTTP/1.1",
    write: false,
    burst: 0,
    ...options,
  });

const answersOf = async (options: Partial<ProbeOptions> = {}) => (await run(options)).answers;

const methods = () => new Set(fake.requests.map(({ method }) => method));
const seeded = () =>
  createFakeApi({ users: [secondProfile, ...Array.from({ length: 100 }, () => ({}))], profiles }).users;

const readOnFake = {
  "limit=101": "refused with 400",
  "offset=40001": "refused with 400",
  next: "absolute; keeps limit, fields, authorizations, groupIds",
  "paging of the last page": "without next",
  groupIds: "only this group, among 34 users",
  "group and profiles without fields": "group { id }; profiles { id }",
  "group and profiles with fields=group(name),profiles(name)": "group { id, name }; profiles { id, name }",
  "group.type": "integer",
  "unknown name in fields": "refused with 400",
  "unknown query parameter": "refused with 400",
  "accessToken in get": "shown",
  "accessToken in list": "shown",
  "a 400": "400 with JSON { message, errors }",
  "a 401": "401 with JSON { message }",
  "a 404": "404 with JSON { message }",
  "doc.json": "refused with 404",
  protocol: "HTTP/1.1",
  "Retry-After of a 429": "no 429 seen; --burst 200 may bring about one",
};

const readOnContrary = {
  "limit=101": "cut to 100",
  "offset=40001": "accepted with 200",
  next: "absolute, on another host; keeps nothing; loses limit, fields, authorizations, groupIds",
  "paging of the last page": "missing",
  groupIds: "includes other groups, such as those beneath",
  "group and profiles without fields": "group { id }; profiles { id }",
  "group and profiles with fields=group(name),profiles(name)": "group { id, name }; profiles { id, name }",
  "group.type": "string",
  "unknown name in fields": "accepted with 200",
  "unknown query parameter": "accepted with 200",
  "accessToken in get": "not shown",
  "accessToken in list": "not shown",
  "a 400": "400 with text",
  "a 401": "401 without a body",
  "a 404": "404 with HTML",
  "doc.json": "accepted with 200",
  protocol: "HTTP/1.1",
  "Retry-After of a 429": "no 429 seen; --burst 200 may bring about one",
};

describe("by reading alone", () => {
  it("finds out what the fake does", async () => {
    expect(await answersOf()).toEqual(readOnFake);
    expect(methods()).toEqual(new Set(["GET"]));
  });

  it("finds out what a service does that answers otherwise", async () => {
    expect(await answersOf({ fetch: contraryFetch(fake) })).toEqual(readOnContrary);
    expect(methods()).toEqual(new Set(["GET"]));
  });

  it("says where there are too few users to tell", async () => {
    fake = createFakeApi({ users: 1 });
    const fetch: ProbeOptions["fetch"] = (url, init) => fake.fetch(url.replace("limit=101", "limit=100"), init);
    expect(await answersOf({ fetch })).toMatchObject({
      "limit=101": "accepted, but there are too few users to tell",
      next: "not given: there are too few users to tell",
    });
  });

  it("says what a service does that honours any limit", async () => {
    const fetch: ProbeOptions["fetch"] = async (url, init) => {
      if (!url.includes("limit=101")) return await fake.fetch(url, init);
      return Response.json({ data: Array.from({ length: 101 }, (_, id) => ({ id })), paging: {} });
    };
    expect(await answersOf({ fetch })).toMatchObject({ "limit=101": "honoured: 101 users in a page" });
  });

  it("goes on after a question that fails, and names no text of the error", async () => {
    fake.failNext({ dropConnection: true, when: ({ url }) => url.includes("limit=101") });
    fake.failNext({ status: 503, when: ({ url }) => url.includes("offset=40001") });
    expect(await answersOf()).toEqual({
      ...readOnFake,
      "limit=101": expect.stringMatching(/^not answered: (TypeError|ECONNRESET|UND_ERR_SOCKET)$/) as unknown,
      "offset=40001": "refused with 503",
    });
  });

  it("stops if the service does not accept the credentials", async () => {
    const auth = { ...fake.auth, password: "wrong-password" };
    await expect(run({ auth })).rejects.toThrow("The service does not accept this login and password");
    await expect(run({ auth })).rejects.not.toThrow("wrong-password");
  });

  it("sends no password over the network unencrypted", async () => {
    await expect(run({ baseUrl: "http://api.sigfox.com/v2" })).rejects.toMatchObject({ kind: "validation" });
    expect(fake.requests).toEqual([]);
  });
});

describe("a 429", () => {
  it("is waited for as long as it asks, and reported", async () => {
    fake.failNext({ status: 429, retryAfter: 7_000, when: ({ url }) => url.includes("limit=101") });
    expect(await answersOf()).toEqual({ ...readOnFake, "Retry-After of a 429": "7 seconds" });
    expect(pauses).toEqual([7_000]);
  });

  it("is looked for by a burst of reads only if asked to, and stops it", async () => {
    fake.failNext({ status: 429, times: Infinity, when: () => fake.requests.length > 60 });
    const { "Retry-After of a 429": answer } = await answersOf({ burst: 200 });
    expect(answer).toMatch(/^none after about \d\d reads$/);
    expect(fake.requests.length).toBeLessThan(80);
  });

  it("may not come", async () => {
    expect((await answersOf({ burst: 20 }))["Retry-After of a 429"]).toBe("no 429 after about 20 reads");
  });
});

describe("with --write", () => {
  const writtenOnFake = {
    "creating a user": "accepted with 201, with Location",
    "a second user of the same name": "accepted with 201",
    "accessToken in get of another user": "shown",
    "adding a profile twice": "accepted with 204",
    "adding profiles as profileId": "refused with 400",
    "an edit with profileIds": "replaces the profiles",
    "removing a profile that it does not have": "refused with 404",
    "renewing a password": "the new password works at once, the old one does not, get shows the new one",
    "deleting a user twice": "refused with 404",
  };
  const writtenOnContrary = {
    "creating a user": "accepted with 201, without Location",
    "a second user of the same name": "refused with 409",
    "accessToken in get of another user": "not shown",
    "adding a profile twice": "refused with 409",
    "adding profiles as profileId": "accepted with 204",
    "an edit with profileIds": "adds to the profiles",
    "removing a profile that it does not have": "accepted with 204",
    "renewing a password": "the new password works at once, the old one still works",
    "deleting a user twice": "accepted with 204",
  };

  afterEach(() => {
    expect(fake.users).toEqual(seeded());
  });

  it("finds out what the fake does, and leaves nothing behind", async () => {
    expect(await answersOf({ write: true })).toEqual({ ...readOnFake, ...writtenOnFake });
  });

  it("finds out what a service does that answers otherwise, and leaves nothing behind", async () => {
    const answers = await answersOf({ write: true, fetch: contraryFetch(fake) });
    expect(answers).toEqual({ ...readOnContrary, ...writtenOnContrary });
  });

  it("touches no user but those it has made", async () => {
    const before = fake.users.map(({ id }) => fake.authOf(id).password);
    await run({ write: true });
    expect(fake.users.map(({ id }) => fake.authOf(id).password)).toEqual(before);
    const touched = fake.requests.filter(({ method, operation }) => method !== "GET" && operation !== "createApiUser");
    for (const { url } of touched) expect(fake.users.some(({ id }) => url.includes(id))).toBe(false);
  });

  it.each([
    ["the answer to its creation is lost", { dropConnection: "after", operation: "createApiUser" }],
    ["it cannot be created", { status: 403, operation: "createApiUser" }],
    ["deleting it fails at first", { status: 503, operation: "deleteApiUser", times: 2 }],
    ["every change fails", { status: 500, times: 20, when: ({ method }: { method: string }) => method === "PUT" }],
  ] as const)("leaves nothing behind if %s", async (_, failure) => {
    fake.failNext(failure);
    expect(await run({ write: true })).not.toHaveProperty("notDeleted");
  });

  it("leaves nothing behind if it is told to stop, wherever it is", async () => {
    for (let after = 20; after < 50; after += 4) {
      stop = new AbortController();
      let count = 0;
      const fetch: ProbeOptions["fetch"] = async (url, init) => {
        count += 1;
        if (count === after) stop.abort();
        return await fake.fetch(url, init);
      };
      await run({ write: true, fetch });
      expect(fake.users).toEqual(seeded());
    }
  });

  it("says so if it could not delete what it has made, and deletes it in the next run", async () => {
    fake.failNext({ status: 403, operation: "deleteApiUser", times: Infinity });
    expect(await run({ write: true })).toHaveProperty("notDeleted.kind", "forbidden");
    expect(fake.users.filter(({ name }) => name === throwAwayName).length).toBeGreaterThan(0);
    const left = fake.users;
    const next = createFakeApi({ users: left, profiles });
    await run({ write: true, auth: next.auth, fetch: next.fetch });
    expect(next.users).toEqual(seeded());
    fake.reset();
  });

  it("deletes what it has made even if the group can no longer be listed", async () => {
    fake.failNext({
      status: 403,
      times: Infinity,
      operation: "listApiUsers",
      when: () => fake.requests.some(({ operation }) => operation === "createApiUser"),
    });
    expect(await run({ write: true })).toHaveProperty("notDeleted.kind", "forbidden");
  });

  it("takes a second profile from another user, and asks nothing that needs two if nobody has one", async () => {
    fake = createFakeApi({ users: [{ profileIds: ["p1"] }, { profileIds: ["p2"] }], profiles });
    expect(await answersOf({ write: true })).toMatchObject({ "an edit with profileIds": "replaces the profiles" });
    fake = createFakeApi({ users: 1, profiles });
    expect(await answersOf({ write: true })).toMatchObject({
      "an edit with profileIds": "not asked: no user shows a second profile",
    });
    fake = createFakeApi({ users: seeded(), profiles });
  });

  it("creates nobody if the own group is not shown", async () => {
    fake.failNext({ status: 403, when: ({ url }) => url.endsWith(fake.auth.username) });
    expect(await answersOf({ write: true })).toMatchObject({
      "creating a user": "not asked: the own group is not shown",
    });
    expect(methods()).toEqual(new Set(["GET"]));
  });

  describe("when it crashes", () => {
    // The deadlines of calls that nothing comes back from would keep the process waiting.
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    it("wherever it is, the next run leaves nothing behind", async () => {
      let left = 0;
      for (let steps = 40; steps < 104; steps += 9) {
        const crash = new Crash(steps);
        await crash.run(() => run({ write: true, fetch: (url, init) => crash.step(() => fake.fetch(url, init)) }));
        if (fake.users.length > 101) left += 1;
        await run({ write: true });
        expect(fake.users).toEqual(seeded());
      }
      expect(left).toBeGreaterThan(2);
    });
  });
});

it.each([
  ["the fake", (one: FakeApi) => one.fetch],
  ["a service that answers otherwise", contraryFetch],
])("prints a block without secrets, ids and names for %s", async (_, fetchOf) => {
  const { answers } = await run({ write: true, fetch: fetchOf(fake) });
  const block = blockOf(
    { version: "0.3.0", date: "2030-01-31", baseUrl: "https://proxy.example/v2", write: true },
    answers,
  );
  expect(block).toMatch(/^```text\nsigfox-api-users 0\.3\.0, 2030-01-31, another base URL, --write\nlimit=101: /);
  for (const { id, name } of [...fake.users, ...fake.groups, ...fake.profiles])
    for (const text of [id, name]) if (text.length > 2) expect(block).not.toContain(text);
  expect(block).not.toContain(fake.auth.password);
  expect(block).not.toContain(throwAwayName);
  expect(block).not.toMatch(/[0-9a-f]{8}/);
});

describe("the command", () => {
  const start = (url: string, ...args: readonly string[]) => {
    const { username, password } = fake.auth;
    const program = ["--import", "tsx", "scripts/probe/probe.ts", "--base-url", url, ...args];
    const env = { ...process.env, SIGFOX_API_LOGIN: username, SIGFOX_API_PASSWORD: password };
    return spawn(process.execPath, program, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  };

  it("is killed while it has a user, and run again leaves nothing behind", async () => {
    const server = await fake.listen();
    // By then it has two users.
    fake.failNext({ delay: Infinity, operation: "addProfileToApiUser" });
    const killed = start(server.url, "--write");
    const isStuck = () => fake.requests.some(({ operation }) => operation === "addProfileToApiUser");
    while (!isStuck()) await new Promise((resolve) => setTimeout(resolve, 20));
    killed.kill("SIGKILL");
    await once(killed, "exit");
    expect(fake.users).toHaveLength(103);

    const again = start(server.url, "--write");
    const printed: string[] = [];
    again.stdout.on("data", (data: Buffer) => printed.push(String(data)));
    expect(await once(again, "close")).toEqual([0, null]);
    expect(printed.join("")).toContain("a second user of the same name: accepted with 201\n");
    expect(printed.join("")).toContain("protocol: not asked: not over TLS\n");
    expect(fake.users).toEqual(seeded());
    await server.close();
  }, 60_000);
});
