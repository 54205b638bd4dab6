import { isObject } from "../contract/check";
import { withoutAccessToken } from "./accessToken";
import { Unfit } from "./response";

/**
 * The API user in the JSON of a response, as plain data.
 *
 * @param place - where it stands in the body, such as `data[17]`; empty if it is the body itself
 */
export function userIn(json: unknown, place = ""): object {
  if (!isObject(json)) throw new Unfit(`${place || "the body"} is not an object`);
  const { id } = json;
  if (typeof id !== "string" || id === "") throw new Unfit(`the body has no ${place && `${place}.`}id`);
  return withoutAccessToken(json);
}
