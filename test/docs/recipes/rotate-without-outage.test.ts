import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiUsersClient, type ApiUsersClientOptions, type Credentials } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { moduleOf } from "../support/run";
import { Crash } from "./support/crash";
import { bundle, start } from "../support/program";

interface Pair {
  readonly active: Credentials;
  readonly idle: Credentials;
  readonly renewedIn?: Readonly<Record<string, string>>;
  readonly switchedAt?: number;
}
interface PairStore {
  read(): Promise<Pair>;
  write(pair: Pair): Promise<void>;
}
interface PairRotation {
  readonly store: PairStore;
  readonly rotation: string;
  readonly grace?: number;
  readonly options?: Omit<ApiUsersClientOptions, "auth">;
}
const document = "guides/recipes/rotate-without-outage.md";
const { rotatePair } = moduleOf(document, "rotatePair") as { rotatePair: (job: PairRotation) => Promise<void> };
const { fileStore } = moduleOf(document, "fileStore") as { fileStore: (path: string) => PairStore };

// Processes take their time on a loaded machine.
jest.setTimeout(60_000);

const fake = createFakeApi({ users: [{ id: "app-1" }, { id: "app-2" }, {}] });
let stored: Pair;

beforeEach(() => {
  fake.reset();
  stored = { active: fake.authOf("app-1"), idle: fake.authOf("app-2") };
});

const store: PairStore = {
  read: async () => stored,
  write: async (pair) => {
    stored = pair;
  },
};
const rotate = (job: Partial<PairRotation> = {}) =>
  rotatePair({ store, rotation: "2030-01", grace: 0, options: { fetch: fake.fetch }, ...job });

/** Reads the stored login and logs in with it: fails if that does not work just now. */
async function logIn(): Promise<void> {
  const { active } = await store.read();
  await new ApiUsersClient({ auth: active, fetch: fake.fetch, retries: 0 }).get(active.username);
}

/** Both passwords are new, are stored and work, and the two have changed places. */
function expectRotated(before: Pair) {
  expect(stored.active).toEqual(fake.authOf(before.idle.username));
  expect(stored.idle).toEqual(fake.authOf(before.active.username));
  expect(stored.active.password).not.toBe(before.idle.password);
  expect(stored.idle.password).not.toBe(before.active.password);
}

const renewals = () =>
  fake.requests.filter(({ operation }) => operation === "renewCredential").map(({ url }) => url.split("/").at(-2));

it("renews the idle login, makes it the active one, and renews the other", async () => {
  const before = stored;
  await rotate();
  expectRotated(before);
  expect(renewals()).toEqual(["app-2", "app-1"]);
});

it("does nothing when it is run again, and rotates back under another name", async () => {
  await rotate();
  const after = stored;
  await rotate();
  expect(stored).toBe(after);
  await rotate({ rotation: "2030-02" });
  expectRotated(after);
  expect(renewals()).toHaveLength(4);
});

it("never lets an application fail, whenever it logs in", async () => {
  const watched: PairStore = {
    read: async () => {
      await logIn();
      return stored;
    },
    write: async (pair) => {
      await logIn();
      stored = pair;
      await logIn();
    },
  };
  const fetch: ApiUsersClientOptions["fetch"] = async (url, init) => {
    const response = await fake.fetch(url, init);
    await logIn();
    return response;
  };
  const before = stored;
  await rotate({ store: watched, options: { fetch } });
  expectRotated(before);
});

it("leaves applications the time of grace to notice that the two have changed places", async () => {
  const grace = 150;
  const renewedAt: number[] = [];
  const fetch: ApiUsersClientOptions["fetch"] = async (url, init) => {
    if (url.endsWith("/renew-credential")) renewedAt.push(Date.now());
    return await fake.fetch(url, init);
  };
  await rotate({ grace, options: { fetch } });
  const { switchedAt = NaN } = stored;
  // A timer may come a millisecond early.
  expect(renewedAt[1]).toBeGreaterThanOrEqual(switchedAt + grace - 1);
  // The next rotation does not come too early either.
  stored = { ...stored, switchedAt: Date.now() };
  const { switchedAt: again = NaN } = stored;
  await rotate({ grace, rotation: "2030-02", options: { fetch } });
  expect(renewedAt[2]).toBeGreaterThanOrEqual(again + grace - 1);
});

it("makes up for a lost response in the next run", async () => {
  const before = stored;
  for (const times of [1, 2]) {
    fake.failNext({ dropConnection: "after", operation: "renewCredential" });
    await expect(rotate()).rejects.toMatchObject({ kind: "connection", mayHaveBeenApplied: true });
    await logIn();
    expect(renewals()).toHaveLength(times);
  }
  await rotate();
  expectRotated(before);
});

