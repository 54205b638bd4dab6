import { ApiUsersClient, type AnySigfoxError, type ApiUsersClientOptions } from "../../src/index";
import { placesOf } from "./everyView";
import { serve, type Behaviour } from "./rawServer";
import { rejection } from "./rejection";
import { validCreation } from "./validInput";

export const username = "5f0d0000000000000000cafe";
export const password = "correct-horse-battery";
export const id = "5f0d00000000000000000001";
export const token = "0123456789abcdef0123456789abcdef";
export const creation = validCreation({ groupId: "g", name: "n", profileIds: ["p"] });

/** A client that tries once. */
export const clientFor = (baseUrl: string, ownPassword = password): ApiUsersClient =>
  new ApiUsersClient({ auth: { username, password: ownPassword }, baseUrl, retries: 0, timeout: 20_000 });

/** A client of a server that behaves so; it tries once unless told otherwise. */
export async function clientOf(behaviour: Behaviour, options: ApiUsersClientOptions = {}): Promise<ApiUsersClient> {
  const { url } = await serve(behaviour);
  return new ApiUsersClient({ auth: { username, password }, baseUrl: url, retries: 0, timeout: 20_000, ...options });
}

/** The error that a call rejects with, which shows no password. */
export async function errorOf(promise: PromiseLike<unknown>): Promise<AnySigfoxError> {
  const error = await rejection(promise);
  expect(placesOf(error, [password])).toEqual([]);
  return error;
}
