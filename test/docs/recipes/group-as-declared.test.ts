import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiUsersClient, type ApiUsersClientOptions } from "../../../src/index";
import { createFakeApi, type FakeApi } from "../../../src/testing/index";
import { moduleOf } from "../support/run";
import { Crash } from "./support/crash";
import { bundle, start } from "../support/program";

interface DeclaredUser {
  readonly name: string;
  readonly timezone: string;
  readonly profileIds: readonly string[];
}
interface Declared {
  readonly groupId: string;
  readonly users: readonly DeclaredUser[];
}
interface Step {
  readonly do: string;
  readonly user: DeclaredUser & { readonly id?: string };
}
interface Plan {
  readonly steps: readonly Step[];
  readonly undeclared: readonly DeclaredUser[];
}
const document = "guides/recipes/group-as-declared.md";
const { plan } = moduleOf(document, "plan") as {
  plan: (
    apiUsers: Pick<ApiUsersClient, "list">,
    declared: Declared,
    options: { readonly ownLogin: string; readonly maxDeletions?: number },
  ) => Promise<Plan>;
};
const { apply } = moduleOf(document, "apply") as {
  apply: (
    apiUsers: ApiUsersClient,
    plan: Plan,
    options: { readonly ownLogin: string; readonly onStep?: (step: Step) => void },
  ) => Promise<number>;
};

// Processes take their time on a loaded machine.
jest.setTimeout(60_000);

const groupId = "572f1204017975032d8ec1dd";
const [p1, p2, p3] = ["p1", "p2", "p3"] as const;
const timezone = "Europe/Paris";
/** The own login, five users that stay in some way, and one in another group. */
const seed = [
  { id: "own", name: "Job", profileIds: [p1] },
  { id: "same", name: "Same", profileIds: [p1] },
  { id: "zone", name: "Zone", profileIds: [p1] },
  { id: "more", name: "More", profileIds: [p1] },
  { id: "swap", name: "Swap", profileIds: [p1, p2] },
  { id: "gone", name: "Gone", profileIds: [p1] },
  { id: "away", name: "Away", profileIds: [p1], groupId: "elsewhere" },
].map((user) => ({ timezone, groupId, ...user }));
const declared: Declared = {
  groupId,
  users: [
    { name: "Same", timezone, profileIds: [p1] },
    { name: "Zone", timezone: "Asia/Tokyo", profileIds: [p1] },
    { name: "More", timezone, profileIds: [p1, p2, p3] },
    { name: "Swap", timezone, profileIds: [p2, p3] },
    { name: "New", timezone, profileIds: [p2] },
    { name: "Newer", timezone, profileIds: [p1, p3] },
  ],
};

let fake: FakeApi;
let apiUsers: ApiUsersClient;
const ownLogin = "own";
const client = (options: ApiUsersClientOptions = {}) =>
  new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retryDelay: () => 0, ...options });
const makePlan = (maxDeletions = 1, given = declared) => plan(apiUsers, given, { ownLogin, maxDeletions });

beforeEach(() => {
  fake = createFakeApi({
    users: seed,
    groups: [{ id: groupId }, { id: "elsewhere" }],
    profiles: [p1, p2, p3].map((id) => ({ id })),
  });
  apiUsers = client();
});

const writes = () => fake.requests.filter(({ method }) => method !== "GET").map(({ operation }) => operation);

/** The group is as declared, and the own login and the other group are as they were. */
function expectDeclared() {
  const shown = fake.users.map(({ id, name, timezone: zone, profileIds }) => ({
    name,
    timezone: zone,
    profileIds: [...profileIds].sort(),
    ...(["own", "away"].includes(id) && { id }),
  }));
  const wanted = [
    { id: "own", name: "Job", timezone, profileIds: [p1] },
    { id: "away", name: "Away", timezone, profileIds: [p1] },
    ...declared.users,
  ];
  const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1);
  expect(shown.sort(byName)).toEqual(wanted.sort(byName));
}

