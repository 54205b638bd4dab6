// A registered symbol: what one copy of the package keeps, every other one in the process finds.
const shared = Symbol.for("sigfox-api-users.accessTokens");

/** Used where the global object is frozen. */
const own = new WeakMap<object, string>();

function accessTokens(): WeakMap<object, string> {
  const holder = globalThis as { readonly [shared]?: WeakMap<object, string> };
  if (holder[shared] === undefined)
    Reflect.defineProperty(holder, shared, { value: new WeakMap(), configurable: true });
  return holder[shared] ?? own;
}

/** An API user as plain data. The password that came with it is kept for {@link accessTokenOf} alone. */
export function withoutAccessToken(user: object): object {
  if (!Object.hasOwn(user, "accessToken")) return user;
  const { accessToken, ...shown } = user as { readonly accessToken?: unknown };
  if (typeof accessToken === "string") accessTokens().set(shown, accessToken);
  return shown;
}

/**
 * Returns the password of an API user that was read, if the service sent one. It works only for the object that the client
 * returned, not for a copy such as a spread, a clone or a reactive proxy.
 *
 * @param user - an API user from {@link ApiUsersClient.get}, a page or a list
 * @returns the password, or `undefined`
 *
 * @example
 * ```ts
 * import { accessTokenOf, ApiUsersClient } from "sigfox-api-users";
 *
 * const apiUsers = new ApiUsersClient({ auth: { username: "my-login", password: "my-password" } });
 * const user = await apiUsers.get("5138e7dfa2f1fffaf25fd4aa");
 * console.log(accessTokenOf(user) === undefined ? "no password" : "a password");
 * ```
 *
 * @category Data
 */
export const accessTokenOf = (user: object): string | undefined => accessTokens().get(user);
