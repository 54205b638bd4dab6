import { isObject } from "../contract/check";
import { withoutAccessToken } from "./accessToken";
import { textIn, Unfit } from "./response";

/**
 * The API user in the JSON of a response, as plain data.
 *
 * @param place - where it stands in the body, such as `data[17]`; empty if it is the body itself
 */
export function userIn(json: unknown, place = ""): object {
  if (!isObject(json)) throw new Unfit(`${place || "the body"} is not an object`);
  textIn(json, "id", place && `${place}.`);
  return withoutAccessToken(json);
}
