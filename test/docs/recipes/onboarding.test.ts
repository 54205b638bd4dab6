import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiUsersClient, type ApiUserCreation, type ApiUsersClientOptions, type Credentials } from "../../../src/index";
import { createFakeApi, type FakeApi } from "../../../src/testing/index";
import { moduleOf } from "../support/run";
import { Crash } from "./support/crash";
import { bundle, start } from "../support/program";
import { untilSettled } from "./support/untilSettled";

interface Onboarding {
  readonly rows: readonly ApiUserCreation[];
  readonly journal: string;
  readonly keep: (row: ApiUserCreation, credentials: Credentials) => Promise<void>;
  readonly onProgress?: (rows: number, total: number) => void;
}
const document = "guides/recipes/onboarding.md";
const { onboard } = moduleOf(document, "onboard") as {
  onboard: (
    apiUsers: ApiUsersClient,
    onboarding: Onboarding,
  ) => Promise<readonly { readonly row: ApiUserCreation; readonly error: unknown }[]>;
};
const { readRows } = moduleOf(document, "readRows") as { readRows: (csv: string) => ApiUserCreation[] };

// Each entry of a journal waits for the disk, which others may use, too.
jest.setTimeout(60_000);

const groups = [{ id: "572f1204017975032d8ec1dd" }, { id: "572f1204017975032d8ec1de" }];
const profiles = [{ id: "5138e7dfa2f1fffaf25fd409" }, { id: "5138e7dfa2f1fffaf25fd40a" }];
const createFake = (options = {}) => createFakeApi({ users: 30, groups, profiles, ...options });

/** A CSV of so many rows, in two groups, with one or two profiles each. */
function csvOf(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const profileIds = profiles.slice(0, 1 + (index % 2)).map(({ id }) => id);
    return `"Gateway ${index + 1}, roof",${groups[index % 2]?.id},Europe/Paris,${profileIds.join(" ")}`;
  });
  return ["name,groupId,timezone,profileIds", ...rows].join("\r\n");
}
const manyRows = readRows(csvOf(300));
const rows = manyRows.slice(0, 20);

let fake: FakeApi;
let folder: string;
let vault: Map<string, Credentials>;

beforeEach(() => {
  fake = createFake();
  folder = mkdtempSync(join(tmpdir(), "onboarding-"));
  vault = new Map();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const journal = () => join(folder, "journal");
const keep = async ({ name }: ApiUserCreation, credentials: Credentials): Promise<void> => {
  vault.set(name, credentials);
};

function run(given: Partial<Onboarding> = {}, options: ApiUsersClientOptions = {}) {
  const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retryDelay: () => 0, ...options });
  return onboard(apiUsers, { rows, journal: journal(), keep, ...given });
}

const created = () => fake.users.filter(({ name }) => name.startsWith("Gateway"));
const byName = (one: { readonly name: string }, other: { readonly name: string }) => (one.name < other.name ? -1 : 1);

/** Every row was created once, as it says, and has a password that works. */
function expectDone(wanted: readonly ApiUserCreation[], kept: ReadonlyMap<string, Credentials> = vault) {
  expect(created().sort(byName)).toMatchObject([...wanted].sort(byName));
  expect([...kept.keys()].sort()).toEqual(wanted.map(({ name }) => name).sort());
  for (const [name, { username, password }] of kept) {
    expect(fake.users.find(({ id }) => id === username)?.name).toBe(name);
    expect(password).toBe(fake.authOf(username).password);
  }
}

describe("the rows", () => {
  it("are read from CSV, with quotes, line breaks and the mark of a spreadsheet", () => {
    expect(
      readRows('\uFEFFtimezone,name,profileIds,groupId,note\r\nEurope/Paris,"a ""b"",\nc",p1  p2,g,\r\n\r\n'),
    ).toEqual([{ name: 'a "b",\nc', groupId: "g", timezone: "Europe/Paris", profileIds: ["p1", "p2"] }]);
  });

  it.each(["p1 p2", "p1;p2", " p1 ; p2; "])("may have several profiles, such as %j", (profileIds) => {
    const [row] = readRows(`name,groupId,timezone,profileIds\na,b,c,${profileIds}`);
    expect(row?.profileIds).toEqual(["p1", "p2"]);
  });

  it.each([
    [
      "name;groupId;timezone;profileIds\na;b;c;d",
      'The header row has no column "name" (is the separator a comma?): name;groupId;timezone;profileIds',
    ],
    ["name,groupId,timezone\na,b,c", 'The header row has no column "profileIds"'],
    ["name,groupId,timezone,profileIds\na,b,c\n", "Row 1 has 3 cells, the header row 4"],
    ['name,groupId,timezone,profileIds\na,b,c,d\na "b,c,d,e\nf,g,h,i', "A quote is out of place in row 2"],
  ])("of %j are refused: %s", (csv, message) => {
    expect(() => readRows(csv)).toThrow(message);
  });
});

