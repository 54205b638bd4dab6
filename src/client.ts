import { readNothing, readObject } from "./http/answer";
import { checkInput } from "./contract/check";
import { concealPassword } from "./http/concealPassword";
import { createCredentialStore, type CredentialStore } from "./http/credentials";
import type { ApiUserFields, ApiUserWith, Known, OnlyKnownNames } from "./fields/selection";
import {
  clientSettings,
  listSettings,
  type ApiUsersClientOptions,
  type CallOptions,
  type ListOptions,
} from "./options";
import { defaultLimit, pageContentOf } from "./pagination/pageContent";
import { ApiUserList, type Reading } from "./pagination/list";
import { checkSelecting, type GetApiUserQuery, type ListApiUsersQuery } from "./fields/query";
import type { ApiUserCreation, ApiUserEdition, CreatedApiUser, QueryOf, RenewedCredential } from "./schema";
import { createSend, type Send } from "./http/send";
import { createTransport, type Http } from "./http/transport";
import { Unfit } from "./http/unfit";

/**
 * The API users of Sigfox: eight methods, each one operation of the API. Everything that a method rejects with is a
 * {@link SigfoxError}.
 *
 * @example
 * ```ts
 * import { ApiUsersClient } from "sigfox-api-users";
 *
 * const apiUsers = new ApiUsersClient({ auth: { username: "my-login", password: "my-password" } });
 * for await (const user of apiUsers.list({ fields: { group: { name: true } } })) {
 *   console.log(user.name, "of", user.group?.name);
 * }
 * ```
 *
 * @category Client
 */
export class ApiUsersClient {
  /**
   * The typed openapi-fetch client underneath, for whatever the methods do not name, or for response headers. A call is one raw
   * attempt (`{ data, error, response }`): the same credentials, base URL, serialisers, path guard and middleware, but no retry,
   * deadline or normalised error, and passwords stand in its data in plain sight. Middleware that is added to it later counts for it alone.
   */
  readonly http: Http;
  readonly #send: Send;
  readonly #credentials: CredentialStore;

  /**
   * @throws a {@link SigfoxValidationError} if an option is unknown or wrong; it names the option and repeats no secret
   */
  constructor(options: ApiUsersClientOptions = {}) {
    const { settings, transport: given } = clientSettings(options);
    this.#credentials = createCredentialStore(given.auth);
    const transport = createTransport({ ...given, headers: settings.headers }, this.#credentials);
    this.#send = createSend(transport, this.#credentials, settings);
    this.http = transport.http;
  }

  /**
   * Lists API users. Nothing is sent until the list is used: `await` it for one page, iterate over it for every API user, page after
   * page. `limit` is the size of a page and does not bound what is iterated over.
   *
   * Paging by offset cannot promise each user exactly once while others write. If the loop itself deletes users, or changes what the
   * filter matches, collect first with {@link ApiUserList.toArray}.
   *
   * Operation: `listApiUsers`
   *
   * @param query - filters, page size, start and fields; an unknown name is refused, because a misspelt filter would widen the
   * result
   * @param options - options of each page's call, and `concurrency`
   * @returns the list; it rejects when it is used, never before
   * @throws a {@link SigfoxValidationError} for a query or an option that is wrong
   * @throws a {@link SigfoxPaginationError} where reading on would lose or repeat users
   * @throws a {@link SigfoxError} of any other kind, as each page's call ends
   *
   * @example
   * ```ts
   * const page = await apiUsers.list({ limit: 50 });
   * console.log(page.data.length, page.hasNext);
   *
   * for await (const user of apiUsers.list({ groupIds: ["572f1204017975032d8ec1dd"] })) console.log(user.name);
   *
   * const everyone = await apiUsers.list({}, { concurrency: 8 }).toArray({ maxItems: 10_000 });
   * console.log(everyone.length);
   * ```
   */
  list<const F extends (ApiUserFields & Known<F>) | string | undefined = undefined>(
    query?: ListApiUsersQuery<F | (ApiUserFields & OnlyKnownNames)>,
    options: ListOptions = {},
  ): ApiUserList<ApiUserWith<F>> {
    return new ApiUserList(this.#reading<ApiUserWith<F>>(query, options));
  }

  /**
   * Reads one API user. With the client's own user name it answers "who am I".
   *
   * Operation: `getApiUser`
   *
   * @param id - the id of the API user, which is also its login
   * @param query - `fields`, to add to `group` and `profiles`; `authorizations`, to add `actions` and `resources`
   * @param options - options of this call
   * @returns the API user, with what was selected; `accessToken` is readable, but left out of JSON, spread and inspection
   * @throws a {@link SigfoxApiError} of kind `notFound` if there is no such API user
   * @throws a {@link SigfoxError} of any other kind
   *
   * @example
   * ```ts
   * const user = await apiUsers.get("5138e7dfa2f1fffaf25fd4aa", {
   *   fields: { group: { name: true }, profiles: { name: true, roles: { name: true } } },
   * });
   * console.log(user.group?.name, user.profiles?.map((profile) => profile.name));
   * ```
   */
  async get<const F extends (ApiUserFields & Known<F>) | string | undefined = undefined>(
    id: string,
    query?: GetApiUserQuery<F | (ApiUserFields & OnlyKnownNames)>,
    options?: CallOptions,
  ): Promise<ApiUserWith<F>> {
    return await this.#send(
      {
        input: checkSelecting("getApiUser", { path: { id }, query }),
        read: readObject((user) => concealPassword(user) as unknown as ApiUserWith<F>),
      },
      options,
    );
  }

  /**
   * Creates an API user. Its password comes from {@link ApiUsersClient.renewCredential}.
   *
   * A create is retried only when it surely was not carried out: after a 429, and when no connection was made.
   *
   * Operation: `createApiUser`
   *
   * @param body - the group, the name (at most 100 characters), the full name of a time zone, and at least one profile
   * @param options - options of this call
   * @returns the id of the new API user, which is also its login
   * @throws a {@link SigfoxApiError} of kind `badRequest`, with `issues`, if the server refuses the body
   * @throws a {@link SigfoxError} of any other kind; if `mayHaveBeenApplied`, look for the name in the group before creating again
   *
   * @example
   * ```ts
   * const { id } = await apiUsers.create({
   *   groupId: "572f1204017975032d8ec1dd",
   *   name: "Warehouse gateway",
   *   timezone: "Europe/Paris",
   *   profileIds: ["5138e7dfa2f1fffaf25fd409"],
   * });
   * const { accessToken } = await apiUsers.renewCredential(id);
   * console.log(`The login is ${id}; the password has ${accessToken.length} characters.`);
   * ```
   */
  async create(body: ApiUserCreation, options?: CallOptions): Promise<CreatedApiUser> {
    return await this.#send(
      {
        input: checkInput("createApiUser", { body }),
        read: readObject((answer) => ({ id: textOf(answer, "id") })),
        readHeaders: createdIn,
      },
      options,
    );
  }

