import createOpenapiFetch from "openapi-fetch";
import type { paths } from "../../generated/api-users";
import type * as Library from "../../src/index";
import type { ApiUsersClientOptions } from "../../src/index";
import { baseUrl as serviceUrl } from "./users";

export const raw = "raw fetch";
export const engine = "openapi-fetch";
export const ours = "sigfox-api-users";
export const unpaced = "sigfox-api-users, no pace";
export const byHand = "openapi-fetch, ten at a time by hand";

/** The package as it is published. */
const { ApiUsersClient } = (await import(new URL("../../dist/index.mjs", import.meta.url).href)) as typeof Library;

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
const headers = { Accept: "application/json", Authorization: `Basic ${btoa(`${auth.username}:${auth.password}`)}` };

/** The facade with its defaults: credentials, deadlines, retries, pace and checks. */
export const createOurs = (options: ApiUsersClientOptions) =>
  new ApiUsersClient({ auth, baseUrl: serviceUrl, ...options });

export const createEngine = ({ fetch, baseUrl = serviceUrl }: Server) =>
  createOpenapiFetch<paths>({ baseUrl, fetch, headers });

export async function rawRead({ fetch, baseUrl = serviceUrl }: Server, path: string): Promise<unknown> {
  const response = await fetch(`${baseUrl}/api-users/${path}`, { headers });
  return JSON.parse(await response.text());
}

const facade = (options: ApiUsersClientOptions): Contender => {
  const client = createOurs(options);
  return { get: (id) => client.get(id), list: async (limit) => await client.list({ limit }) };
};

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
    [ours]: facade(server),
    [unpaced]: facade({ ...server, maxConcurrency: Infinity }),
  };
}

/** As far as the bench uses them: the peers are installed by the bench alone, so the compiler cannot see them. */
type Call = (path: string, options?: object) => Promise<unknown> & { readonly json: () => Promise<unknown> };
interface Peer {
  readonly default: { readonly create: (options: object) => { readonly get: Call; readonly post: Call } };
}
interface HeyApi {
  readonly createClient: (config: object) => { readonly get: (options: object) => Promise<unknown> };
}

const peer = async <P>(name: string): Promise<P> => (await import(name)) as P;

export const createKy = async ({ fetch, baseUrl = serviceUrl }: Server, options = {}) =>
  (await peer<Peer>("ky")).default.create({ prefixUrl: baseUrl, fetch, headers, ...options });

/** All contenders. */
export async function contenders(server: Server): Promise<Record<string, Contender>> {
  const { fetch, baseUrl = serviceUrl } = server;
  const heyApi = (await peer<HeyApi>("@hey-api/client-fetch")).createClient({ baseUrl, fetch, headers });
  const ky = await createKy(server);
  const env = { fetch, Request, Response };
  const axios = (await peer<Peer>("axios")).default.create({
    baseURL: baseUrl,
    adapter: "fetch",
    env,
    headers,
    timeout: 30_000,
  });
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