describe("a plan", () => {
  it("creates, updates, adds profiles, removes profiles and deletes, in this order, and writes nothing", async () => {
    const { steps, undeclared } = await makePlan();
    expect(steps.map((step) => [step.do, step.user.name])).toEqual([
      ["create", "New"],
      ["create", "Newer"],
      ["update", "Zone"],
      ["addProfiles", "More"],
      ["addProfiles", "Swap"],
      ["removeProfile", "Swap"],
      ["delete", "Gone"],
    ]);
    expect(undeclared).toEqual([]);
    expect(writes()).toEqual([]);
  });

  it("can be made with a client that has no way to write", async () => {
    const reader: Pick<ApiUsersClient, "list"> = { list: apiUsers.list.bind(apiUsers) };
    expect((await plan(reader, declared, { ownLogin })).steps).toHaveLength(6);
  });

  it("deletes nobody unless asked to, and names who is left", async () => {
    const { steps, undeclared } = await plan(apiUsers, declared, { ownLogin });
    expect(steps.map((step) => step.do)).not.toContain("delete");
    expect(undeclared).toMatchObject([{ name: "Gone" }]);
  });

  it("holds no password", async () => {
    const text = JSON.stringify(await makePlan());
    for (const { id } of fake.users) expect(text).not.toContain(fake.authOf(id).password);
  });

  it("is refused if it would delete more than it may", async () => {
    const few = { groupId, users: declared.users.slice(0, 2) };
    await expect(makePlan(2, few)).rejects.toThrow("3 users would be deleted, at most 2 may be");
  });

  it.each([NaN, -1, 1.5, Infinity])("is refused if at most %d users may be deleted", async (maxDeletions) => {
    await expect(makePlan(maxDeletions)).rejects.toThrow("maxDeletions must be a whole number");
  });

  it("is refused if it would change the own login, and never deletes it", async () => {
    const own = { name: "Job", timezone: "Asia/Tokyo", profileIds: [p1] };
    await expect(makePlan(1, { groupId, users: [...declared.users, own] })).rejects.toThrow(
      'The file would change the own login "own"',
    );
    expect((await makePlan(9, { groupId, users: [] })).steps.map(({ user }) => user.id)).not.toContain("own");
  });

  it("is refused if a name is not unique, in the file or in the group", async () => {
    const [first] = declared.users as [DeclaredUser];
    await expect(makePlan(1, { groupId, users: [first, first] })).rejects.toThrow(
      "The file has more than one user called Same",
    );
    await apiUsers.update("gone", { name: "Same" });
    await expect(makePlan()).rejects.toThrow("The group has more than one user called Same");
  });

  it.each([
    [null, "The file must be an object with groupId, users"],
    [[], "The file must be an object with groupId, users"],
    [{ users: [] }, "The file has no groupId"],
    [{ groupId: 5, users: [] }, "The file has no groupId"],
    [{ groupId }, "The file has no list of users"],
    [{ groupId, users: {} }, "The file has no list of users"],
    [{ groupId, users: [], maxDeletions: 3 }, 'The file has an unknown property "maxDeletions"'],
    [{ groupId, users: [null] }, "users[0] must be an object with name, timezone, profileIds"],
    [{ groupId, users: [...declared.users, "A"] }, "users[6] must be an object"],
    [{ groupId, users: [{ name: "", timezone, profileIds: [p1] }] }, "users[0] has no name"],
    [{ groupId, users: [{ name: "A", profileIds: [p1] }] }, "users[0] has no timezone"],
    [{ groupId, users: [{ name: "A", timezone }] }, "users[0] has no list of profileIds"],
    [{ groupId, users: [{ name: "A", timezone, profileIds: [] }] }, "users[0] has no list of profileIds"],
    [{ groupId, users: [{ name: "A", timezone, profileIds: [null] }] }, "users[0] has no list of profileIds"],
    [{ groupId, users: [{ name: "A", timeZone: timezone, profileIds: [p1] }] }, 'an unknown property "timeZone"'],
    [{ groupId, users: [{ name: "A", timezone, profileIds: [p1], id: "a" }] }, 'users[0] has an unknown property "id"'],
  ])("is refused if the file is %j", async (file, message) => {
    await expect(makePlan(1, file as unknown as Declared)).rejects.toThrow(message);
    expect(fake.requests).toEqual([]);
  });

  it("of nobody changes nobody, unless deletions are allowed", async () => {
    expect((await makePlan(0, { groupId, users: [] })).steps).toEqual([]);
    expect((await makePlan(9, { groupId, users: [] })).steps).toHaveLength(5);
  });

  it("leaves a group beneath alone, if the filter includes it", async () => {
    const fetch: ApiUsersClientOptions["fetch"] = (url, init) =>
      fake.fetch(url.replace(/groupIds=\w+/, `groupIds=${groupId}%2Celsewhere`), init);
    const { steps } = await plan(client({ fetch }), declared, { ownLogin, maxDeletions: 9 });
    expect(steps.map(({ user }) => user.name)).not.toContain("Away");
  });
});

