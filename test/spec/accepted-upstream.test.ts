import { OpenAPIBackend } from "openapi-backend";
import { convertObj } from "swagger2openapi";
import type { JsonObject } from "../../scripts/openapi/json";
import { ApiUsersClient, type OperationId } from "../../src/index";
import { calls } from "../support/eachOperation";
import { Upstream, type Node } from "./upstream";

/** A description with the facts of Sigfox's, but for what the register says is sent otherwise. */
function description(): Upstream {
  const document = new Upstream();
  const { profileId } = structuredClone(document.properties("profileIds"));
  const { name, timezone } = structuredClone(document.properties("commonApiUser"));
  // "Extra fields not permitted", as its example of a 400 says.
  const closed = (properties: Node) => ({ type: "object", properties, additionalProperties: false });
  const definitions = document.at("definitions");
  definitions["profileIds"] = closed({ profileIds: profileId });
  definitions["apiUserEdition"] = closed({ name, timezone, profileIds: structuredClone(profileId) });
  document.at("definitions", "apiUserCreation")["additionalProperties"] = false;
  document.parameter("listApiUsers", "offset")["maximum"] = 40_000;
  // It lists two whole blocks; parts of them are accepted too.
  for (const operationId of ["listApiUsers", "getApiUser"]) delete document.parameter(operationId, "fields")["enum"];
  return document;
}

/** What that description has and the facade too. */
const operations = Object.values(description().at("paths"))
  .flatMap((item) => (Object.values(item as Node) as Node[]).map((one) => one["operationId"] as OperationId))
  .filter((operationId) => operationId in calls);

async function mock() {
  const { openapi } = await convertObj(description().json as never, { patch: true, warnOnly: true });
  const api = new OpenAPIBackend({
    definition: openapi,
    quick: true,
    strict: true,
    coerceTypes: true,
    ignoreTrailingSlashes: false,
  });
  const refused: string[] = [];
  const accepted: string[] = [];
  for (const operationId of operations) {
    api.register(operationId, () => {
      accepted.push(operationId);
      return Response.json({ id: "u1", name: "n", timezone: "UTC", data: [], paging: {}, accessToken: "x" });
    });
  }
  api.register("validationFail", (context) => {
    refused.push(JSON.stringify(context.validation.errors));
    return new Response(null, { status: 400 });
  });
  api.register("notFound", (_context, request: Request) => {
    refused.push(`${request.method} ${request.url} is not described`);
    return new Response(null, { status: 404 });
  });
  await api.init();
  const fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const body = await request.text();
    const wire = {
      method: request.method,
      path: pathname.replace("/v2", ""),
      query: search.slice(1),
      headers: Object.fromEntries(request.headers),
      ...(body !== "" && { body: JSON.parse(body) as JsonObject }),
    };
    return (await api.handleRequest(wire, request)) as Response;
  };
  const apiUsers = new ApiUsersClient({ auth: { username: "u", password: "p" }, fetch, retries: 0 });
  return { apiUsers, accepted, refused };
}

describe("a mock server of Sigfox's own description", () => {
  it.each(operations)("accepts what %s sends", async (operationId) => {
    const { apiUsers, accepted, refused } = await mock();
    await calls[operationId](apiUsers);
    expect(refused).toEqual([]);
    expect(accepted).toEqual([operationId]);
  });

  it("accepts every query parameter and body property", async () => {
    const { apiUsers, accepted, refused } = await mock();
    const fields = { group: true, profiles: { name: true, roles: true } } as const;
    await apiUsers.list({
      fields,
      profileId: "p",
      groupIds: ["a", "b"],
      limit: 100,
      offset: 40_000,
      authorizations: true,
    });
    await apiUsers.get("u1", { fields, authorizations: false });
    await apiUsers.update("u1", { name: "n", timezone: "UTC", profileIds: ["p"] });
    expect(refused).toEqual([]);
    expect(accepted).toEqual(["listApiUsers", "getApiUser", "updateApiUser"]);
  });

  it("refuses what is not described, so that the rows above mean something", async () => {
    const { apiUsers, refused } = await mock();
    await apiUsers.http.PUT("/api-users/{id}", { params: { path: { id: "u1" } }, body: { colour: "red" } });
    await apiUsers.http.GET("/api-users/", { params: { query: { offset: 40_001 } } });
    expect(refused).toEqual([expect.stringContaining("colour"), expect.stringContaining("40000")]);
  });
});
