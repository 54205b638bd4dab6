import { parse } from "yaml";
import type { JsonObject as Node } from "../openapi/json";

/** The description that the guide supposes: today's contract, published with a change in it. */
export function changedUpstream(contract: string): string {
  const document = parse(contract) as Node;
  const operation = (path: string, method: string) => at(document, "paths", path, method);
  const list = operation("/api-users/", "get")["parameters"] as Node[];
  list.push({ name: "sort", in: "query", description: "The order of the users", schema: { type: "string" } });
  const group = at(document, "components", "parameters", "fields", "x-fields", "group");
  group["path"] = true;
  at(operation("/api-users/", "post"), "responses")["423"] = {
    description: "The group is locked",
    content: { "application/json": { schema: { $ref: "#/components/schemas/ErrorMessage" } } },
  };
  return JSON.stringify(document);
}

/** Today's contract, published with one more operation. */
export function extendedUpstream(contract: string): string {
  const document = parse(contract) as Node;
  const { parameters, put } = at(document, "paths", "/api-users/{id}/profiles") as Record<string, Node>;
  const responses = { ...at(put ?? {}, "responses"), "204": { description: "The API user is suspended" } };
  at(document, "paths")["/api-users/{id}/suspension"] = {
    ...(parameters && { parameters }),
    put: {
      operationId: "suspendApiUser",
      tags: ["API users"],
      summary: "Suspend an API user",
      responses,
    },
  };
  return JSON.stringify(document);
}

const at = (node: Node, ...place: string[]): Node => place.reduce<Node>((one, key) => one[key] as Node, node);