  /**
   * Changes an API user: what the body names is changed, the rest is kept. `profileIds` is understood to replace the whole set, which
   * is not documented; to add or remove one, use {@link ApiUsersClient.addProfiles} and {@link ApiUsersClient.removeProfile}.
   *
   * The last writer wins: a retry may overwrite a change that somebody else made meanwhile. `retries: 0` opts out.
   *
   * Operation: `updateApiUser`
   *
   * @param id - the id of the API user
   * @param body - what to change; nothing can be removed, so `null` is refused
   * @param options - options of this call
   * @throws a {@link SigfoxApiError} of kind `notFound` if there is no such API user
   * @throws a {@link SigfoxError} of any other kind; if `mayHaveBeenApplied`, calling again does no harm
   *
   * @example
   * ```ts
   * await apiUsers.update("5138e7dfa2f1fffaf25fd4aa", { name: "Warehouse gateway 2" });
   * ```
   */
  async update(id: string, body: ApiUserEdition, options?: CallOptions): Promise<void> {
    await this.#send({ input: checkInput("updateApiUser", { path: { id }, body }), read: readNothing }, options);
  }

  /**
   * Deletes an API user; its credentials stop working. The promise is "it no longer exists": a 404 that follows an attempt whose end is
   * not known counts as done, any other 404 is an error.
   *
   * Operation: `deleteApiUser`
   *
   * @param id - the id of the API user; the client's own user name ends the client's own access
   * @param options - options of this call
   * @throws a {@link SigfoxApiError} of kind `notFound` if there is no such API user
   * @throws a {@link SigfoxError} of any other kind; if `mayHaveBeenApplied`, calling again does no harm
   *
   * @example
   * ```ts
   * await apiUsers.delete("5138e7dfa2f1fffaf25fd4aa");
   * ```
   */
  async delete(id: string, options?: CallOptions): Promise<void> {
    await this.#send({ input: checkInput("deleteApiUser", { path: { id } }), read: readNothing }, options);
  }