describe("applying a plan", () => {
  it("makes the group as declared, step by step, and then a new plan is empty", async () => {
    const made = await makePlan();
    const done: string[] = [];
    expect(await apply(apiUsers, made, { ownLogin, onStep: (step) => void done.push(step.do) })).toBe(7);
    expect(done).toEqual(made.steps.map((step) => step.do));
    expectDeclared();
    expect((await makePlan(0)).steps).toEqual([]);
  });

  it("twice changes nothing, also when the plan was saved as JSON", async () => {
    const made = JSON.parse(JSON.stringify(await makePlan())) as Plan;
    await apply(apiUsers, made, { ownLogin });
    const before = writes().length;
    expect(await apply(apiUsers, made, { ownLogin })).toBe(0);
    expect(writes()).toHaveLength(before);
    expectDeclared();
  });

  it("is refused if the plan would change the login that applies it", async () => {
    const made = await makePlan();
    await expect(apply(apiUsers, made, { ownLogin: "gone" })).rejects.toThrow('change the own login "gone"');
    expect(writes()).toEqual([]);
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ["renamed a user", "Renamed|Same", () => apiUsers.update("same", { name: "Renamed" })],
    ["moved a user to another zone", "Zone", () => apiUsers.update("zone", { timezone: "America/Lima" })],
    ["moved a user that stays", "Same", () => apiUsers.update("same", { timezone: "America/Lima" })],
    ["given a profile to a user", "Same", () => apiUsers.addProfiles("same", [p3])],
    ["taken a profile from a user", "Swap", () => apiUsers.removeProfile("swap", p2)],
    ["deleted a user", "More", () => apiUsers.delete("more")],
    ["created a user", "Stranger", () => apiUsers.create({ groupId, name: "Stranger", timezone, profileIds: [p1] })],
    ["created one otherwise", "New", () => apiUsers.create({ groupId, name: "New", timezone, profileIds: [p1] })],
    [
      "created one twice",
      "New",
      async () => {
        for (let count = 0; count < 2; count += 1)
          await apiUsers.create({ groupId, name: "New", timezone, profileIds: [p2] });
      },
    ],
  ])("is refused if somebody has %s since", async (_, name, change) => {
    const made = await makePlan();
    await change();
    const before = writes().length;
    await expect(apply(apiUsers, made, { ownLogin })).rejects.toThrow(
      new RegExp(`no longer fits the group: make a new one. Changed since: .*(${name})`),
    );
    expect(writes()).toHaveLength(before);
  });

  it.each([
    "createApiUser",
    "updateApiUser",
    "addProfileToApiUser",
    "deleteProfileOfApiUser",
    "deleteApiUser",
  ] as const)("settles a lost response of %s by reading, without repeating it", async (operation) => {
    const made = await makePlan();
    fake.failNext({ dropConnection: "after", operation });
    expect(await apply(client({ retries: 0 }), made, { ownLogin })).toBe(7);
    expectDeclared();
    expect(writes()).toHaveLength(7);
  });

  it.each(["createApiUser", "addProfileToApiUser"] as const)(
    "stops after a lost %s that was not applied, and can be applied again",
    async (operation) => {
      const made = await makePlan();
      fake.failNext({ dropConnection: true, operation });
      await expect(apply(apiUsers, made, { ownLogin })).rejects.toMatchObject({ kind: "connection", operation });
      await apply(apiUsers, made, { ownLogin });
      expectDeclared();
    },
  );

  it("stops at a step that the service refuses", async () => {
    const made = await makePlan();
    fake.failNext({ status: 403, operation: "addProfileToApiUser" });
    await expect(apply(apiUsers, made, { ownLogin })).rejects.toMatchObject({ kind: "forbidden" });
    expect(writes()).toEqual(["createApiUser", "createApiUser", "updateApiUser", "addProfileToApiUser"]);
  });
});

