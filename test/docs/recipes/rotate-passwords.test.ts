import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiUsersClient, type ApiUsersClientOptions, type Credentials } from "../../../src/index";
import { createFakeApi, type FakeApi, type FakeApiOptions } from "../../../src/testing/index";
import { moduleOf } from "../support/run";
import { Crash } from "./support/crash";
import { bundle, start } from "../support/program";
import { untilSettled } from "./support/untilSettled";

interface Rotation {
  readonly groupId: string;
  readonly ownLogin: string;
  readonly journal: string;
  readonly keep: (login: string, password: string) => Promise<void>;
  readonly keepAgainAfter?: readonly number[];
}
const document = "guides/recipes/rotate-passwords.md";
const { rotate } = moduleOf(document, "rotate") as {
  rotate: (
    apiUsers: ApiUsersClient,
    rotation: Rotation,
  ) => Promise<{ renewed: string[]; failures: ReadonlyMap<string, unknown>; unstored?: Credentials }>;
};

// Each entry of a journal waits for the disk, which others may use, too.
jest.setTimeout(60_000);

let folder: string;
let fake: FakeApi;
let ownLogin: string;
/** The logins of the group, the own one first. */
let logins: string[];
let vault: Map<string, string>;

function prepare(options: FakeApiOptions = { users: 12 }) {
  fake = createFakeApi(options);
  ownLogin = fake.auth.username;
  logins = fake.users.filter((user) => user.groupId === groupId()).map(({ id }) => id);
  vault = new Map([[ownLogin, fake.auth.password]]);
}
const groupId = () => fake.users[0]?.groupId ?? "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rotation-"));
  prepare();
});
afterEach(() => rm(folder, { recursive: true }));

const keep = async (login: string, password: string): Promise<void> => {
  vault.set(login, password);
};
const journal = () => join(folder, "rotation.log");

function run(given: Partial<Rotation> = {}, options: ApiUsersClientOptions = {}) {
  const apiUsers = new ApiUsersClient({
    auth: async () => ({ username: ownLogin, password: vault.get(ownLogin) ?? "" }),
    fetch: fake.fetch,
    retryDelay: () => 0,
    ...options,
  });
  return rotate(apiUsers, { groupId: groupId(), ownLogin, journal: journal(), keep, keepAgainAfter: [0, 0], ...given });
}

function expectKept(kept = logins) {
  for (const login of kept) expect(vault.get(login)).toBe(fake.authOf(login).password);
}

const renewals = () =>
  fake.requests.filter(({ operation }) => operation === "renewCredential").map(({ url }) => url.split("/").at(-2));

it("renews everyone in the group, itself last, and nobody else", async () => {
  const before = fake.users.map(({ id }) => fake.authOf(id).password);
  const { renewed, failures } = await run();
  expect(renewed).toEqual([...logins.slice(1), ownLogin]);
  expect(failures.size).toBe(0);
  expectKept();
  expect(renewals()).toEqual(renewed);
  const unchanged = fake.users.filter(({ id }, index) => fake.authOf(id).password === before[index]);
  expect(unchanged.map(({ id }) => id)).toEqual(fake.users.map(({ id }) => id).filter((id) => !logins.includes(id)));
});

it("renews 300 users at 50 requests a second", async () => {
  jest.useFakeTimers();
  try {
    prepare({ users: 300, groups: [{}], rateLimit: { requests: 50, interval: 1_000 } });
    expect((await untilSettled(run({}, { retryDelay: undefined }))).renewed).toHaveLength(300);
    expectKept();
  } finally {
    jest.useRealTimers();
  }
});

it("writes no password into the journal", async () => {
  await run();
  const text = await readFile(journal(), "utf8");
  expect(text).toContain(`kept ${ownLogin}`);
  for (const login of logins) expect(text).not.toContain(fake.authOf(login).password);
});

it("renews nobody twice when it is run again", async () => {
  await run();
  expect(await run()).toEqual({ renewed: [], failures: new Map() });
  expect(renewals()).toHaveLength(logins.length);
});