it("gets both passwords into a store that refuses half of them", async () => {
  const before = stored;
  let calls = 0;
  const unreliable: PairStore = {
    ...store,
    write: async (pair) => {
      calls += 1;
      // A store may also refuse what it has stored.
      if (calls % 4 !== 1) stored = pair;
      if (calls % 2 === 1) throw new Error("full");
    },
  };
  let runs = 1;
  while (runs < 20 && (await rotate({ store: unreliable }).catch(() => "failed")) === "failed") {
    await logIn();
    runs += 1;
  }
  expect(runs).toBeGreaterThan(1);
  expectRotated(before);
});

it("does not switch to a login whose stored password somebody else has renewed", async () => {
  const before = stored;
  const meddle: PairStore = {
    ...store,
    write: async (pair) => {
      stored = pair;
      const admin = new ApiUsersClient({ auth: pair.active, fetch: fake.fetch });
      if (renewals().length === 1) await admin.renewCredential(pair.idle.username);
      await logIn();
    },
  };
  await rotate({ store: meddle });
  expectRotated(before);
});

it("gives up if a password is renewed by others all the time, and leaves a login that works", async () => {
  const meddle: PairStore = {
    ...store,
    write: async (pair) => {
      stored = pair;
      await new ApiUsersClient({ auth: pair.active, fetch: fake.fetch }).renewCredential(pair.idle.username);
    },
  };
  await expect(rotate({ store: meddle })).rejects.toThrow("The passwords change while they are rotated");
  await logIn();
});

it("stops if the service cannot say whether a login works", async () => {
  fake.failNext({ status: 503, operation: "getApiUser" });
  await expect(rotate({ options: { fetch: fake.fetch, retries: 0 } })).rejects.toMatchObject({ kind: "server" });
  expect(stored.active.username).toBe("app-1");
});

it("takes a login that may not read itself for one that works", async () => {
  const before = stored;
  fake.failNext({ status: 403, operation: "getApiUser" });
  await rotate();
  expectRotated(before);
});

describe("when it crashes", () => {
  // The deadlines of calls that nothing comes back from would keep the process waiting.
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  /** Runs until it has taken so many half-steps. An application logs in before and after each. */
  async function crashAfter(steps: number): Promise<boolean> {
    const crash = new Crash(steps);
    const watched = async <T>(does: () => Promise<T>): Promise<T> =>
      await crash.step(async () => {
        await logIn();
        const value = await does();
        await logIn();
        return value;
      });
    const end = await crash.run(() =>
      rotate({
        store: { read: () => watched(() => store.read()), write: (pair) => watched(() => store.write(pair)) },
        options: { fetch: (url, init) => watched(() => fake.fetch(url, init)) },
      }),
    );
    await logIn();
    return end === "crashed";
  }

  it("at any step, and then at any other, the stored login works and the next run goes on", async () => {
    let crashes = 0;
    // A round reads, asks the service and writes; three rounds and a last look.
    for (let first = 0; first < 20; first += 1)
      for (const second of [2, 7]) {
        fake.reset();
        stored = { active: fake.authOf("app-1"), idle: fake.authOf("app-2") };
        const before = stored;
        for (const steps of [first, second]) if (await crashAfter(steps)) crashes += 1;
        await rotate();
        expectRotated(before);
      }
    expect(crashes).toBeGreaterThanOrEqual(60);
  });
});

describe("with the store in a file", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pair-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("is killed while a reader logs in all the time, which never fails", async () => {
    const file = fileStore(join(folder, "pair.json"));
    const before = stored;
    await file.write(before);
    const server = await fake.listen();
    const program = bundle(
      document,
      folder,
      `
      import { fileStore } from "./fileStore.js";
      import { rotatePair } from "./rotatePair.js";
      const { path, baseUrl, kill } = JSON.parse(process.argv[2] ?? "");
      const store = fileStore(path);
      const die = () => process.kill(process.pid, "SIGKILL");
      let writes = 0;
      await rotatePair({
        store: { ...store, write: async (pair) => { if (++writes === kill) die(); await store.write(pair); } },
        rotation: "2030-01", grace: 0, options: { baseUrl },
      });`,
    );
    const over = new AbortController();
    let logIns = 0;
    // As the recipe shows: it reads the store again if a login has changed since.
    const auth = async () => (await file.read()).active;
    const application = new ApiUsersClient({ auth, fetch: fake.fetch, retries: 0 });
    const reader = (async () => {
      while (!over.signal.aborted) {
        await application.get("app-1");
        logIns += 1;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    const argument = { path: join(folder, "pair.json"), baseUrl: server.url };
    for (const kill of [1, 2])
      await expect(start(program, { ...argument, kill })).rejects.toMatchObject({ signal: "SIGKILL" });
    await server.close();
    await rotate({ store: file });
    over.abort();
    await reader;
    expect(logIns).toBeGreaterThan(1);
    stored = await file.read();
    expectRotated(before);
  });
});
