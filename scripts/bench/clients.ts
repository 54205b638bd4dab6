import createOpenapiFetch from "openapi-fetch";
import type { paths } from "../../generated/api-users";
import { ApiUsersClient } from "../../src/index";
import { engine, ours, raw } from "./contenders";

type Fetch = typeof globalThis.fetch;

export interface Server {
  readonly baseUrl: string;
  readonly fetch: Fetch;
}

/** One way of reading API users, down to the parsed JSON. */
export interface Contender {
  readonly name: string;
  readonly get: (id: string) => Promise<unknown>;
  readonly list: (limit: number, offset?: number) => Promise<unknown>;
}

const auth = { username: "5f0000000000000000000000", password: "not-a-real-password" };
const headers = {
  Accept: "application/json",
  Authorization: `Basic ${btoa(`${auth.username}:${auth.password}`)}`,
};

/** The facade with everything on: credentials, both deadlines and retries, which are its defaults. */
export const createOurs = ({ baseUrl, fetch }: Server): ApiUsersClient => new ApiUsersClient({ auth, baseUrl, fetch });

function rawFetch({ baseUrl, fetch }: Server): Contender {
  const read = async (path: string): Promise<unknown> => {
    const response = await fetch(`${baseUrl}${path}`, { headers });
    return JSON.parse(await response.text());
  };
  return {
    name: raw,
    get: (id) => read(`/api-users/${encodeURIComponent(id)}`),
    list: (limit, offset) => read(`/api-users/?${queryOf(limit, offset)}`),
  };
}

interface RawPage {
  readonly data: readonly unknown[];
  readonly paging: { readonly next?: string };
}

/** The loop that one writes by hand: page after page, until there is no next. */
export async function* rawPages(server: Server, limit: number): AsyncGenerator<readonly unknown[]> {
  const { list } = rawFetch(server);
  for (let offset = 0; ; offset += limit) {
    const { data, paging } = (await list(limit, offset)) as RawPage;
    yield data;
    if (paging.next === undefined) return;
  }
}

function openapiFetch({ baseUrl, fetch }: Server): Contender {
  const client = createOpenapiFetch<paths>({ baseUrl, fetch, headers });
  return {
    name: engine,
    get: (id) => client.GET("/api-users/{id}", { params: { path: { id } } }),
    list: (limit, offset) => client.GET("/api-users/", { params: { query: { limit, ...optional(offset) } } }),
  };
}

function sigfoxApiUsers(server: Server): Contender {
  const client = createOurs(server);
  return {
    name: ours,
    get: (id) => client.get(id),
    list: async (limit, offset) => await client.list({ limit, offset }),
  };
}

interface HeyApi {
  readonly createClient: (config: object) => { get(options: object): Promise<unknown> };
}

async function heyApi({ baseUrl, fetch }: Server): Promise<Contender> {
  const { createClient } = await peer<HeyApi>("@hey-api/client-fetch");
  const client = createClient({ baseUrl, fetch, headers });
  return {
    name: "hey-api",
    get: (id) => client.get({ url: "/api-users/{id}", path: { id } }),
    list: (limit, offset) => client.get({ url: "/api-users/", query: { limit, ...optional(offset) } }),
  };
}

interface Ky {
  readonly default: {
    create(options: object): { get(path: string, options?: object): { json(): Promise<unknown> } };
  };
}

async function ky({ baseUrl, fetch }: Server): Promise<Contender> {
  const client = (await peer<Ky>("ky")).default.create({ prefixUrl: baseUrl, fetch, headers });
  return {
    name: "ky",
    get: (id) => client.get(`api-users/${encodeURIComponent(id)}`).json(),
    list: (limit, offset) => client.get("api-users/", { searchParams: { limit, ...optional(offset) } }).json(),
  };
}

interface Axios {
  readonly default: { create(options: object): { get(path: string, options?: object): Promise<unknown> } };
}

async function axios({ baseUrl, fetch }: Server): Promise<Contender> {
  const env = { fetch, Request, Response };
  const client = (await peer<Axios>("axios")).default.create({
    baseURL: baseUrl,
    adapter: "fetch",
    env,
    headers,
    timeout: 30_000,
  });
  return {
    name: "axios",
    get: (id) => client.get(`/api-users/${encodeURIComponent(id)}`),
    list: (limit, offset) => client.get("/api-users/", { params: { limit, ...optional(offset) } }),
  };
}

const optional = (offset: number | undefined): { offset?: number } => (offset === undefined ? {} : { offset });

const queryOf = (limit: number, offset: number | undefined): string =>
  offset === undefined ? `limit=${limit}` : `limit=${limit}&offset=${offset}`;

/** Not a literal import: the peers are installed by the bench alone, and may be missing. */
const peer = async <T>(name: string): Promise<T> => (await import(name)) as T;

/** The contenders that there are, and the names of the peers that are not installed. */
export async function contenders(server: Server): Promise<{ present: Contender[]; missing: string[] }> {
  const peers = { "hey-api": heyApi, ky, axios };
  const present = [rawFetch(server), openapiFetch(server), sigfoxApiUsers(server)];
  const missing: string[] = [];
  for (const [name, create] of Object.entries(peers)) {
    try {
      present.push(await create(server));
    } catch {
      missing.push(name);
    }
  }
  return { present, missing };
}

/** The three that the goals speak of. */
export const core = (server: Server): Contender[] => [rawFetch(server), openapiFetch(server), sigfoxApiUsers(server)];