it("creates a user for each of 300 rows at 50 requests a second, and shows progress from the first second on", async () => {
  jest.useFakeTimers();
  try {
    fake = createFake({ rateLimit: { requests: 50, interval: 1_000 } });
    const began = Date.now();
    const progress: { readonly rows: number; readonly after: number }[] = [];
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(300);
      progress.push({ rows: done, after: Date.now() - began });
    };
    const fetch: ApiUsersClientOptions["fetch"] = async (url, init) => {
      await new Promise((resolve) => setTimeout(resolve, 40));
      return await fake.fetch(url, init);
    };
    expect(await untilSettled(run({ rows: manyRows, onProgress }, { fetch }))).toEqual([]);
    expectDone(manyRows);
    expect(progress.map((step) => step.rows)).toEqual(manyRows.map((_, index) => index + 1));
    expect(progress[0]?.after).toBeLessThan(1_000);
    expect(progress[99]?.after).toBeLessThan((progress[299]?.after ?? 0) / 2);
  } finally {
    jest.useRealTimers();
  }
});

it("touches nobody when it is run again", async () => {
  await run();
  const before = fake.requests.length;
  expect(await run()).toEqual([]);
  expect(new Set(fake.requests.slice(before).map(({ operation }) => operation))).toEqual(new Set(["listApiUsers"]));
  expectDone(rows);
});

it("reports whose responses were lost, and settles them in the next run", async () => {
  fake.failNext({ status: 429, times: 4, operation: "createApiUser" });
  fake.failNext({ dropConnection: "after", times: 3, operation: "createApiUser" });
  fake.failNext({ dropConnection: true, operation: "createApiUser" });
  fake.failNext({ dropConnection: "after", operation: "renewCredential" });
  const failures = await run();
  expect(failures).toHaveLength(5);
  for (const { error } of failures) expect(error).toMatchObject({ kind: "connection", mayHaveBeenApplied: true });
  expect(await run()).toEqual([]);
  expectDone(rows);
});

it("gets every password into a store that refuses half of them, run by run", async () => {
  let calls = 0;
  const unreliable: Onboarding["keep"] = async (row, credentials) => {
    calls += 1;
    // A store may also refuse what it has stored.
    if (calls % 4 !== 0) await keep(row, credentials);
    if (calls % 2 === 0) throw new Error("full");
  };
  let runs = 0;
  const wanted = manyRows.slice(0, 60);
  while (runs < 20 && (await run({ rows: wanted, keep: unreliable })).length > 0) runs += 1;
  expect(runs).toBeGreaterThan(3);
  expectDone(wanted);
});

it("reports what the service refuses, and does the rest", async () => {
  const unknown = { ...manyRows[0], name: "Gateway X", profileIds: ["unknown"] } as ApiUserCreation;
  const failures = await run({ rows: [unknown, ...rows] });
  expect(failures).toMatchObject([{ row: unknown, error: { kind: "badRequest" } }]);
  expectDone(rows);
});

it("writes no password into the journal", async () => {
  await run();
  const text = readFileSync(journal(), "utf8");
  expect(text).toContain('kept ["572f1204017975032d8ec1dd","Gateway 5, roof"]');
  for (const { password } of vault.values()) expect(text).not.toContain(password);
});

describe("names that are taken", () => {
  const [row] = rows as [ApiUserCreation];

  afterEach(() => {
    expect(new Set(fake.requests.map(({ operation }) => operation))).toEqual(new Set(["listApiUsers"]));
    expect(created()).toEqual([]);
  });

  it("in the group stop it before it changes anything", async () => {
    const theirs = { ...row, name: fake.users[0]?.name ?? "", groupId: fake.users[0]?.groupId ?? "" };
    await expect(run({ rows: [row, theirs] })).rejects.toThrow("These names are taken: User 001");
  });

  it("in the file do, too", async () => {
    await expect(run({ rows: [row, { ...row }] })).rejects.toThrow(`These names are taken: ${row.name}`);
  });
});

