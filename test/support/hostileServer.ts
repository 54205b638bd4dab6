import { ApiUsersClient, type AnySigfoxError, type ApiUsersClientOptions } from "../../src/index";
import { placesOf } from "./everyView";
import { rawServers } from "./oneAnswer";
import type { Behaviour } from "./rawServer";
import { rejection } from "./rejection";

const auth = { username: "5f0d0000000000000000cafe", password: "Wr0ng-h0rse-battery" };
export const id = "5f0d00000000000000000001";
export const creation = { groupId: "g", name: "n", timezone: "Europe/Paris", profileIds: ["p"] };

export const serve = rawServers();

/** A client of a server that behaves so; it tries once unless told otherwise. */
export async function clientOf(behaviour: Behaviour, options: ApiUsersClientOptions = {}): Promise<ApiUsersClient> {
  const { url } = await serve(behaviour);
  return new ApiUsersClient({ auth, baseUrl: url, retries: 0, timeout: 20_000, ...options });
}

/** The error that a call rejects with, which shows no password. */
export async function errorOf(promise: PromiseLike<unknown>): Promise<AnySigfoxError> {
  const error = await rejection(promise);
  expect(placesOf(error, [auth.password])).toEqual([]);
  return error;
}

export const head = (status: number, extra = ""): string =>
  `HTTP/1.1 ${status} Text\r\nConnection: close\r\n${extra}\r\n`;
export const withLength = (length: number): string => `Content-Type: application/json\r\nContent-Length: ${length}\r\n`;

/** Answers with a body as it is. */
export const answering =
  (status: number, body: string | Uint8Array, extra = ""): Behaviour =>
  async (exchange) => {
    await exchange.request();
    await exchange.write(head(status, `${withLength(Buffer.byteLength(body))}${extra}`));
    await exchange.write(body);
    exchange.end();
  };
