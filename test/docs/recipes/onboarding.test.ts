import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { ApiUsersClient, type ApiUserCreation, type ApiUsersClientOptions, type Credentials } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { blocksOf } from "../support/blocks";
import { moduleOf } from "../support/run";
import { runSeparately } from "../support/separately";

interface Onboarding {
  readonly names: readonly string[];
  readonly common: Omit<ApiUserCreation, "name">;
  readonly journal: string;
  readonly keep: (name: string, credentials: Credentials) => Promise<void>;
}
const document = "guides/recipes/onboarding.md";
const { onboard } = moduleOf(document, "onboard") as {
  onboard: (apiUsers: ApiUsersClient, onboarding: Onboarding) => Promise<ReadonlyMap<string, unknown>>;
};
const fake = createFakeApi({ users: 30 });
const manyNames = Array.from({ length: 500 }, (_, index) => `Gateway ${index + 1}`);
const names = manyNames.slice(0, 50);
const common = {
  groupId: fake.groups[0]?.id ?? "",
  timezone: "Europe/Paris",
  profileIds: fake.profiles.slice(0, 1).map(({ id }) => id),
};

let folder: string;
let vault: Map<string, Credentials>;

beforeEach(() => {
  fake.reset();
  folder = mkdtempSync(join(tmpdir(), "onboarding-"));
  vault = new Map();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const journal = () => join(folder, "journal");
const keep = async (name: string, credentials: Credentials): Promise<void> => {
  vault.set(name, credentials);
};

function run(given: Partial<Onboarding> = {}, options: ApiUsersClientOptions = {}) {
  const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retryDelay: () => 0, ...options });
  return onboard(apiUsers, { names, common, journal: journal(), keep, ...given });
}

const created = () => fake.users.map(({ name }) => name).filter((name) => name.startsWith("Gateway"));

/** Everybody was created once, and has a password that works. */
function expectDone(wanted: readonly string[], kept: ReadonlyMap<string, Credentials> = vault) {
  expect(created().sort()).toEqual([...wanted].sort());
  expect([...kept.keys()].sort()).toEqual([...wanted].sort());
  for (const [name, { username, password }] of kept) {
    expect(fake.users.find(({ id }) => id === username)?.name).toBe(name);
    expect(password).toBe(fake.authOf(username).password);
  }
}

it("creates each of 500 users once, and keeps a password of each that works", async () => {
  expect(await run({ names: manyNames })).toEqual(new Map());
  expectDone(manyNames);
}, 30_000);

it("touches nobody when it is run again", async () => {
  await run();
  const before = fake.requests.length;
  expect(await run()).toEqual(new Map());
  expect(fake.requests.slice(before).map(({ operation }) => operation)).not.toContain("renewCredential");
  expectDone(names);
});

it("reports whose answers were lost, and settles them in the next run", async () => {
  fake.failNext({ status: 429, times: 4, operation: "createApiUser" });
  fake.failNext({ dropConnection: "after", times: 3, operation: "createApiUser" });
  fake.failNext({ dropConnection: true, operation: "createApiUser" });
  fake.failNext({ dropConnection: "after", operation: "renewCredential" });
  const failures = await run();
  expect(failures.size).toBe(5);
  for (const failure of failures.values())
    expect(failure).toMatchObject({ kind: "connection", mayHaveBeenApplied: true });
  expect(await run()).toEqual(new Map());
  expectDone(names);
});

it("reports a password that could not be kept, and keeps a newer one in the next run", async () => {
  const wanted = names.slice(0, 5);
  const failures = await run({
    names: wanted,
    keep: (name, credentials) => (name === "Gateway 2" ? Promise.reject(new Error("full")) : keep(name, credentials)),
  });
  expect([...failures.keys()]).toEqual(["Gateway 2"]);
  expect(await run({ names: wanted })).toEqual(new Map());
  expectDone(wanted);
});

it("writes no password into the journal", async () => {
  await run({ names: names.slice(0, 5) });
  const text = readFileSync(journal(), "utf8");
  expect(text).toContain('kept "Gateway 5"');
  for (const { password } of vault.values()) expect(text).not.toContain(password);
});

