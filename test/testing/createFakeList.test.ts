import { jest as mocks } from "@jest/globals";
import { accessTokenOf, ApiUserList, ApiUserPage, type ApiUser, type ApiUsersClient } from "../../src/index";
import { createFakeList } from "../../src/testing";

const users = Array.from({ length: 230 }, (_, index) => ({ id: `u${index}`, name: `User ${index}` }));

it("is a list of the client's, in pages of 100", async () => {
  const list = createFakeList(users);
  expect(list).toBeInstanceOf(ApiUserList);
  const first = await list;
  expect(first).toBeInstanceOf(ApiUserPage);
  expect(first).toMatchObject({ offset: 0, nextOffset: 100, hasNext: true });
  const pages: number[] = [];
  for await (const page of list.pages()) pages.push(page.data.length);
  expect(pages).toEqual([100, 100, 30]);
  expect(await (await first.next())?.next()).toMatchObject({ offset: 200, hasNext: false });
});

it("gives its users each time that it is used, one by one or together", async () => {
  const list = createFakeList<ApiUser>(users);
  expect(await list.toArray()).toEqual(users);
  expect(await list.toArray({ maxItems: 150 })).toHaveLength(150);
  const seen: string[] = [];
  for await (const { id } of list) seen.push(id);
  expect(seen).toEqual(users.map(({ id }) => id));
});

it("ends with a full page", async () => {
  expect(await createFakeList(users.slice(0, 100))).toMatchObject({ hasNext: false, nextOffset: undefined });
});

it("may be empty", async () => {
  expect((await createFakeList([])).toJSON()).toEqual({ data: [], offset: 0, nextOffset: undefined, hasNext: false });
});

it("shows a password to accessTokenOf alone", async () => {
  const [user] = (await createFakeList<ApiUser>([{ id: "u1", name: "Gateway", accessToken: "s3cret" }])).data;
  expect(user).toEqual({ id: "u1", name: "Gateway" });
  expect(user && accessTokenOf(user)).toBe("s3cret");
});

it("stands in for list in a stub, whatever fields the code under test selects", async () => {
  const written: Pick<ApiUsersClient, "list"> = { list: () => createFakeList(users) };
  const mocked: Pick<ApiUsersClient, "list"> = { list: mocks.fn(() => createFakeList(users)) };
  for (const { list } of [written, mocked])
    expect(await list({ fields: { group: { name: true } } }).toArray()).toHaveLength(230);
});

it.each<[unknown, string]>([
  [230, "users must be a list"],
  [[{ id: "u1" }, { name: "Gateway" }], "users[1] has no id"],
  [[null], "users[0] has no id"],
  [[{ id: "" }], "users[0] has no id"],
])("%j is refused", (given, message) => {
  const create = () => createFakeList(given as []);
  expect(create).toThrow(TypeError);
  expect(create).toThrow(message);
});
