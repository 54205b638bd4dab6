import { ApiUserList, type ApiUser } from "sigfox-api-users";
import { withoutAccessToken } from "../http/accessToken";
import { contract } from "./schema";

/** An API user in a list of {@link createFakeList}: the properties that the code under test reads, and a password if it needs one. */
export interface FakeListedUser extends Partial<ApiUser> {
  /** The identifier, which is also the login. */
  readonly id: string;
  /** The password, for `accessTokenOf`; the users of the list do not show it. */
  readonly accessToken?: string | undefined;
}

/** The page size of a list whose query has no `limit`. */
const pageSize = Number(contract.listApiUsers.input.query?.properties?.["limit"]?.default);

/**
 * Creates a list over an array, for a stub of `list`: it can be awaited, iterated over and collected like the client's, in pages of 100.
 * It sends nothing, and ignores the query.
 *
 * @typeParam T - an API user of the list. By default it fits the code that takes the list; to read the users in a test, write
 * `createFakeList<ApiUser>`
 * @param users - the API users
 * @throws TypeError if something is not an object with an `id`
 *
 * @example
 * ```ts
 * import type { ApiUser, ApiUsersClient } from "sigfox-api-users";
 * import { createFakeList } from "sigfox-api-users/testing";
 *
 * const users = [{ id: "u1", name: "Gateway", timezone: "Europe/Paris" }];
 * const stub: Pick<ApiUsersClient, "list"> = { list: () => createFakeList(users) };
 * console.log((await stub.list().toArray()).length); // 1
 *
 * const page = await createFakeList<ApiUser>(users);
 * console.log(page.data[0]?.name, page.hasNext); // Gateway false
 * ```
 */
export function createFakeList<T = never>(users: readonly FakeListedUser[]): ApiUserList<T> {
  if (!Array.isArray(users)) throw new TypeError("users must be a list");
  const shown = users.map((user: Partial<FakeListedUser> | null, index) => {
    const { id } = user ?? {};
    if (typeof id !== "string" || id === "") throw new TypeError(`users[${index}] has no id`);
    return withoutAccessToken(user as FakeListedUser) as T;
  });
  return new ApiUserList<T>({
    start: 0,
    concurrency: 1,
    options: {},
    fetch: (offset) => {
      const end = offset + pageSize;
      return Promise.resolve({ data: shown.slice(offset, end), nextOffset: end < shown.length ? end : undefined });
    },
  });
}
