import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiUsersClient } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { moduleOf } from "../support/run";

const { exportUsers } = moduleOf("guides/recipes/csv.md", "exportUsers") as {
  exportUsers: (apiUsers: ApiUsersClient, path: string, onProgress?: (users: number) => void) => Promise<void>;
};
const fake = createFakeApi({ users: 1_250 });
const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retries: 0 });
let folder: string;

beforeEach(async () => {
  fake.reset();
  folder = await mkdtemp(join(tmpdir(), "csv-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("writes a line for each user, in order, and tells how many after each page", async () => {
  const progress: number[] = [];
  await exportUsers(apiUsers, join(folder, "users.csv"), (users) => progress.push(users));
  const [head, ...lines] = (await readFile(join(folder, "users.csv"), "utf8")).trimEnd().split("\r\n");
  expect(head).toBe("id,name,timezone,group,profiles,created");
  expect(lines.map((line) => line.split(",")[0])).toEqual(fake.users.map(({ id }) => id));
  expect(lines[1]).toBe(
    `${fake.users[1]?.id},User 002,America/Sao_Paulo,Fake channel,Message reader; Access manager,2020-01-01T01:00:00.000Z`,
  );
  expect(progress).toEqual([...Array.from({ length: 12 }, (_, page) => (page + 1) * 100), 1_250]);
});

it("quotes what would break a line", async () => {
  await apiUsers.update(fake.users[0]?.id ?? "", { name: 'Gate "North", 2\nupper' });
  await exportUsers(apiUsers, join(folder, "users.csv"));
  expect(await readFile(join(folder, "users.csv"), "utf8")).toContain(',"Gate ""North"", 2\nupper",');
});

it("leaves no file that looks whole when the reading breaks, and stops asking", async () => {
  const path = join(folder, "users.csv");
  await expect(
    exportUsers(apiUsers, path, (users) => {
      if (users === 200) fake.failNext({ status: 500, times: Infinity });
    }),
  ).rejects.toMatchObject({ kind: "server" });
  expect(await readdir(folder)).toEqual(["users.csv.part"]);
  const asked = fake.requests.length;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(fake.requests).toHaveLength(asked);
});
