import { checkInput, checkOptions } from "./contract/input";
import { checkSelecting, type GetApiUserQuery, type ListApiUsersQuery } from "./fields/query";
import type { ApiUserFields, ApiUserWith, Known, OnlyKnownNames } from "./fields/selection";
import { textIn } from "./http/response";
import { hidden } from "./hidden";
import type { CredentialStore } from "./http/credentials";
import { createSend, type Send } from "./http/call";
import { clientSettings, listRule } from "./http/settings";
import { createTransport, type Http } from "./http/transport";
import { userIn } from "./http/user";
import type { ApiUsersClientOptions, CallOptions, ListOptions } from "./options";
import { ApiUserList } from "./pagination/list";
import { contentOf, defaultLimit, type PageContent, type PageSource } from "./pagination/page";
import type { ApiUserCreation, ApiUserEdition, CreatedApiUser, RenewedCredential } from "./schema";

/** What the methods of a client work with, beside its `http`. */
interface Inner {
  readonly send: Send;
  readonly credentials: CredentialStore;
  readonly maxConcurrency: number;
}

const inner = hidden<Inner>("ApiUsersClient");

/**
 * Manages the API users of Sigfox groups. Each method is one operation of the API and rejects only with a {@link SigfoxError}.
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
   * The underlying typed openapi-fetch client, for what the methods do not cover. Each call is one attempt (`{ data, error, response }`)
   * with the same credentials, base URL, headers, checks of ids and middleware, but without retries, deadlines, pace or normalised
   * errors. Its data shows passwords. A success of more than 16 MB rejects with a `RangeError`; with `parseAs: "stream"`, the body is not
   * bounded. In Bun and Deno, the runtime may repeat its writes.
   *
   * `http.use` adds middleware and `http.eject` removes it, for the methods too. Settings of a `Request` such as `cache` do not reach
   * `fetch`: pass a `fetch` of your own that adds them.
   */
  readonly http: Http;

  /**
   * @throws a {@link SigfoxValidationError} if an option is unknown or invalid; it names the option and contains no secret
   */
  constructor(options: ApiUsersClientOptions = {}) {
    const settings = clientSettings(options);
    const { maxConcurrency } = settings;
    const transport = createTransport(settings);
    const { http, credentials } = transport;
    this.http = http;
    inner.keep(this, { send: createSend(transport, settings), credentials, maxConcurrency });
  }

  /**
   * Lists API users. Nothing is sent until the list is used: `await` it for one page, iterate over it for every API user, page after
   * page. `limit` is the page size; it does not limit how many users an iteration returns.
   *
   * Offset paging may skip or repeat users while others create or delete them. If the loop itself deletes users, or changes what the
   * filter matches, collect first with {@link ApiUserList.toArray}.
   *
   * Operation: `listApiUsers`
   *
   * @param query - filters, page size, start and fields; an unknown name is refused, because a misspelt filter would widen the result
   * @param options - options of each page's call, and `concurrency`
   * @returns the list; invalid input is reported only when the list is used
   * @throws a {@link SigfoxValidationError} if the query or an option is invalid
   * @throws a {@link SigfoxPaginationError} if reading on would skip or repeat users
   * @throws a {@link SigfoxError} of any other kind
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
    try {
      return new ApiUserList(pagesOf<ApiUserWith<F>>(this, query, options));
    } catch (error) {
      // Nothing is sent until the list is used, and nothing is thrown before.
      return new ApiUserList({ start: 0, concurrency: 1, options: {}, fetch: () => Promise.reject(error) });
    }
  }

  /**
   * Reads one API user. To find out "who am I", pass the client's own user name as `id`.
   *
   * Operation: `getApiUser`
   *
   * @param id - the id of the API user, which is also its login
   * @param query - `fields`, to add to `group` and `profiles`; `authorizations`, to add `actions` and `resources`
   * @param options - options of this call
   * @returns the API user with the selected fields, as plain data; {@link accessTokenOf} returns its password
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
    const input = checkSelecting("getApiUser", { path: { id }, query });
    const { send } = inner.of(this);
    return await send(input, options, (init) => this.http.GET("/api-users/{id}", { ...init, params: input }), {
      take: (user) => userIn(user) as ApiUserWith<F>,
    });
  }

  /**
   * Creates an API user. Its password comes from {@link ApiUsersClient.renewCredential}.
   *
   * It is retried only if it cannot have been applied: after a 429, after a 401 if the credentials have changed, or if the server cannot
   * have processed it.
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
    const input = checkInput("createApiUser", { body });
    const { send } = inner.of(this);
    return await send(input, options, (init) => this.http.POST("/api-users/", { ...init, body: input.body }), {
      take: (created) => ({ id: textIn(created, "id") }),
    });
  }

  /**
   * Changes the properties in the body and keeps the rest. `profileIds` probably replaces the whole set; the API does not document it. To
   * add or remove one, use {@link ApiUsersClient.addProfiles} or {@link ApiUsersClient.removeProfile}.
   *
   * A retry may overwrite a change that somebody else made in the meantime. `retries: 0` opts out.
   *
   * Operation: `updateApiUser`
   *
   * @param id - the id of the API user
   * @param body - what to change; nothing can be removed, so `null` is refused
   * @param options - options of this call
   * @throws a {@link SigfoxApiError} of kind `notFound` if there is no such API user
   * @throws a {@link SigfoxError} of any other kind; if `mayHaveBeenApplied`, call again: repeating it does no harm
   *
   * @example
   * ```ts
   * await apiUsers.update("5138e7dfa2f1fffaf25fd4aa", { name: "Warehouse gateway 2" });
   * ```
   */
  async update(id: string, body: ApiUserEdition, options?: CallOptions): Promise<void> {
    const input = checkInput("updateApiUser", { path: { id }, body });
    const { send } = inner.of(this);
    await send(input, options, (init) =>
      this.http.PUT("/api-users/{id}", { ...init, params: input, body: input.body }),
    );
  }

  /**
   * Deletes an API user; its credentials stop working. A 404 after an attempt with unknown outcome counts as success; any other 404 is an
   * error.
   *
   * Operation: `deleteApiUser`
   *
   * @param id - the id of the API user; deleting the client's own user ends the client's access
   * @param options - options of this call
   * @throws a {@link SigfoxApiError} of kind `notFound` if there is no such API user
   * @throws a {@link SigfoxError} of any other kind; if `mayHaveBeenApplied`, call again: repeating it does no harm
   *
   * @example
   * ```ts
   * await apiUsers.delete("5138e7dfa2f1fffaf25fd4aa");
   * ```
   */
  async delete(id: string, options?: CallOptions): Promise<void> {
    const input = checkInput("deleteApiUser", { path: { id } });
    const { send } = inner.of(this);
    await send(input, options, (init) => this.http.DELETE("/api-users/{id}", { ...init, params: input }));
  }

  /**
   * Adds profiles to an API user, which keeps those it has.
   *
   * The API does not document whether adding a profile twice is an error, so it is retried only if it cannot have been applied.
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
    const { send } = inner.of(this);
    await send(input, options, (init) =>
      this.http.PUT("/api-users/{id}/profiles", { ...init, params: input, body: input.body }),
    );
  }

  /**
   * Removes one profile from an API user. A 404 after an attempt with unknown outcome counts as success.
   *
   * Operation: `deleteProfileOfApiUser`
   *
   * @param id - the id of the API user
   * @param profileId - the id of the profile
   * @param options - options of this call
   * @throws a {@link SigfoxApiError} of kind `notFound` if there is no such API user, or it does not have the profile
   * @throws a {@link SigfoxError} of any other kind; if `mayHaveBeenApplied`, call again: repeating it does no harm
   *
   * @example
   * ```ts
   * await apiUsers.removeProfile("5138e7dfa2f1fffaf25fd4aa", "5138e7dfa2f1fffaf25fd409");
   * ```
   */
  async removeProfile(id: string, profileId: string, options?: CallOptions): Promise<void> {
    const input = checkInput("deleteProfileOfApiUser", { path: { id, profileId } });
    const { send } = inner.of(this);
    await send(input, options, (init) =>
      this.http.DELETE("/api-users/{id}/profiles/{profileId}", { ...init, params: input }),
    );
  }

  /**
   * Renews the password of an API user; the old one stops working at once.
   *
   * Store the password: it is returned only once. If `id` is the client's own user name and `auth` is an object, the client uses the new
   * password from then on, and concurrent renewals share one result. If `auth` is a function, store the password where that function
   * finds it.
   *
   * It is retried only if it cannot have been applied: after a 429, after a 401 if the credentials have changed, or if the server cannot
   * have processed it.
   *
   * Operation: `renewCredential`
   *
   * @param id - the id of the API user
   * @param options - options of this call
   * @returns a plain object with the new password
   * @throws a {@link SigfoxApiError} of kind `notFound` if there is no such API user
   * @throws a {@link SigfoxError} of any other kind. If `mayHaveBeenApplied`, the old password may no longer work: for another user,
   * call again; for the client's own, another credential may be needed
   *
   * @example
   * ```ts
   * const { accessToken } = await apiUsers.renewCredential("5138e7dfa2f1fffaf25fd4aa");
   * console.log(`The new password has ${accessToken.length} characters.`);
   * ```
   */
  async renewCredential(id: string, options?: CallOptions): Promise<RenewedCredential> {
    const input = checkInput("renewCredential", { path: { id } });
    const { send, credentials } = inner.of(this);
    const ownRenewal = credentials.renewalOf(id);
    const take = (renewed: RenewedCredential): RenewedCredential => {
      const accessToken = textIn(renewed, "accessToken");
      ownRenewal?.renewed(accessToken);
      return { accessToken };
    };
    return await send(
      input,
      options,
      (init) => this.http.PUT("/api-users/{id}/renew-credential", { ...init, params: input }),
      { take, isSecret: true, ownRenewal },
    );
  }
}

/** Where the pages of a list come from: each is a call of its own. */
function pagesOf<T>(client: ApiUsersClient, query: unknown, options: ListOptions): PageSource<T> {
  const { send, maxConcurrency } = inner.of(client);
  // Copied, so that all pages are requested with the same options.
  const { concurrency = 1, ...call } = checkOptions(listRule, options, "listApiUsers");
  const { query: checkedQuery = {}, ...input } = checkSelecting("listApiUsers", { query });
  const { offset: start = 0, limit = defaultLimit } = checkedQuery;
  return {
    start,
    concurrency: Math.min(concurrency, maxConcurrency),
    options: call,
    fetch: (offset, callOptions, cancel) => {
      // The first page is requested with the caller's own query.
      const params = { query: offset === start ? checkedQuery : { ...checkedQuery, offset } };
      return send(input, callOptions, (init) => client.http.GET("/api-users/", { ...init, params }), {
        take: (page) => contentOf(page, { offset, limit }) as PageContent<T>,
        cancel,
      });
    },
  };
}
