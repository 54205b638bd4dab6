import type { Json, JsonObject } from "../../scripts/openapi/json";
import { Upstream } from "./upstream";

/** The edition that openapi/CHANGING.md supposes was seen last. */
export const lastEdition = (): string => new Upstream().toString();

/** The one that it supposes Sigfox has published since. */
export function nextEdition(): string {
  const u = new Upstream();
  u.parameters("listApiUsers").push({ name: "sort", in: "query", description: "The order.", type: "string" });
  u.parameter("listApiUsers", "fields")["enum"] = blocks;
  u.parameter("getApiUser", "fields")["enum"] = blocks;
  u.responses("createApiUser")["423"] = { description: "The group is locked" };
  u.reply("listApiUsers", "200")["headers"] = { "X-Total-Count": { type: "integer", format: "int32" } };
  return u.toString();
}

const blocks: Json[] = ["group(name,type,level,bssId,customerBssId,path)", "profiles(name,roles(name,perms(name)))"];

/** One with another operation. */
export function editionWithOperation(): string {
  const u = new Upstream();
  const { parameters, responses } = u.operation("deleteApiUser");
  const put: JsonObject = { operationId: "suspendApiUser", summary: "Suspends", parameters, responses };
  u.at("paths")["/api-users/{id}/suspension"] = { put };
  return u.toString();
}
