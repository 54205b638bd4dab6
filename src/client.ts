import { concealPassword, readNothing, readObject, Unfit } from "./answer";
import { checkInput } from "./check";
import { createCredentialStore, type CredentialStore } from "./credentials";
import type { ApiUserFields, ApiUserWith, Known } from "./fields";
import {
  clientSettings,
  listSettings,
  type ApiUsersClientOptions,
  type CallOptions,
  type ListOptions,
} from "./options";
import { defaultLimit, pageContentOf } from "./pageContent";
import { ApiUserList, type Reading } from "./pagination";
import { checkSelecting, type GetApiUserQuery, type ListApiUsersQuery } from "./query";
import type { ApiUserCreation, ApiUserEdition, CreatedApiUser, RenewedCredential } from "./schema";
import { createSend, type Send } from "./send";
import { createTransport, type Http } from "./transport";

/** What `fields` can be given as. */
type Fields = ApiUserFields | string | undefined;

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
   * deadline or normalised error. Middleware that is added to it later counts for it alone.
   */
  readonly http: Http;
  readonly #send: Send;
  readonly #credentials: CredentialStore;

  /**
   * @throws {@link SigfoxValidationError} if an option is unknown or wrong; it names the option and repeats no secret
   */
  constructor(options: ApiUsersClientOptions = {}) {
    const settings = clientSettings(options);
    this.#credentials = createCredentialStore(options.auth);
    const transport = createTransport({ ...options, headers: settings.headers }, this.#credentials);
    this.#send = createSend(transport, this.#credentials, settings);
    this.http = transport.http;
  }

  list<const F extends Fields = undefined>(
    query?: ListApiUsersQuery<F & Known<F>>,
    options: ListOptions = {},
  ): ApiUserList<ApiUserWith<F>> {
    return new ApiUserList(this.#reading<ApiUserWith<F>>(query, options));
  }

  async get<const F extends Fields = undefined>(
    id: string,
    query?: GetApiUserQuery<F & Known<F>>,
    options?: CallOptions,
  ): Promise<ApiUserWith<F>> {
    const params = checkSelecting("getApiUser", { path: { id }, query });
    return await this.#send(
      {
        operation: "getApiUser",
        path: params.path,
        request: (http, init) => http.GET("/api-users/{id}", { ...init, params }),
        read: readObject((user) => concealPassword(user) as unknown as ApiUserWith<F>),
      },
      options,
    );
  }

  async create(body: ApiUserCreation, options?: CallOptions): Promise<CreatedApiUser> {
    const checked = checkInput("createApiUser", { body });
    return await this.#send(
      {
        operation: "createApiUser",
        request: (http, init) => http.POST("/api-users/", { ...init, body: checked.body }),
        read: readObject(({ id }) => (isText(id) ? { id } : new Unfit("it has no id"))),
        readHeaders: createdIn,
      },
      options,
    );
  }

  async update(id: string, body: ApiUserEdition, options?: CallOptions): Promise<void> {
    const { path, body: edition } = checkInput("updateApiUser", { path: { id }, body });
    await this.#send(
      {
        operation: "updateApiUser",
        path,
        request: (http, init) => http.PUT("/api-users/{id}", { ...init, params: { path }, body: edition }),
        read: readNothing,
      },
      options,
    );
  }

  async delete(id: string, options?: CallOptions): Promise<void> {
    const { path } = checkInput("deleteApiUser", { path: { id } });
    await this.#send(
      {
        operation: "deleteApiUser",
        path,
        request: (http, init) => http.DELETE("/api-users/{id}", { ...init, params: { path } }),
        read: readNothing,
      },
      options,
    );
  }

  async addProfiles(id: string, profileIds: readonly string[], options?: CallOptions): Promise<void> {
    const { path, body } = checkInput("addProfileToApiUser", { path: { id }, body: { profileIds } });
    await this.#send(
      {
        operation: "addProfileToApiUser",
        path,
        request: (http, init) => http.PUT("/api-users/{id}/profiles", { ...init, params: { path }, body }),
        read: readNothing,
      },
      options,
    );
  }

  async removeProfile(id: string, profileId: string, options?: CallOptions): Promise<void> {
    const { path } = checkInput("deleteProfileOfApiUser", { path: { id, profileId } });
    await this.#send(
      {
        operation: "deleteProfileOfApiUser",
        path,
        request: (http, init) => http.DELETE("/api-users/{id}/profiles/{profileId}", { ...init, params: { path } }),
        read: readNothing,
      },
      options,
    );
  }

  async renewCredential(id: string, options?: CallOptions): Promise<RenewedCredential> {
    const { path } = checkInput("renewCredential", { path: { id } });
    const renewsOwn = this.#credentials.isOwn(id);
    return await this.#send(
      {
        operation: "renewCredential",
        path,
        request: (http, init) => http.PUT("/api-users/{id}/renew-credential", { ...init, params: { path } }),
        read: readObject(({ accessToken }) => {
          if (!isText(accessToken)) return new Unfit("it has no accessToken");
          if (renewsOwn) this.#credentials.renewed(accessToken);
          return { accessToken };
        }, true),
        renewsOwn,
      },
      options,
    );
  }

  #reading<T>(query: unknown, options: ListOptions): Reading<T> {
    try {
      const { concurrency, call } = listSettings(options);
      const checked = checkSelecting("listApiUsers", { query }).query;
      const { offset: start = 0, limit = defaultLimit } = checked;
      return {
        start,
        concurrency,
        options: call,
        fetchPage: (offset, callOptions, cancel) =>
          this.#send(
            {
              operation: "listApiUsers",
              request: (http, init) => {
                // The first page is asked for as the caller has put it.
                const page = offset === start ? checked : { ...checked, offset };
                return http.GET("/api-users/", { ...init, params: { query: page } });
              },
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

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** The id at the end of a `Location`. */
function createdIn(headers: Headers): CreatedApiUser | undefined {
  const segment = /([^/?#]+)\/?(?:[?#].*)?$/.exec(headers.get("Location") ?? "")?.[1];
  return segment === undefined || segment === "api-users" ? undefined : { id: decodeURIComponent(segment) };
}