  /**
   * Adds profiles to those that an API user has.
   *
   * Whether adding one that is already there is an error is not documented, so it is retried only when it surely was not carried out.
   *
   * Operation: `addProfileToApiUser`
   *
   * @param id - the id of the API user
   * @param profileIds - the ids of the profiles to add
   * @param options - options of this call
   * @throws a {@link SigfoxApiError} of kind `notFound` if there is no such API user
   * @throws a {@link SigfoxError} of any other kind; if `mayHaveBeenApplied`, read the user's profiles and add what is missing
   *
   * @example
   * ```ts
   * await apiUsers.addProfiles("5138e7dfa2f1fffaf25fd4aa", ["5138e7dfa2f1fffaf25fd409"]);
   * ```
   */
  async addProfiles(id: string, profileIds: readonly string[], options?: CallOptions): Promise<void> {
    const input = checkInput("addProfileToApiUser", { path: { id }, body: { profileIds } });
    await this.#send({ input, read: readNothing }, options);
  }

  /**
   * Takes one profile away from an API user. A 404 that follows an attempt whose end is not known counts as done.
   *
   * Operation: `deleteProfileOfApiUser`
   *
   * @param id - the id of the API user
   * @param profileId - the id of the profile
   * @param options - options of this call
   * @throws a {@link SigfoxApiError} of kind `notFound` if there is no such API user, or it does not have the profile
   * @throws a {@link SigfoxError} of any other kind; if `mayHaveBeenApplied`, calling again does no harm
   *
   * @example
   * ```ts
   * await apiUsers.removeProfile("5138e7dfa2f1fffaf25fd4aa", "5138e7dfa2f1fffaf25fd409");
   * ```
   */
  async removeProfile(id: string, profileId: string, options?: CallOptions): Promise<void> {
    const input = checkInput("deleteProfileOfApiUser", { path: { id, profileId } });
    await this.#send({ input, read: readNothing }, options);
  }

  /**
   * Makes a new password for an API user; the old one stops working at once.
   *
   * With the client's own user name, and credentials given as an object, the client goes on with the new password by itself. Keep it:
   * it is told once. With a function as `auth`, store it where that function finds it.
   *
   * It is retried only when it surely was not carried out: after a 429, and when no connection was made.
   *
   * Operation: `renewCredential`
   *
   * @param id - the id of the API user
   * @param options - options of this call
   * @returns the new password, as a plain object
   * @throws a {@link SigfoxApiError} of kind `notFound` if there is no such API user
   * @throws a {@link SigfoxError} of any other kind. If `mayHaveBeenApplied`, the old password may be void: for another user, call again;
   * for the client's own, another credential may be needed
   *
   * @example
   * ```ts
   * const { accessToken } = await apiUsers.renewCredential("5138e7dfa2f1fffaf25fd4aa");
   * console.log(`The new password has ${accessToken.length} characters.`);
   * ```
   */
  async renewCredential(id: string, options?: CallOptions): Promise<RenewedCredential> {
    const ownRenewal = this.#credentials.renewalOf(id);
    return await this.#send(
      {
        input: checkInput("renewCredential", { path: { id } }),
        read: readObject((answer) => {
          const accessToken = textOf(answer, "accessToken");
          ownRenewal?.renewed(accessToken);
          return { accessToken };
        }, true),
        ownRenewal,
      },
      options,
    );
  }

  #reading<T>(query: unknown, options: ListOptions): Reading<T> {
    try {
      const { concurrency, call } = listSettings(options);
      const input = checkSelecting("listApiUsers", { query });
      const asked = input.query as QueryOf<"listApiUsers">;
      const { offset: start = 0, limit = defaultLimit } = asked;
      return {
        start,
        concurrency,
        options: call,
        fetchPage: (offset, callOptions, cancel) =>
          this.#send(
            {
              // The first page is asked for as the caller has put it.
              input: offset === start ? input : { ...input, query: { ...asked, offset } },
              read: readObject((answer) => pageContentOf<T>(answer, { offset, limit })),
              cancel,
            },
            callOptions,
          ),
      };
    } catch (error) {
      // Nothing is sent until the list is used, and nothing is thrown before.
      return { start: 0, concurrency: 1, options: {}, fetchPage: () => Promise.reject(error) };
    }
  }
}

function textOf(answer: Record<string, unknown>, name: string): string {
  const value = answer[name];
  if (typeof value !== "string" || value === "") throw new Unfit(`it has no ${name}`);
  return value;
}

/** The id at the end of a `Location`. */
function createdIn(headers: Headers): CreatedApiUser | undefined {
  const id = /\/api-users\/([\w-]+)\/?$/.exec(headers.get("Location") ?? "")?.[1];
  return id === undefined ? undefined : { id };
}
