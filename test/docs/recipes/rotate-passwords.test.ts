import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiUsersClient } from "../../../src/index";
import { createFakeApi, type FakeApi } from "../../../src/testing/index";
import { blocksOf } from "../support/blocks";
import { moduleOf } from "../support/run";
import { runSeparately } from "../support/separately";

interface Rotation {
  readonly groupId: string;
  readonly ownLogin: string;
  readonly journal: string;
  readonly keep: (login: string, password: string) => Promise<void>;
}
const document = "guides/recipes/rotate-passwords.md";
const { rotate } = moduleOf(document, "rotate") as {
  rotate: (
    apiUsers: ApiUsersClient,
    rotation: Rotation,
  ) => Promise<{ renewed: number; failures: ReadonlyMap<string, unknown> }>;
};

let folder: string;
let fake: FakeApi;
let ownLogin: string;
let groupId: string;
/** The logins of the group, the own one first. */
let logins: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rotation-"));
  fake = createFakeApi({ users: 12 });
  ownLogin = fake.auth.username;
  groupId = fake.users[0]?.groupId ?? "";
  logins = fake.users.filter((user) => user.groupId === groupId).map(({ id }) => id);
  await writeFile(join(folder, ownLogin), fake.auth.password);
});
afterEach(() => rm(folder, { recursive: true }));

/** The vault is a folder, with a file for each password. */
const kept = (login: string) => readFile(join(folder, login), "utf8");
const keep = (login: string, password: string) => writeFile(join(folder, login), password);
const journal = () => join(folder, "rotation.log");

function run(options: Partial<Rotation> = {}) {
  const apiUsers = new ApiUsersClient({
    auth: async () => ({ username: ownLogin, password: await kept(ownLogin) }),
    fetch: fake.fetch,
    retryDelay: () => 0,
  });
  return rotate(apiUsers, { groupId, ownLogin, journal: journal(), keep, ...options });
}

async function expectEverythingKept() {
  for (const login of logins) expect(await kept(login)).toBe(fake.authOf(login).password);
}

const renewed = () =>
  fake.requests.filter(({ operation }) => operation === "renewCredential").map(({ url }) => url.split("/").at(-2));

it("renews everyone in the group, itself last, and nobody else", async () => {
  const before = fake.users.map(({ id }) => fake.authOf(id).password);
  expect(await run()).toEqual({ renewed: 4, failures: new Map() });
  await expectEverythingKept();
  expect(renewed()).toEqual([...logins.slice(1), ownLogin]);
  const unchanged = fake.users.filter(({ id }, index) => fake.authOf(id).password === before[index]);
  expect(unchanged.map(({ id }) => id)).toEqual(fake.users.map(({ id }) => id).filter((id) => !logins.includes(id)));
});

it("writes no password into the journal", async () => {
  await run();
  const text = await readFile(journal(), "utf8");
  expect(text).toContain(`kept ${ownLogin}`);
  for (const login of logins) expect(text).not.toContain(fake.authOf(login).password);
});

it("renews nobody twice when it is run again", async () => {
  await run();
  expect(await run()).toEqual({ renewed: 0, failures: new Map() });
  expect(renewed()).toHaveLength(4);
});

it("goes on after a lost answer, leaves its own password for later, and mends it in the next run", async () => {
  fake.failNext({ dropConnection: "after", operation: "renewCredential" });
  const { failures } = await run();
  expect([...failures]).toMatchObject([[logins[1], { kind: "connection", mayHaveBeenApplied: true }]]);
  expect(renewed()).toEqual(logins.slice(1));
  expect(await run()).toEqual({ renewed: 2, failures: new Map() });
  await expectEverythingKept();
});

it("goes on when the vault refuses a password, and mends it in the next run", async () => {
  const [, second] = logins;
  const { failures } = await run({
    keep: (login, password) => (login === second ? Promise.reject(new Error("full")) : keep(login, password)),
  });
  expect([...failures.keys()]).toEqual([second]);
  await run();
  await expectEverythingKept();
});

describe("when the process is killed", () => {
  /** Runs it in a process of its own, which dies while it keeps the password of a user. */
  async function runAndDie(login: string | undefined, moment: "before" | "after") {
    const server = await fake.listen();
    const block = blocksOf(document).find(({ module }) => module.endsWith("/rotate.ts"));
    const code = `${block?.code}
      import { ApiUsersClient as Client } from "sigfox-api-users";
      import { writeFile } from "node:fs/promises";
      const die = () => process.kill(process.pid, "SIGKILL");
      await rotate(new Client({ auth: ${JSON.stringify(fake.auth)}, baseUrl: "${server.url}" }), {
        groupId: "${groupId}", ownLogin: "${ownLogin}", journal: ${JSON.stringify(journal())},
        keep: async (login, password) => {
          if (login === "${login}" && "${moment}" === "before") die();
          await writeFile(${JSON.stringify(`${folder}/`)} + login, password);
          if (login === "${login}" && "${moment}" === "after") die();
        },
      });`;
    await expect(runSeparately({ code })).rejects.toMatchObject({ signal: "SIGKILL" });
    await server.close();
  }

  it.each(["before", "after"] as const)("%s a password is kept, the next run keeps one that works", async (moment) => {
    await runAndDie(logins[2], moment);
    expect(await readdir(folder)).toContain("rotation.log");
    expect((await run()).failures.size).toBe(0);
    await expectEverythingKept();
    expect(renewed().filter((login) => login === logins[1])).toHaveLength(1);
  });

  it("before its own password is kept, the next run says that another login is needed", async () => {
    await runAndDie(ownLogin, "before");
    await expect(run()).rejects.toThrow("The own password was renewed and lost: renew it with another login");
    for (const login of logins.slice(1)) expect(await kept(login)).toBe(fake.authOf(login).password);
  });
});