it("touches nobody if a name is taken, here or in the group", async () => {
  const { password } = fake.auth;
  await expect(run({ names: ["Gateway 1", "User 001"] })).rejects.toThrow("These names are taken: User 001");
  await expect(run({ names: ["Gateway 1", "Gateway 1"] })).rejects.toThrow("taken: Gateway 1");
  expect(created()).toEqual([]);
  expect(fake.auth.password).toBe(password);
});

describe("when it crashes", () => {
  /** Runs it until it has taken so many steps; from then on, nothing comes back. */
  async function runAndCrash(wanted: readonly string[], steps: number): Promise<boolean> {
    let left = steps;
    let crash: () => void = () => undefined;
    const crashed = new Promise<boolean>((resolve) => {
      crash = () => {
        resolve(true);
      };
    });
    const underWay: Promise<unknown>[] = [];
    const step = async <T>(does: () => Promise<T>): Promise<T> => {
      const isLost = (): boolean => (left -= 1) < 0;
      const doing = isLost() ? undefined : does();
      underWay.push(doing ?? Promise.resolve());
      const end = doing && { value: await doing };
      if (end !== undefined && !isLost()) return end.value;
      crash();
      return await new Promise<never>(() => undefined);
    };
    const ended = run(
      { names: wanted, keep: (name, credentials) => step(() => keep(name, credentials)) },
      { fetch: (url, init) => step(() => fake.fetch(url, init)), timeout: 1_000, retries: 0 },
    ).then(() => false);
    const isCrashed = await Promise.race([crashed, ended]);
    // What was on its way arrives before the next run.
    await Promise.allSettled(underWay);
    return isCrashed;
  }

  it("at any step, and again and again, it loses no password and creates nobody twice", async () => {
    const wanted = names.slice(0, 15);
    let crashed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 5 }), async (crashes) => {
        fake.reset();
        vault.clear();
        rmSync(journal(), { force: true });
        for (const steps of crashes) if (await runAndCrash(wanted, steps)) crashed += 1;
        expect(await run({ names: wanted })).toEqual(new Map());
        expectDone(wanted);
      }),
      { numRuns: 50 },
    );
    expect(crashed).toBeGreaterThan(50);
  }, 60_000);

  it("because it is killed, wherever it is, the next run goes on", async () => {
    const wanted = manyNames.slice(0, 100);
    const server = await fake.listen();
    const block = blocksOf(document).find(({ module }) => module.endsWith("/onboard.ts"));
    const kept = join(folder, "kept-");
    for (const milliseconds of [5, 25, 60, 120].map((most) => most * (0.5 + Math.random() / 2))) {
      const code = `${block?.code}
        import { ApiUsersClient as Client } from "sigfox-api-users";
        import { writeFileSync } from "node:fs";
        setTimeout(() => process.kill(process.pid, "SIGKILL"), ${milliseconds});
        await onboard(new Client({ auth: ${JSON.stringify(fake.auth)}, baseUrl: "${server.url}" }), {
          names: ${JSON.stringify(wanted)}, common: ${JSON.stringify(common)}, journal: ${JSON.stringify(journal())},
          keep: async (name, credentials) => writeFileSync(${JSON.stringify(kept)} + name, JSON.stringify(credentials), { flush: true }),
        });
        await new Promise((resolve) => setTimeout(resolve, 1_000));`;
      await expect(runSeparately({ code })).rejects.toMatchObject({ signal: "SIGKILL" });
    }
    // Nothing that the last process has sent arrives during the next run.
    await server.close();
    const last = await run({
      names: wanted,
      keep: (name, credentials) => writeFile(kept + name, JSON.stringify(credentials)),
    });
    expect(last).toEqual(new Map());
    const files = readdirSync(folder).filter((name) => name.startsWith("kept-"));
    const read = files.map((name): [string, Credentials] => [
      name.slice("kept-".length),
      JSON.parse(readFileSync(join(folder, name), "utf8")) as Credentials,
    ]);
    expectDone(wanted, new Map(read));
  }, 60_000);
});