describe("when it crashes", () => {
  // The deadlines of calls that nothing comes back from would keep the process waiting.
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it("at any step, and then at any other, the plan can be applied again", async () => {
    const made = await makePlan();
    let crashes = 0;
    // Every half-step of a list and seven writes.
    for (let first = 0; first < 16; first += 1)
      for (const second of [1, 4, 9]) {
        fake.reset();
        for (const steps of [first, second]) {
          const crash = new Crash(steps);
          const crashing = client({ fetch: (url, init) => crash.step(() => fake.fetch(url, init)) });
          if ((await crash.run(() => apply(crashing, made, { ownLogin }))) === "crashed") crashes += 1;
        }
        await apply(apiUsers, made, { ownLogin });
        expectDeclared();
        expect(writes().filter((operation) => operation === "createApiUser")).toHaveLength(2);
      }
    expect(crashes).toBeGreaterThanOrEqual(40);
  });
});

describe("the command", () => {
  let folder: string;
  const { declare } = moduleOf(document, "declare") as {
    declare: (args: string[], apiUsers: ApiUsersClient, ownLogin: string) => Promise<void>;
  };
  const file = () => join(folder, "group.json");
  /** The saved plans, oldest first. */
  const saved = () =>
    readdirSync(folder)
      .filter((name) => /^group\.json\.[\dTZ.-]+\.plan$/.test(name))
      .sort()
      .map((name) => join(folder, name));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "declare-"));
    writeFileSync(file(), JSON.stringify(declared));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("writes nothing with --dry-run", async () => {
    await declare([file(), "--dry-run", "--max-deletions", "1"], apiUsers, ownLogin);
    expect(writes()).toEqual([]);
    expect(saved()).toEqual([]);
  });

  it("saves the plan before the first step, applies it, and goes on with it after a failure", async () => {
    fake.failNext({ status: 403, operation: "updateApiUser" });
    await expect(declare([file(), "--max-deletions", "1"], apiUsers, ownLogin)).rejects.toThrow("403");
    await declare(["--apply", ...saved()], apiUsers, ownLogin);
    expectDeclared();
  });

  it("keeps a plan that is not fully applied when it makes the next one", async () => {
    jest.useFakeTimers({ now: Date.UTC(2030, 0, 31, 9, 30) });
    try {
      fake.failNext({ status: 403, operation: "updateApiUser" });
      await expect(declare([file(), "--max-deletions", "1"], apiUsers, ownLogin)).rejects.toThrow("403");
      // Not even in the same millisecond.
      await expect(declare([file()], apiUsers, ownLogin)).rejects.toThrow("EEXIST");
      jest.setSystemTime(Date.UTC(2030, 0, 31, 9, 31));
      await declare([file()], apiUsers, ownLogin);
    } finally {
      jest.useRealTimers();
    }
    expect(saved()).toEqual([`${file()}.2030-01-31T09-30-00.000Z.plan`, `${file()}.2030-01-31T09-31-00.000Z.plan`]);
    await declare(["--apply", ...saved().slice(0, 1)], apiUsers, ownLogin);
    expectDeclared();
  });

  it("refuses a ceiling that is no number", async () => {
    await expect(declare([file(), "--max-deletions", "all"], apiUsers, ownLogin)).rejects.toThrow("whole number");
    expect(writes()).toEqual([]);
  });

  it("is killed, and goes on with the saved plan", async () => {
    const server = await fake.listen();
    const program = bundle(
      document,
      folder,
      `
      import { ApiUsersClient } from "sigfox-api-users";
      import { declare } from "./declare.js";
      const { auth, baseUrl, args } = JSON.parse(process.argv[2] ?? "");
      let attempts = 0;
      const onAttempt = () => { if (++attempts === 4) process.kill(process.pid, "SIGKILL"); };
      await declare(args, new ApiUsersClient({ auth, baseUrl, onAttempt }), auth.username);`,
    );
    const argument = { auth: fake.auth, baseUrl: server.url, args: [file(), "--max-deletions", "1"] };
    await expect(start(program, argument)).rejects.toMatchObject({ signal: "SIGKILL" });
    await server.close();
    expect(writes()).toHaveLength(2);
    await declare(["--apply", ...saved()], apiUsers, ownLogin);
    expectDeclared();
  });
});
