import { ApiUsersClient, type ApiUser } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { moduleOf } from "../support/run";

interface Progress {
  readonly users: number;
  readonly nextOffset: number | undefined;
}
const { readAll } = moduleOf("guides/recipes/progress.md", "readAll") as {
  readAll: (
    apiUsers: ApiUsersClient,
    handle: (user: ApiUser) => void,
    onProgress: (progress: Progress) => void,
    offset?: number,
  ) => Promise<void>;
};
const fake = createFakeApi({ users: 4_050 });
const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retries: 0 });
const ids = fake.users.map(({ id }) => id);
/** The full pages. */
const pages = Array.from({ length: 40 }, (_, index) => index + 1);

beforeEach(() => fake.reset());

it("handles every user once, in order, and reports after each page", async () => {
  const handled: string[] = [];
  const progress: Progress[] = [];
  await readAll(
    apiUsers,
    ({ id }) => handled.push(id),
    (one) => progress.push(one),
  );
  expect(handled).toEqual(ids);
  expect(progress.map(({ users }) => users)).toEqual([...pages.map((page) => page * 100), 4_050]);
  expect(progress.map(({ nextOffset }) => nextOffset)).toEqual([...pages.map((page) => page * 100), undefined]);
});

it("goes on where it broke, without a gap or a double", async () => {
  const handled: string[] = [];
  let at: number | undefined;
  const onProgress = ({ nextOffset }: Progress) => {
    at = nextOffset;
    if (nextOffset === 300) fake.failNext({ status: 500, times: Infinity });
  };
  await expect(readAll(apiUsers, ({ id }) => handled.push(id), onProgress)).rejects.toMatchObject({ kind: "server" });
  expect(handled).toEqual(ids.slice(0, at));
  fake.reset();
  await readAll(apiUsers, ({ id }) => handled.push(id), onProgress, at);
  expect(handled).toEqual(ids);
});
