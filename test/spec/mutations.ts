import type { Json } from "../../scripts/openapi/json";
import type { Node, Upstream } from "./upstream";

/** One change of a description, and the lines that name it. */
export interface Mutation {
  readonly kind: string;
  readonly change: (document: Upstream) => void;
  readonly names: readonly string[];
}

const string = { type: "string" };
const user = { $ref: "#/definitions/apiUser" };

/** An operation that the contract does not have. */
const audit = (u: Upstream, more: Node = {}): Node => ({
  operationId: "auditApiUser",
  parameters: [u.parameter("getApiUser", "id")] as Json,
  responses: { 204: { description: "Looked at" } },
  ...more,
});

export const mutations: readonly Mutation[] = [
  // The service
  {
    kind: "another host",
    change: (u) => (u.json["host"] = "api.example.com"),
    names: ["now https://api.example.com/v2, no longer https://api.sigfox.com/v2"],
  },
  {
    kind: "another version in the base path",
    change: (u) => (u.json["basePath"] = "/v3"),
    names: ["now https://api.sigfox.com/v3"],
  },
  {
    kind: "plain http too",
    change: (u) => (u.json["schemes"] = ["https", "http"]),
    names: ["now http://api.sigfox.com/v2"],
  },
  {
    kind: "an API key instead of Basic",
    change: (u) => (u.json["securityDefinitions"] = { basicAuth: { type: "apiKey", in: "header", name: "X-Api-Key" } }),
    names: ["now security=apiKey:header:X-Api-Key, no longer security=http:basic"],
  },
  {
    kind: "one operation without credentials",
    change: (u) => (u.operation("getApiUser")["security"] = []),
    names: ["getApiUser", "now security=none"],
  },
  {
    kind: "no word on security",
    change: (u) => Reflect.deleteProperty(u.json, "security"),
    names: ["now security=unstated"],
  },
  {
    kind: "an extension of the document",
    change: (u) => (u.json["x-rate-limit"] = 10),
    names: ["service", "now x-rate-limit=10"],
  },
  {
    kind: "other words about the credentials",
    change: (u) => (u.at("securityDefinitions", "basicAuth")["description"] = "An API user's."),
    names: ["credentials http:basic: another wording", "An API user's."],
  },

  // Operations
  {
    kind: "an operation added",
    change: (u) => (u.at("paths")["/api-users/{id}/audit"] = { get: audit(u) }),
    names: ["auditApiUser", "added: /api-users/{id}/audit, GET", "path id: added: required, string"],
  },
  {
    kind: "an operation without a name",
    change: (u) => (u.at("paths")["/api-users/{id}/audit"] = { get: audit(u, { operationId: 0 }) }),
    names: ["0 GET /api-users/{id}/audit"],
  },
  {
    kind: "an operation missing",
    change: (u) => Reflect.deleteProperty(u.at("paths"), "/api-users/{id}/renew-credential"),
    names: ["renewCredential", "missing. A login sees only the operations that its profiles allow"],
  },
  {
    kind: "an operation renamed",
    change: (u) => (u.operation("updateApiUser")["operationId"] = "editApiUser"),
    names: ["editApiUser", "added: /api-users/{id}, PUT", "updateApiUser", "missing."],
  },
  {
    kind: "an operation at another path",
    change: (u) => u.move("renewCredential", "/api-users/{id}/renew-password", "put"),
    names: ["now /api-users/{id}/renew-password, no longer /api-users/{id}/renew-credential"],
  },
  {
    kind: "an operation with another method",
    change: (u) => u.move("updateApiUser", "/api-users/{id}", "patch"),
    names: ["now PATCH, no longer PUT"],
  },
  {
    kind: "a collection without its slash",
    change: (u) => u.move("listApiUsers", "/api-users", "get"),
    names: ["now /api-users, no longer /api-users/"],
  },
  {
    kind: "an operation deprecated",
    change: (u) => (u.operation("renewCredential")["deprecated"] = true),
    names: ["now deprecated"],
  },
  {
    kind: "an operation described with a number",
    change: (u) => (u.operation("listApiUsers")["description"] = "At most 50 requests in 10 seconds."),
    names: ["listApiUsers", "another wording", "At most 50 requests in 10 seconds."],
  },
  {
    kind: "an extension of an operation",
    change: (u) => (u.operation("listApiUsers")["x-quota"] = { requests: 50 }),
    names: ["listApiUsers", "now x-quota=#"],
  },
  {
    kind: "an extension of a path",
    change: (u) => (u.at("paths", "/api-users/{id}")["x-internal"] = true),
    names: ["path /api-users/{id}", "added: x-internal=true"],
  },
  {
    kind: "CSV beside JSON",
    change: (u) => (u.operation("listApiUsers")["produces"] = ["application/json", "text/csv"]),
    names: ["200: now text/csv"],
  },
  {
    kind: "JSON with its encoding",
    change: (u) => (u.operation("listApiUsers")["produces"] = ["application/json; charset=utf-8"]),
    names: ["200: now application/json;charset=utf-8, no longer application/json"],
  },

  // Parameters
  {
    kind: "a parameter added",
    change: (u) => u.parameters("listApiUsers").push({ name: "sort", in: "query", ...string }),
    names: ["query sort: added: string (the contract does not have it)"],
  },
  {
    kind: "a required parameter added",
    change: (u) => u.parameters("listApiUsers").push({ name: "tenant", in: "query", required: true, ...string }),
    names: ["query tenant: added: required, string"],
  },
  {
    kind: "a header to send",
    change: (u) => u.parameters("getApiUser").push({ name: "X-Trace", in: "header", ...string }),
    names: ["header X-Trace: added: string"],
  },
  {
    kind: "a parameter removed",
    change: (u) => u.dropParameter("listApiUsers", "profileId"),
    names: ["query profileId: gone: string"],
  },
  {
    kind: "a parameter twice",
    change: (u) => u.parameters("listApiUsers").push({ ...u.parameter("listApiUsers", "profileId"), maxLength: 24 }),
    names: ["query profileId: now maxLength=24"],
  },
  {
    kind: "a parameter required",
    change: (u) => (u.parameter("listApiUsers", "groupIds")["required"] = true),
    names: ["query groupIds: now required"],
  },
  {
    kind: "a parameter of another type",
    change: (u) => (u.parameter("listApiUsers", "profileId")["type"] = "integer"),
    names: ["query profileId: now integer, no longer string"],
  },
  {
    kind: "a parameter without a type, which the conversion takes for a string",
    change: (u) => Reflect.deleteProperty(u.parameter("listApiUsers", "profileId"), "type"),
    names: ["query profileId: changed in a way that no fact shows"],
  },
  {
    kind: "a list repeated instead of joined",
    change: (u) => (u.parameter("listApiUsers", "groupIds")["collectionFormat"] = "multi"),
    names: ["query groupIds: no longer explode=false"],
  },
  {
    kind: "a list with tabs, which OpenAPI 3 has no word for",
    change: (u) => (u.parameter("listApiUsers", "groupIds")["collectionFormat"] = "tsv"),
    names: ["query groupIds: now x-collectionFormat=tsv"],
  },
  {
    kind: "a list in a list, whose form the conversion drops",
    change: (u) => (u.parameter("listApiUsers", "groupIds")["items"] = { ...string, collectionFormat: "pipes" }),
    names: ["query groupIds: "],
  },
  {
    kind: "a pattern",
    change: (u) => (u.parameter("listApiUsers", "profileId")["pattern"] = "^[0-9a-f]{24}$"),
    names: ['query profileId: now pattern="^[0-9a-f]{24}$"'],
  },
  {
    kind: "a maximum",
    change: (u) => (u.parameter("listApiUsers", "offset")["maximum"] = 40_000),
    names: ["query offset: now maximum=40000 (the contract says the same already)"],
  },
  {
    kind: "another maximum than the contract's",
    change: (u) => (u.parameter("listApiUsers", "limit")["maximum"] = 200),
    names: ["query limit: now maximum=200 (the contract says: integer default=100 format=int32 maximum=100 minimum=1)"],
  },
  {
    kind: "another default",
    change: (u) => (u.parameter("listApiUsers", "limit")["default"] = 50),
    names: ["query limit: now default=50, no longer default=100"],
  },
  {
    kind: "a range in prose",
    change: (u) => (u.parameter("listApiUsers", "limit")["description"] = "Between 1 and 200"),
    names: ["query limit: another wording", "Between 1 and 200"],
  },
  {
    kind: "another number in a list in prose",
    change: (u) => {
      u.property("minGroup", "type")["description"] = "0 -> SO\n12 -> New\n";
    },
    names: ["200 group.type: another wording", "12 -> New"],
  },
  {
    kind: "a name that can be selected",
    change: (u) => (u.parameter("getApiUser", "fields")["enum"] = ["group(name,path)"]),
    names: [
      "query fields group path: added: selectable (the contract does not have it)",
      "query fields profiles: gone: selectable (the contract still has it)",
    ],
  },
  {
    kind: "selectable names that cannot be read",
    change: (u) => (u.parameter("getApiUser", "fields")["enum"] = ["group(name"]),
    names: ['query fields: now enum="group(name"'],
  },

  // Request bodies
  {
    kind: "an optional property to send",
    change: (u) => (u.properties("apiUserCreation")["comment"] = string),
    names: ["createApiUser", "body comment: added: string"],
  },
  {
    kind: "a required property to send",
    change: (u) => {
      u.properties("apiUserCreation")["owner"] = string;
      (u.at("definitions", "apiUserCreation")["required"] as Json[]).push("owner");
    },
    names: ["body owner: added: required, string"],
  },
  {
    kind: "a required property that is not described",
    change: (u) => (u.at("definitions", "apiUserCreation")["required"] as Json[]).push("owner"),
    names: ["body owner: added: required"],
  },
  {
    kind: "a property no longer required",
    change: (u) => (u.at("definitions", "apiUserCreation")["required"] = ["groupId", "name", "timezone"]),
    names: ["body profileIds: no longer required"],
  },
  {
    kind: "the property that an edition should have",
    change: (u) => {
      const { profileId } = u.properties("profileIds");
      u.at("definitions", "profileIds")["properties"] = { profileIds: profileId };
    },
    names: [
      "updateApiUser",
      "body profileIds: added: array (the contract says the same already)",
      "body profileId: gone: array (the contract does not have it either)",
    ],
  },
  {
    kind: "a property that can be null",
    change: (u) => (u.property("commonApiUser", "name")["x-nullable"] = true),
    names: ["body name: now null", "200 name: now null"],
  },
  {
    kind: "a property that is only read",
    change: (u) => (u.property("commonApiUser", "timezone")["readOnly"] = true),
    names: ["body timezone: now readOnly"],
  },
  {
    kind: "no other properties",
    change: (u) => (u.at("definitions", "apiUserCreation")["additionalProperties"] = false),
    names: ["body: now additionalProperties=false"],
  },
  {
    kind: "a body for an operation without one",
    change: (u) => u.parameters("renewCredential").push({ name: "b", in: "body", schema: user }),
    names: ["renewCredential", "body: added: application/json", "body accessToken: added: string"],
  },
  {
    kind: "a form instead of a body",
    change: (u) => {
      u.dropParameter("updateApiUser", "apiUser");
      u.parameters("updateApiUser").push({ name: "name", in: "formData", ...string });
    },
    names: ["body: now application/x-www-form-urlencoded"],
  },
  {
    kind: "a second body, which the conversion drops",
    change: (u) => u.parameters("createApiUser").push({ name: "b", in: "body", schema: string }),
    names: ["createApiUser", "body"],
  },
  {
    kind: "an extension of a body",
    change: (u) => (u.parameter("createApiUser", "apiUser")["x-signed"] = true),
    names: ["body: now x-signed=true"],
  },
  {
    kind: "a key of a body that is in no standard, which the conversion drops",
    change: (u) => (u.parameter("createApiUser", "apiUser")["signed"] = true),
    names: ["body: changed in a way that no fact shows"],
  },

  // Results
  {
    kind: "a result wrapped in data",
    change: (u) => (u.reply("getApiUser", "200")["schema"] = { type: "object", properties: { data: user } }),
    names: ["200 data: added: object", "200 data.id: added: string", "200 id: gone: string"],
  },
  {
    kind: "a list with items of its own",
    change: (u) => {
      const { group, id } = u.user;
      const page = u.reply("listApiUsers", "200")["schema"] as Node;
      page["properties"] = {
        ...(page["properties"] as Node),
        data: { type: "array", items: { type: "object", properties: { group, id } } },
      };
    },
    names: [
      "200 data[].accessToken: gone: string",
      "200 data[].profiles: gone: array",
      "200 data[].name: gone: string",
    ],
  },
  {
    kind: "a page renamed",
    change: (u) => (u.at("definitions", "paging")["properties"] = { nextPage: string }),
    names: ["200 paging.nextPage: added: string", "200 paging.next: gone: string"],
  },
  {
    kind: "a result property added",
    change: (u) => (u.user["email"] = string),
    names: ["200 email: added: string", "200 data[].email: added: string"],
  },
  {
    kind: "a result property removed",
    change: (u) => Reflect.deleteProperty(u.user, "creationTime"),
    names: ["200 creationTime: gone: integer, format=int64"],
  },
  {
    kind: "a result property always there",
    change: (u) => (u.at("definitions", "commonApiUser")["required"] = ["name"]),
    names: ["200 name: now required (the contract says the same already)", "body name: now required"],
  },
  {
    kind: "an object that becomes a list",
    change: (u) => (u.user["group"] = { type: "array", items: { $ref: "#/definitions/minGroup" } }),
    names: ["200 group: now array, no longer object", "200 group[].name: added", "200 group.name: gone"],
  },
  {
    kind: "another member of allOf",
    change: (u) =>
      (u.at("definitions", "apiUser")["allOf"] as Json[]).push({ properties: { name: { maxLength: 50 } } }),
    names: ["200 name: now maxLength=50"],
  },
  {
    kind: "alternatives",
    change: (u) => (u.user["accessToken"] = { "x-oneOf": [string, { type: "integer" }] }),
    names: ["200 accessToken<oneOf1>: added: string", "200 accessToken<oneOf2>: added: integer"],
  },
  {
    kind: "a value beside a reference",
    change: (u) => (u.user["group"] = { $ref: "#/definitions/minGroup", "x-nullable": true }),
    names: ["200 group: now null"],
  },
  {
    kind: "a schema within itself",
    change: (u) => (u.properties("minGroup")["parent"] = { $ref: "#/definitions/minGroup" }),
    names: ["200 group.parent: added: object, recursive=1"],
  },
  {
    kind: "a map instead of properties",
    change: (u) => (u.user["labels"] = { type: "object", additionalProperties: { type: "string", maxLength: 5 } }),
    names: ["200 labels.*: added: string, maxLength=5"],
  },
  {
    kind: "a keyword that nobody knows",
    change: (u) => (u.property("minGroup", "level")["not"] = { $ref: "#/definitions/action" }),
    names: ["200 group.level: now not=#"],
  },
  {
    kind: "an extension of a property",
    change: (u) => (u.property("minGroup", "level")["x-since"] = "2.1 or so"),
    names: ["200 group.level: now x-since=#"],
  },
  {
    kind: "a property called like something that is no fact",
    change: (u) => Object.assign(u.user, { title: string, example: string, tags: { type: "array", items: string } }),
    names: ["200 title: added: string", "200 example: added: string", "200 tags[]: added: string"],
  },
  {
    kind: "values in an enumeration",
    change: (u) => (u.property("minGroup", "type")["enum"] = [0, 2, 5]),
    names: ["200 group.type: now enum=0, now enum=2, now enum=5"],
  },

  // Statuses and headers
  {
    kind: "an error of its own for one operation",
    change: (u) =>
      (u.responses("createApiUser")["400"] = {
        description: "Bad",
        schema: { type: "object", properties: { code: string } },
      }),
    names: ["createApiUser", "400 code: added: string", "400 errors: gone: array", "400 message: gone: string"],
  },
  {
    kind: "an error added",
    change: (u) => (u.responses("createApiUser")["409"] = { description: "There is one already" }),
    names: ["409: added (", "There is one already"],
  },
  {
    kind: "an error removed",
    change: (u) => Reflect.deleteProperty(u.responses("listApiUsers"), "405"),
    names: ["405: gone: application/json", "405 allowedMethods: gone: array"],
  },
  {
    kind: "any other answer",
    change: (u) => (u.responses("getApiUser")["default"] = { description: "Else", schema: user }),
    names: ["default: added: application/json", "default accessToken: added: string"],
  },
  {
    kind: "a success without content",
    change: (u) => (u.responses("renewCredential")["200"] = { description: "Done" }),
    names: ["200: no longer application/json", "200 accessToken: gone: string"],
  },
  {
    kind: "a header of a response",
    change: (u) => (u.reply("listApiUsers", "200")["headers"] = { "X-Total": { type: "integer" } }),
    names: ["200 header X-Total: added: integer"],
  },
  {
    kind: "a header removed",
    change: (u) => Reflect.deleteProperty(u.reply("createApiUser", "201"), "headers"),
    names: ["201 header Location: gone: string"],
  },
];
