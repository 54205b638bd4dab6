import createOpenapiFetch from "openapi-fetch";
import type { paths } from "../../generated/api-users";
import type * as Library from "../../src/index";
import type { ApiUsersClientOptions } from "../../src/index";
import { engine, ours, raw } from "./tables";
import { baseUrl as serviceUrl } from "./users";

/** The package as it is published. */
const { ApiUsersClient } = (await import(new URL("../../dist/index.mjs", import.meta.url).href)) as typeof Library;

export interface Server {
  readonly fetch: typeof fetch;
  readonly baseUrl?: string;
  /** Of the facade, if it is not the default. */
  readonly maxConcurrency?: number;
}

/** One way of reading API users, down to the parsed JSON. */
export interface Contender {
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

/** The facade, what it is built on, and what both are built on. */
export function contenders(server: Server): Record<string, Contender> {
  const client = createEngine(server);
  const facade = createOurs(server);
  return {
    [raw]: {
      get: (id) => rawRead(server, encodeURIComponent(id)),
      list: (limit) => rawRead(server, `?limit=${limit}`),
    },
    [engine]: {
      get: (id) => client.GET("/api-users/{id}", { params: { path: { id } } }),
      list: (limit) => client.GET("/api-users/", { params: { query: { limit } } }),
    },
    [ours]: {
      get: (id) => facade.get(id),
      list: async (limit) => await facade.list({ limit }),
    },
  };
}