it("goes on after a lost response, leaves its own password for later, and makes up for it in the next run", async () => {
  fake.failNext({ dropConnection: "after", operation: "renewCredential" });
  const { renewed, failures } = await run();
  expect([...failures]).toMatchObject([[logins[1], { kind: "connection", mayHaveBeenApplied: true }]]);
  expect(renewed.sort()).toEqual(logins.slice(2));
  expect((await run()).renewed).toEqual([logins[1], ownLogin]);
  expectKept();
});

it("gets every password into a vault that refuses half of them, run by run", async () => {
  prepare({ users: 100, groups: [{}] });
  let calls = 0;
  const unreliable: Rotation["keep"] = async (login, password) => {
    calls += 1;
    if (calls % 2 === 0) throw new Error("full");
    await keep(login, password);
  };
  let runs = 0;
  while (runs < 20 && (await run({ keep: unreliable })).failures.size > 0) runs += 1;
  expect(runs).toBeGreaterThan(3);
  expectKept();
});

describe("its own password", () => {
  const refusing = (times: number): Rotation["keep"] => {
    let left = times;
    return async (login, password) => {
      if (login === ownLogin && --left >= 0) throw new Error("full");
      await keep(login, password);
    };
  };

  it("is stored in the end if the vault refuses it at first", async () => {
    const { renewed, failures } = await run({ keep: refusing(2) });
    expect(failures.size).toBe(0);
    expect(renewed).toContain(ownLogin);
    expectKept();
    expect((await run()).renewed).toEqual([]);
  });

  it("is given back if the vault refuses it for good, so that nobody is locked out", async () => {
    const { failures, unstored } = await run({ keep: refusing(3) });
    expect([...failures]).toEqual([[ownLogin, new Error("full")]]);
    expect(unstored).toEqual(fake.authOf(ownLogin));
    expect(JSON.stringify([...failures])).not.toContain(unstored?.password);
    await keep(ownLogin, unstored?.password ?? "");
    expect((await run()).renewed).toEqual([ownLogin]);
    expectKept();
  });
});

describe("when it crashes", () => {
  // The deadlines of calls that nothing comes back from would keep the process waiting.
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it("at any step, the next run stores a password that works, or says that another login is needed", async () => {
    let [crashes, lost] = [0, 0];
    // Every half-step: the list, a renewal and a password kept for each user.
    for (let steps = 0; steps <= 2 + 4 * logins.length; steps += 1) {
      prepare();
      await rm(journal(), { force: true });
      const crash = new Crash(steps);
      const end = await crash.run(() =>
        run(
          { keep: (login, password) => crash.step(() => keep(login, password)) },
          { fetch: (url, init) => crash.step(() => fake.fetch(url, init)) },
        ),
      );
      if (end === "crashed") crashes += 1;
      if (vault.get(ownLogin) === fake.auth.password) {
        expect((await run()).failures.size).toBe(0);
        expectKept();
      } else {
        lost += 1;
        await expect(run()).rejects.toThrow("The job's own password was renewed and lost: renew it with another login");
        expectKept(logins.slice(1));
      }
    }
    expect(crashes).toBeGreaterThan(4 * logins.length);
    // From the renewal until it is stored.
    expect(lost).toBeLessThanOrEqual(2);
  });

  it("because it is killed, the next run goes on", async () => {
    jest.useRealTimers();
    const server = await fake.listen();
    const program = bundle(
      document,
      folder,
      `
      import { writeFileSync } from "node:fs";
      import { ApiUsersClient } from "sigfox-api-users";
      import { rotate } from "./rotate.js";
      const { auth, baseUrl, last, file, ...rotation } = JSON.parse(process.argv[2] ?? "");
      await rotate(new ApiUsersClient({ auth, baseUrl }), {
        ...rotation,
        keep: async (login, password) => {
          if (login === last) process.kill(process.pid, "SIGKILL");
        },
      });`,
    );
    const argument = { auth: fake.auth, baseUrl: server.url, groupId: groupId(), ownLogin, journal: journal() };
    await expect(start(program, { ...argument, last: logins[2] })).rejects.toMatchObject({ signal: "SIGKILL" });
    await server.close();
    expect((await run()).failures.size).toBe(0);
    expect(await readFile(journal(), "utf8")).toContain(`kept ${ownLogin}`);
    expectKept(logins.slice(2));
  });
});
