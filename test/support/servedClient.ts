import { ApiUsersClient, type ApiUsersClientOptions } from "../../src/index";
import { rawServers } from "./oneAnswer";
import type { Behaviour } from "./rawServer";

export const username = "5f0d0000000000000000cafe";
export const id = "5f0d00000000000000000001";
export const token = "0123456789abcdef0123456789abcdef";

const start = rawServers();

/** The URL of a server that behaves so, until the tests of a file have ended. */
export const serve = async (behaviour: Behaviour): Promise<string> => (await start(behaviour)).url;

/** A client that asks once. */
export const clientFor = (baseUrl: string, password: string, options: ApiUsersClientOptions = {}): ApiUsersClient =>
  new ApiUsersClient({ auth: { username, password }, baseUrl, retries: 0, timeout: 10_000, ...options });