it("takes a name of another group for another user", async () => {
  const elsewhere = rows.slice(0, 1).map((row) => ({ ...row, groupId: groups[1]?.id ?? "" }));
  const names: string[] = [];
  expect(await run({ rows: [...rows, ...elsewhere], keep: async ({ name }) => void names.push(name) })).toEqual([]);
  expect(names).toHaveLength(21);
});

it("refuses a name of its own that somebody else has taken as well", async () => {
  const [row] = rows as [ApiUserCreation];
  fake.failNext({ dropConnection: "after", operation: "createApiUser" });
  await run({ rows: [row] });
  await new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch }).create(row);
  await expect(run({ rows: [row] })).rejects.toThrow(`These names are taken: ${row.name}`);
});

describe("a row that the service has refused", () => {
  const [row] = rows as [ApiUserCreation];
  const refuse = async () => {
    fake.failNext({ status: 403, operation: "createApiUser" });
    expect(await run({ rows: [row] })).toMatchObject([{ error: { kind: "forbidden", mayHaveBeenApplied: false } }]);
  };

  it("is created by the next run", async () => {
    await refuse();
    await refuse();
    expect(await run({ rows: [row] })).toEqual([]);
    expectDone([row]);
  });

  it("leaves its name to others: whoever has taken it since keeps the password", async () => {
    await refuse();
    const { id } = await new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch }).create(row);
    const { password } = fake.authOf(id);
    await expect(run({ rows: [row] })).rejects.toThrow(`These names are taken: ${row.name}`);
    expect(fake.authOf(id).password).toBe(password);
  });

  it("is its own again once a later run has begun it without a clear end", async () => {
    await refuse();
    fake.failNext({ dropConnection: "after", operation: "createApiUser" });
    expect(await run({ rows: [row] })).toHaveLength(1);
    expect(await run({ rows: [row] })).toEqual([]);
    expectDone([row]);
  });
});

describe("when it crashes", () => {
  // The deadlines of calls that nothing comes back from would keep the process waiting.
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it("at any step, the next run loses no password and creates nobody twice", async () => {
    const wanted = rows.slice(0, 4);
    let crashes = 0;
    // Every half-step: two groups listed, and three steps a row.
    for (let steps = 0; steps < 30; steps += 1) {
      fake.reset();
      vault.clear();
      rmSync(journal(), { force: true });
      for (const left of [steps, steps >> 1]) {
        const crash = new Crash(left);
        const end = await crash.run(() =>
          run(
            { rows: wanted, keep: (row, credentials) => crash.step(() => keep(row, credentials)) },
            { fetch: (url, init) => crash.step(() => fake.fetch(url, init)) },
          ),
        );
        if (end === "crashed") crashes += 1;
      }
      expect(await run({ rows: wanted })).toEqual([]);
      expectDone(wanted);
    }
    expect(crashes).toBeGreaterThan(40);
  });

  it("because it is killed, the next run goes on", async () => {
    jest.useRealTimers();
    const server = await fake.listen();
    const wanted = manyRows.slice(0, 60);
    const kept = join(folder, "kept-");
    const program = bundle(
      document,
      folder,
      `
      import { writeFileSync } from "node:fs";
      import { ApiUsersClient } from "sigfox-api-users";
      import { onboard } from "./onboard.js";
      const { auth, baseUrl, rows, journal, kept, after } = JSON.parse(process.argv[2] ?? "");
      let count = 0;
      await onboard(new ApiUsersClient({ auth, baseUrl }), {
        rows, journal,
        keep: async ({ name }, credentials) => {
          if (++count === after) process.kill(process.pid, "SIGKILL");
          writeFileSync(kept + name, JSON.stringify(credentials), { flush: true });
        },
      });`,
    );
    const argument = { auth: fake.auth, baseUrl: server.url, rows: wanted, journal: journal(), kept };
    for (const after of [5, 40])
      await expect(start(program, { ...argument, after })).rejects.toMatchObject({ signal: "SIGKILL" });
    // Nothing that the last process has sent arrives during the next run.
    await server.close();
    for (const name of readdirSync(folder).filter((file) => file.startsWith("kept-")))
      vault.set(name.slice("kept-".length), JSON.parse(readFileSync(join(folder, name), "utf8")) as Credentials);
    expect(vault.size).toBeGreaterThanOrEqual(40);
    expect(await run({ rows: wanted })).toEqual([]);
    expectDone(wanted);
  });
});
