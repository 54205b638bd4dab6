import createOpenapiFetch from "openapi-fetch";
import type { paths } from "../../generated/api-users";
import type * as Library from "../../src/index";
import type { ApiUsersClientOptions } from "../../src/index";
import { engine, ours, raw, unpaced } from "./names";
import { baseUrl as serviceUrl } from "./users";

/** The package as it is published. */
export const { ApiUsersClient } = (await import(
  new URL("../../dist/index.mjs", import.meta.url).href
)) as typeof Library;

export interface Server {
  readonly fetch: typeof fetch;
  readonly baseUrl?: string;
}

/** One way of reading API users, down to the parsed JSON. */
interface Contender {
  readonly get: (id: string) => Promise<unknown>;
  readonly list: (limit: number) => Promise<unknown>;
}

const auth = { username: "5f0000000000000000000000", password: "not-a-real-password" };
export const headers = {
  Accept: "application/json",
  Authorization: `Basic ${btoa(`${auth.username}:${auth.password}`)}`,
};

/** The facade with its defaults: credentials, deadlines, retries, pace and checks. */
export const createOurs = (options: ApiUsersClientOptions & { readonly maxConcurrency?: number }) =>
  new ApiUsersClient({ auth, baseUrl: serviceUrl, ...options });

export const createEngine = ({ fetch, baseUrl = serviceUrl }: Server) =>
  createOpenapiFetch<paths>({ baseUrl, fetch, headers });

export async function rawRead({ fetch, baseUrl = serviceUrl }: Server, path: string): Promise<unknown> {
  const response = await fetch(`${baseUrl}/api-users/${path}`, { headers });
  return JSON.parse(await response.text());
}

const facade = (client: Library.ApiUsersClient): Contender => ({
  get: (id) => client.get(id),
  list: async (limit) => await client.list({ limit }),
});

/** Whether the build that is measured has a pace, and an option that turns it off. */
function isPaced(): boolean {
  try {
    return Boolean(createOurs({ maxConcurrency: Infinity }));
  } catch {
    return false;
  }
}

/** The contenders that the goals speak of. */
export function core(server: Server): Record<string, Contender> {
  const client = createEngine(server);
  return {
    [raw]: {
      get: (id) => rawRead(server, encodeURIComponent(id)),
      list: (limit) => rawRead(server, `?limit=${limit}`),
    },
    [engine]: {
      get: (id) => client.GET("/api-users/{id}", { params: { path: { id } } }),
      list: (limit) => client.GET("/api-users/", { params: { query: { limit } } }),
    },
    [ours]: facade(createOurs(server)),
    ...(isPaced() && { [unpaced]: facade(createOurs({ ...server, maxConcurrency: Infinity })) }),
  };
}

/** As far as the bench uses them: the peers are installed by the bench alone, so the compiler cannot see them. */
interface HeyApi {
  readonly createClient: (config: object) => { readonly get: (options: object) => Promise<unknown> };
}
type KyCall = (path: string, options?: object) => { readonly json: () => Promise<unknown> };
interface Ky {
  readonly default: { readonly create: (options: object) => { readonly get: KyCall; readonly post: KyCall } };
}
interface Axios {
  readonly default: {
    readonly create: (options: object) => { readonly get: (path: string, options?: object) => Promise<unknown> };
  };
}
const peer = async <T>(name: string): Promise<T> => (await import(name)) as T;

export const createKy = async ({ fetch, baseUrl = serviceUrl }: Server, options = {}) =>
  (await peer<Ky>("ky")).default.create({ prefixUrl: baseUrl, fetch, headers, ...options });

/** All contenders. */
export async function contenders(server: Server): Promise<Record<string, Contender>> {
  const { fetch, baseUrl = serviceUrl } = server;
  const heyApi = (await peer<HeyApi>("@hey-api/client-fetch")).createClient({ baseUrl, fetch, headers });
  const ky = await createKy(server);
  const env = { fetch, Request, Response };
  const axiosOptions = { baseURL: baseUrl, adapter: "fetch", env, headers, timeout: 30_000 };
  const axios = (await peer<Axios>("axios")).default.create(axiosOptions);
  return {
    ...core(server),
    "hey-api": {
      get: (id) => heyApi.get({ url: "/api-users/{id}", path: { id } }),
      list: (limit) => heyApi.get({ url: "/api-users/", query: { limit } }),
    },
    ky: {
      get: (id) => ky.get(`api-users/${encodeURIComponent(id)}`).json(),
      list: (limit) => ky.get("api-users/", { searchParams: { limit } }).json(),
    },
    axios: {
      get: (id) => axios.get(`/api-users/${encodeURIComponent(id)}`),
      list: (limit) => axios.get("/api-users/", { params: { limit } }),
    },
  };
}
