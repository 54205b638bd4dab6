import type { Consumer } from "../package/consumer";
import { compile, type Compiler } from "./compiler";

/** What takes and gives everything that the package exports as a class, or that its declarations could tell apart. */
const exchanged = `
import { ApiUserList, ApiUserPage, ApiUsersClient, SigfoxError, type ApiUser, type ApiUserFields, type ApiUserWith, type Fetch, type Http } from "sigfox-api-users";
import { createFakeApi, type FakeApi } from "sigfox-api-users/testing";

export const client = new ApiUsersClient();
export const list = client.list({ fields: { group: { name: true } } });
export const fake = createFakeApi();
export const fields = { group: { name: true } } as const satisfies ApiUserFields;

export const takeClient = (given: ApiUsersClient): Http => given.http;
export const takeHttp = (given: Http): unknown => given;
export const takeReader = (given: Pick<ApiUsersClient, "get" | "list">): unknown => given;
export const takeList = (given: ApiUserList<ApiUser>): unknown => given;
export const takePage = (given: ApiUserPage<ApiUser>): unknown => given;
export const takeUser = (given: ApiUserWith<typeof fields>): string | undefined => given.group?.name;
export const takeFields = (given: ApiUserFields): unknown => given;
export const takeError = (given: SigfoxError): string => given.kind;
export const takeFake = (given: FakeApi): unknown => given;
export const takeFetch = (given: Fetch): unknown => given;
`;

const exchange = `
  const there = await import("./THERE");
  there.takeHttp(there.takeClient(here.client));
  there.takeHttp(here.client.http);
  there.takeReader(here.client);
  there.takeReader({ get: here.client.get, list: here.client.list });
  there.takeList(here.list);
  there.takePage(await here.list);
  there.takeUser(await here.client.get("a", { fields: there.fields }));
  there.takeFields(here.fields);
  there.takeFake(here.fake);
  there.takeFetch(here.fake.fetch);
  here.takeClient(there.client);
  try {
    await there.client.get("a", { fields: here.fields });
  } catch (error) {
    if (error instanceof SigfoxError) there.takeError(error);
  }
`;
const exchangeWith = (there: string, here: string): string => `
import { SigfoxError } from "sigfox-api-users";
import * as here from "./${here}";
export async function exchange(): Promise<void> {${exchange.replace("THERE", there)}}
`;

/** Lets files of both module systems exchange what the package gives them. */
export async function exchangeTypes(consumer: Consumer, compiler: Compiler, silence: object = {}): Promise<void> {
  await consumer.write("taking.mts", exchanged);
  await consumer.write("taking.cts", exchanged);
  await consumer.write("giving.mts", exchangeWith("taking.cjs", "taking.mjs"));
  await consumer.write("giving.cts", exchangeWith("taking.mjs", "taking.cjs"));
  const node16 = { module: "node16", moduleResolution: "node16", lib: ["es2022", "dom", "dom.iterable"] };
  await compile(consumer, compiler, ["giving.mts", "giving.cts"], { ...node16, ...silence });
}

/** What an application may give as `fetch`. */
const fetches = `
import nodeFetch from "node-fetch";
import { Agent, fetch as undiciFetch, ProxyAgent } from "undici";
import { ApiUsersClient, type Fetch, type FetchResponse } from "sigfox-api-users";

const dispatcher = new Agent({ connections: 1 });
export const clients = [
  new ApiUsersClient({ fetch }),
  new ApiUsersClient({ fetch: globalThis.fetch }),
  new ApiUsersClient({ fetch: undiciFetch }),
  new ApiUsersClient({ fetch: nodeFetch }),
  new ApiUsersClient({ fetch: (url, init) => fetch(url, init) }),
  new ApiUsersClient({ fetch: (...input) => fetch(...input) }),
  new ApiUsersClient({ fetch: (url, init) => undiciFetch(url, { ...init, dispatcher }) }),
  new ApiUsersClient({ fetch: async (url, init) => await undiciFetch(url, { ...init, dispatcher: new ProxyAgent("http://localhost") }) }),
  new ApiUsersClient({ fetch: (url, init) => nodeFetch(url, { ...init, size: 10_000 }) }),
  new ApiUsersClient({ fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, "x-trace": "1" } }) }),
  new ApiUsersClient({ fetch: async () => Response.json({ data: [] }) }),
];

export const logged: Fetch = async (url, init): Promise<FetchResponse> => {
  const response = await fetch(new Request(url, init));
  console.log(init.method, url, init.headers["accept"], response.status);
  return response;
};

// @ts-expect-error: no function.
export const noFunction = new ApiUsersClient({ fetch: "fetch" });
// @ts-expect-error: it gives no response.
export const noResponse = new ApiUsersClient({ fetch: async () => ({ ok: true }) });
`;

/** Gives the client each `fetch` there is, with the types of the DOM and without. Node-fetch, undici and the types of Node.js are installed. */
export async function giveFetches(consumer: Consumer, compiler: Compiler): Promise<void> {
  await consumer.write("fetches.mts", fetches);
  for (const lib of [["es2022", "dom", "dom.iterable"], ["es2022"]])
    // The declarations of undici and node-fetch are not ours to check.
    await compile(consumer, compiler, ["fetches.mts"], { module: "node16", lib, types: ["node"], skipLibCheck: true });
}

/** Compiles for a target that knows no private fields, and checks the declarations of the package for it. */
export async function targetOld(consumer: Consumer, compiler: Compiler, silence: object = {}): Promise<void> {
  await consumer.write("old.ts", exchanged);
  const old = { target: "es5", module: "commonjs", moduleResolution: "node10", lib: ["es2022", "dom", "dom.iterable"] };
  await compile(consumer, compiler, ["old.ts"], { ...old, ...silence });
}

/** What an application may build on `http`, each with a type that the compiler infers. */
const built = `
import { ApiUsersClient } from "sigfox-api-users";

const apiUsers = new ApiUsersClient();
export const http = apiUsers.http;
export const { GET, PUT, request, use, eject } = apiUsers.http;
export const raw = (id: string) => apiUsers.http.GET("/api-users/{id}", { params: { path: { id } } });
export const first = async () => await apiUsers.http.GET("/api-users/");
export const text = async () => await apiUsers.http.GET("/api-users/", { parseAs: "text" });
export async function data(id: string) {
  const { data, error } = await raw(id);
  if (error !== undefined) throw new Error(error.message);
  return data;
}
export class Service {
  readonly list = () => apiUsers.list({ fields: { group: { name: true } } });
  readonly get = apiUsers.get.bind(apiUsers);
  readonly read = apiUsers.http.GET;
}
`;

/** Emits the declarations of what is built on `http`, and gives them back. */
export async function buildOnHttp(consumer: Consumer, compiler: Compiler, options: object): Promise<string> {
  await consumer.write("built.mts", built);
  const emit = { noEmit: false, declaration: true, emitDeclarationOnly: true, outDir: "built" };
  await compile(consumer, compiler, ["built.mts"], { lib: ["es2022", "dom"], ...emit, ...options });
  return await consumer.read("built/built.d.mts");
}
