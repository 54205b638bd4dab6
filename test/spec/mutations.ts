import type { Node, Upstream } from "./upstream";

/** One change of the description upstream, and what has to be said of it. */
export interface Mutation {
  readonly kind: string;
  readonly change: (document: Upstream) => void;
  /** Every line of the difference. */
  readonly lines?: readonly string[];
  /** Every line under "To look at". */
  readonly notes?: readonly string[];
  /** Why the import stops, with the way out. */
  readonly refused?: string;
  /** What is of our own went with it, so that undoing the change cannot bring it back. */
  readonly loses?: true;
}

const string = { type: "string" };
const user = { $ref: "#/definitions/ApiUser" };

export const mutations: readonly Mutation[] = [
  // The service
  {
    kind: "another host",
    change: (u) => (u.json["host"] = "api.example.com"),
    lines: [
      "breaking the API is at https://api.example.com/v2, was at https://api.sigfox.com/v2 → `ApiUsersClientOptions.baseUrl`",
    ],
  },
  {
    kind: "another version in the base path",
    change: (u) => (u.json["basePath"] = "/v3"),
    lines: [
      "breaking the API is at https://api.sigfox.com/v3, was at https://api.sigfox.com/v2 → `ApiUsersClientOptions.baseUrl`",
    ],
  },
  {
    kind: "another version in the paths",
    change: (u) => {
      u.json["basePath"] = "/";
      const paths = u.at("paths");
      for (const [path, item] of Object.entries(paths)) {
        Reflect.deleteProperty(paths, path);
        paths[`/v3${path}`] = item;
      }
    },
    lines: [
      "breaking the API is at https://api.sigfox.com/v3, was at https://api.sigfox.com/v2 → `ApiUsersClientOptions.baseUrl`",
    ],
  },
  {
    kind: "no host",
    change: (u) => Reflect.deleteProperty(u.json, "host"),
    notes: ["the API is at /v2 of an unnamed host, the contract says https://api.sigfox.com/v2"],
  },
  {
    kind: "plain http too",
    change: (u) => (u.json["schemes"] = ["https", "http"]),
    notes: ["the API is also at http://api.sigfox.com/v2"],
  },
  {
    kind: "another version of the document",
    change: (u) => (u.at("info")["version"] = "v3"),
    notes: ["the API's version is 3, the contract says 2.0.0"],
  },
  {
    kind: "an API key instead of Basic",
    change: (u) => (u.json["securityDefinitions"] = { basicAuth: { type: "apiKey", in: "header", name: "X-Api-Key" } }),
    lines: [
      "breaking the API takes an API key in the header `X-Api-Key`, took HTTP Basic → `ApiUsersClientOptions.auth`",
    ],
  },
  {
    kind: "an API key beside Basic",
    change: (u) => {
      u.at("securityDefinitions")["key"] = { type: "apiKey", in: "header", name: "X-Api-Key" };
      u.json["security"] = [{ basicAuth: [] }, { key: [] }];
    },
    lines: [
      "additive the API takes HTTP Basic or an API key in the header `X-Api-Key`, took HTTP Basic → `ApiUsersClientOptions.auth`",
    ],
  },
  {
    kind: "one operation without credentials",
    change: (u) => (u.operation("getApiUser")["security"] = []),
    lines: ["breaking `getApiUser` takes no credentials, took HTTP Basic → `ApiUsersClientOptions.auth`"],
  },
  {
    kind: "no word on security",
    change: (u) => Reflect.deleteProperty(u.json, "security"),
    notes: ["upstream no longer says how to authenticate, the contract keeps what it says"],
  },

  // Operations
  {
    kind: "operation added",
    change: (u) => {
      const { parameters, responses } = u.operation("getApiUser");
      const id = (parameters as Node[])[0] ?? null;
      u.at("paths")["/api-users/{id}/audit"] = {
        get: { operationId: "auditApiUser", tags: [], summary: "Audit", parameters: [id], responses: responses ?? {} },
      };
    },
    lines: [
      "additive `auditApiUser` (GET /api-users/{id}/audit) added, without a method of `ApiUsersClient` yet → `apiUsers.http`",
    ],
  },
  {
    kind: "operation removed",
    change: (u) => Reflect.deleteProperty(u.at("paths"), "/api-users/{id}/renew-credential"),
    lines: [
      "breaking `renewCredential` (PUT /api-users/{id}/renew-credential) removed → `ApiUsersClient.renewCredential`",
    ],
    loses: true,
  },
  {
    kind: "operation renamed",
    change: (u) => (u.operation("updateApiUser")["operationId"] = "editApiUser"),
    lines: ["breaking `editApiUser` was called `updateApiUser` → `ApiUsersClient.update`, `SigfoxError.operation`"],
  },
  {
    kind: "operation at another path",
    change: (u) => u.move("renewCredential", "/api-users/{id}/renew-password", "put"),
    lines: [
      "breaking `renewCredential`: the path is `/api-users/{id}/renew-password`, was `/api-users/{id}/renew-credential` → `apiUsers.http`, `ApiUsersClient.renewCredential`",
    ],
  },
  {
    kind: "operation at another path than its neighbours",
    change: (u) => u.move("updateApiUser", "/api-users/{id}/edition", "put"),
    lines: [
      "breaking `updateApiUser`: the path is `/api-users/{id}/edition`, was `/api-users/{id}` → `apiUsers.http`, `ApiUsersClient.update`",
    ],
  },
  {
    kind: "operation with another method",
    change: (u) => u.move("updateApiUser", "/api-users/{id}", "patch"),
    lines: ["breaking `updateApiUser`: the HTTP method is PATCH, was PUT → `apiUsers.http`, `ApiUsersClient.update`"],
  },
  {
    kind: "operation with another method and path",
    change: (u) => u.move("deleteApiUser", "/api-users/{id}/deletion", "post"),
    lines: [
      "breaking `deleteApiUser`: the path is `/api-users/{id}/deletion`, was `/api-users/{id}` → `apiUsers.http`, `ApiUsersClient.delete`",
      "breaking `deleteApiUser`: the HTTP method is POST, was DELETE → `apiUsers.http`, `ApiUsersClient.delete`",
    ],
  },
  {
    kind: "collection without its slash",
    change: (u) => {
      u.move("listApiUsers", "/api-users", "get");
      u.move("createApiUser", "/api-users", "post");
    },
    lines: [
      "breaking `listApiUsers`: the path is `/api-users`, was `/api-users/` → `apiUsers.http`, `ApiUsersClient.list`",
      "breaking `createApiUser`: the path is `/api-users`, was `/api-users/` → `apiUsers.http`, `ApiUsersClient.create`",
    ],
  },
  {
    kind: "operation added, without credentials and as CSV too",
    change: (u) => {
      const { parameters, responses } = u.operation("getApiUser");
      u.at("paths")["/api-users/{id}/audit"] = {
        get: {
          operationId: "auditApiUser",
          security: [],
          produces: ["application/json", "text/csv"],
          parameters: parameters ?? [],
          responses: responses ?? {},
        },
      };
    },
    lines: [
      "additive `auditApiUser` (GET /api-users/{id}/audit) added, without a method of `ApiUsersClient` yet → `apiUsers.http`",
    ],
    notes: ["200 of auditApiUser can also be text/csv, which the contract does not say"],
  },
  {
    kind: "two operations change places",
    change: (u) => {
      const [user, profile] = [u.operation("deleteApiUser"), u.operation("deleteProfileOfApiUser")];
      [user["operationId"], profile["operationId"]] = ["deleteProfileOfApiUser", "deleteApiUser"];
    },
    refused: "deleteApiUser takes the place of another operation: write that by hand, then import again",
  },
  {
    kind: "operation deprecated",
    change: (u) => (u.operation("renewCredential")["deprecated"] = true),
    lines: ["compatible `renewCredential` is now deprecated → `ApiUsersClient.renewCredential`"],
  },

  // Parameters
  {
    kind: "parameter added",
    change: (u) => u.parameters("listApiUsers").push({ name: "sort", in: "query", ...string }),
    lines: ["additive `listApiUsers`: query parameter `sort` added, optional → `ListApiUsersQuery.sort`"],
  },
  {
    kind: "required parameter added",
    change: (u) => u.parameters("listApiUsers").push({ name: "tenant", in: "query", required: true, ...string }),
    lines: ["breaking `listApiUsers`: query parameter `tenant` added, required → `ListApiUsersQuery.tenant`"],
  },
  {
    kind: "header parameter added",
    change: (u) => u.parameters("getApiUser").push({ name: "X-Trace", in: "header", ...string }),
    lines: ["additive `getApiUser`: header parameter `X-Trace` added, optional → `ApiUsersClient.get`"],
  },
  {
    kind: "parameter removed",
    change: (u) => u.dropParameter("listApiUsers", "profileId"),
    lines: ["breaking `listApiUsers`: query parameter `profileId` removed → `ListApiUsersQuery.profileId`"],
    loses: true,
  },
  {
    kind: "shared parameter deprecated in one operation",
    change: (u) => (u.parameter("getApiUser", "authorizations")["x-deprecated"] = true),
    refused:
      "authorizations of listApiUsers and of getApiUser differ upstream, but are one parameter in the contract: split it there first",
  },
  {
    kind: "operation added, with another default of a shared parameter",
    change: (u) => {
      const parameter = { ...u.parameter("getApiUser", "authorizations"), default: true };
      const { responses } = u.operation("deleteApiUser");
      u.at("paths")["/api-users/audit"] = {
        get: { operationId: "auditApiUsers", parameters: [parameter], responses: responses ?? {} },
      };
    },
    lines: [
      "additive `auditApiUsers` (GET /api-users/audit) added, without a method of `ApiUsersClient` yet → `apiUsers.http`",
    ],
  },
  {
    kind: "shared parameter removed from one operation",
    change: (u) => u.dropParameter("getApiUser", "authorizations"),
    lines: ["breaking `getApiUser`: query parameter `authorizations` removed → `GetApiUserQuery.authorizations`"],
  },
  {
    kind: "parameter made required",
    change: (u) => (u.parameter("listApiUsers", "groupIds")["required"] = true),
    lines: ["breaking `listApiUsers`: query parameter `groupIds` is now required → `ListApiUsersQuery.groupIds`"],
  },
  {
    kind: "parameter re-typed",
    change: (u) => (u.parameter("listApiUsers", "profileId")["type"] = "integer"),
    lines: [
      "breaking `listApiUsers`: query parameter `profileId` is integer, was string → `ListApiUsersQuery.profileId`",
      "documentation `listApiUsers`: query parameter `profileId` is described differently → `ListApiUsersQuery.profileId`",
    ],
    loses: true,
  },
  {
    kind: "parameter deprecated",
    change: (u) => (u.parameter("listApiUsers", "profileId")["x-deprecated"] = true),
    lines: ["compatible `listApiUsers`: query parameter `profileId` is now deprecated → `ListApiUsersQuery.profileId`"],
  },
  {
    kind: "parameter nullable",
    change: (u) => (u.parameter("listApiUsers", "profileId")["x-nullable"] = true),
    lines: ["additive `listApiUsers`: query parameter `profileId` can be null → `ListApiUsersQuery.profileId`"],
  },
  {
    kind: "list exploded",
    change: (u) => (u.parameter("listApiUsers", "groupIds")["collectionFormat"] = "multi"),
    lines: [
      "breaking `listApiUsers`: query parameter `groupIds` is written differently in the URL → `ListApiUsersQuery.groupIds`",
    ],
  },
  {
    kind: "list with pipes",
    change: (u) => (u.parameter("listApiUsers", "groupIds")["collectionFormat"] = "pipes"),
    lines: [
      "breaking `listApiUsers`: query parameter `groupIds` is written differently in the URL → `ListApiUsersQuery.groupIds`",
    ],
  },
  {
    kind: "list with tabs",
    change: (u) => (u.parameter("listApiUsers", "groupIds")["collectionFormat"] = "tsv"),
    refused:
      "GET /api-users/: parameter groupIds has a serialisation that OpenAPI 3 has no `style` for: write it by hand",
  },
  {
    kind: "parameter with a pattern",
    change: (u) => (u.parameter("listApiUsers", "profileId")["pattern"] = "^[0-9a-f]{24}$"),
    lines: [
      'breaking `listApiUsers`: query parameter `profileId`: `pattern` "^[0-9a-f]{24}$" added → `ListApiUsersQuery.profileId`',
    ],
  },
  {
    kind: "path parameter with a format",
    change: (u) => (u.parameter("deleteProfileOfApiUser", "profileId")["format"] = "uuid"),
    lines: [
      'documentation `deleteProfileOfApiUser`: path parameter `profileId`: `format` "uuid" added → `ApiUsersClient.removeProfile`',
    ],
  },
  {
    kind: "maximum of offset raised",
    change: (u) => (u.parameter("listApiUsers", "offset")["maximum"] = 80000),
    lines: [
      "additive `listApiUsers`: query parameter `offset`: `maximum` is 80000, was 40000 → `ListApiUsersQuery.offset`",
    ],
  },
  {
    kind: "maximum of offset gone",
    change: (u) => Reflect.deleteProperty(u.parameter("listApiUsers", "offset"), "maximum"),
    notes: ["offset has no maximum any more, the contract keeps 40000"],
  },
  {
    kind: "default of limit changed",
    change: (u) => (u.parameter("listApiUsers", "limit")["default"] = 50),
    lines: ["breaking `listApiUsers`: query parameter `limit`: `default` is 50, was 100 → `ListApiUsersQuery.limit`"],
  },
  {
    kind: "range of limit declared otherwise",
    change: (u) => (u.parameter("listApiUsers", "limit")["maximum"] = 200),
    refused:
      "correction limit-has-a-range (row 7 of openapi/README.md) does not fit any more: limit is now integer from 1 to 200; decide anew in scripts/spec/corrections.ts",
  },
  {
    kind: "range of limit otherwise in prose",
    change: (u) => (u.parameter("listApiUsers", "limit")["description"] = "Between 1 and 200"),
    notes: ["the description of limit speaks of 200, the contract allows 1 to 100"],
  },
  {
    kind: "values of a parameter declared",
    change: (u) => (u.parameter("listApiUsers", "profileId")["enum"] = ["a", "b"]),
    lines: [
      'breaking `listApiUsers`: query parameter `profileId`: `enum` ["a","b"] added → `ListApiUsersQuery.profileId`',
    ],
  },
  {
    kind: "values of a parameter in prose",
    change: (u) => (u.parameter("listApiUsers", "profileId")["description"] = "One of: `mine`, `all`."),
    notes: [
      "the description of profileId of listApiUsers lists mine, the contract does not",
      "the description of profileId of listApiUsers lists all, the contract does not",
    ],
  },

  // fields
  {
    kind: "fields name added",
    change: (u) => u.selectable("group(name\\,type\\,level\\,bssId\\,customerBssId\\,path)"),
    lines: [
      "additive `MinGroup.path` added",
      "additive `fields`: `group.path` can be selected → `ApiUserFields.group.path`",
    ],
    notes: ["fields lists group.path, no response schema has it: declared as optional string, check it"],
  },
  {
    kind: "fields name removed",
    change: (u) => u.selectable("group(name\\,type\\,level\\,bssId)"),
    lines: [
      "breaking `MinGroup.customerBssId` removed",
      "breaking `fields`: `group.customerBssId` cannot be selected any more → `ApiUserFields.group.customerBssId`",
    ],
    loses: true,
  },
  {
    kind: "fields name in the description alone",
    change: (u) => (u.parameter("listApiUsers", "fields")["description"] = "Such as group(name,path)."),
    notes: ["the description of fields names group.path, its list of values does not: check it"],
  },
  {
    kind: "fields without a list",
    change: (u) => Reflect.deleteProperty(u.parameter("listApiUsers", "fields"), "enum"),
    refused:
      "correction selectable-names-are-declared (row 4 of openapi/README.md) does not fit any more: fields of listApiUsers lists no names any more; decide anew in scripts/spec/corrections.ts",
  },
  {
    kind: "fields unreadable",
    change: (u) => u.selectable("group(name\\,type"),
    refused:
      'correction selectable-names-are-declared (row 4 of openapi/README.md) does not fit any more: fields: "group(name\\,type" cannot be read as a list of names; decide anew in scripts/spec/corrections.ts',
  },

  // Request bodies
  {
    kind: "optional body property added",
    change: (u) => (u.properties("ApiUserCreation")["comment"] = string),
    lines: ["additive `ApiUserCreation.comment` added, optional"],
  },
  {
    kind: "required body property added",
    change: (u) => {
      u.properties("ApiUserCreation")["owner"] = string;
      u.at("definitions", "ApiUserCreation")["required"] = ["groupId", "name", "timezone", "profileIds", "owner"];
    },
    lines: ["breaking `ApiUserCreation.owner` added, required"],
  },
  {
    kind: "body property no longer required",
    change: (u) => (u.at("definitions", "ApiUserCreation")["required"] = ["groupId", "name", "timezone"]),
    lines: ["additive `ApiUserCreation.profileIds` is now optional"],
  },
  {
    kind: "body property removed",
    change: (u) => Reflect.deleteProperty(u.properties("ApiUserEdition"), "timezone"),
    lines: ["breaking `ApiUserEdition.timezone` removed"],
    loses: true,
  },
  {
    kind: "body property nullable",
    change: (u) => (u.property("ApiUserEdition", "name")["x-nullable"] = true),
    lines: ["additive `ApiUserEdition.name` can be null"],
  },
  {
    kind: "body property read only",
    change: (u) => (u.property("ApiUserEdition", "name")["readOnly"] = true),
    lines: ["breaking `ApiUserEdition.name` is now readOnly"],
  },
  {
    kind: "body property with a pattern",
    change: (u) => (u.property("ApiUserCreation", "name")["pattern"] = "^\\S+$"),
    lines: ['breaking `ApiUserCreation.name`: `pattern` "^\\\\S+$" added'],
  },
  {
    kind: "body property shorter",
    change: (u) => (u.property("ApiUserCreation", "name")["maxLength"] = 50),
    lines: ["breaking `ApiUserCreation.name`: `maxLength` is 50, was 100"],
  },
  {
    kind: "body property without a bound",
    change: (u) => Reflect.deleteProperty(u.property("ApiUserCreation", "name"), "maxLength"),
    lines: ["additive `ApiUserCreation.name`: `maxLength` 100 removed"],
  },
  {
    kind: "body property that adding profiles does not take",
    change: (u) => (u.properties("ProfileIds")["until"] = string),
    lines: ["additive `ProfileIds.until` added, optional"],
  },
  {
    kind: "body added",
    change: (u) =>
      u
        .parameters("renewCredential")
        .push({ name: "body", in: "body", schema: { type: "object", properties: { length: { type: "integer" } } } }),
    lines: ["additive `renewCredential`: the request body added, optional → `ApiUsersClient.renewCredential`"],
  },
  {
    kind: "body removed",
    change: (u) => u.dropParameter("updateApiUser", "body"),
    refused:
      "correction bodies-send-profileIds (row 1 of openapi/README.md) does not fit any more: the body of updateApiUser declares neither profileId nor profileIds; decide anew in scripts/spec/corrections.ts",
    loses: true,
  },
  {
    kind: "body as XML too",
    change: (u) => (u.operation("createApiUser")["consumes"] = ["application/json", "application/xml"]),
    notes: ["the body of createApiUser can also be application/xml, which the contract does not say"],
  },
  {
    kind: "body as XML alone",
    change: (u) => (u.operation("createApiUser")["consumes"] = ["application/xml"]),
    refused: "POST /api-users/: the request body is application/xml, and the client sends JSON: write it by hand",
  },
  {
    kind: "body as a form",
    change: (u) => {
      u.dropParameter("updateApiUser", "body");
      u.parameters("updateApiUser").push({ name: "name", in: "formData", ...string });
    },
    refused:
      "PUT /api-users/{id}: the request body is application/x-www-form-urlencoded, and the client sends JSON: write it by hand",
  },
  {
    kind: "profileId and profileIds",
    change: (u) => (u.properties("ProfileIds")["profileIds"] = { type: "array", items: string }),
    refused:
      "correction bodies-send-profileIds (row 1 of openapi/README.md) does not fit any more: the body of addProfileToApiUser declares both profileId and profileIds; decide anew in scripts/spec/corrections.ts",
  },

  // Results
  {
    kind: "result property added",
    change: (u) => (u.properties("ApiUser")["email"] = { ...string, description: "Its address" }),
    lines: ["additive `ApiUser.email` added"],
  },
  {
    kind: "result property removed",
    change: (u) => Reflect.deleteProperty(u.properties("ApiUser"), "creationTime"),
    lines: ["breaking `ApiUser.creationTime` removed"],
    loses: true,
  },
  {
    kind: "result property nullable",
    change: (u) => (u.property("ApiUser", "name")["x-nullable"] = true),
    lines: ["breaking `ApiUser.name` can be null"],
  },
  {
    kind: "result relation nullable",
    change: (u) =>
      (u.properties("ApiUser")["group"] = { allOf: [{ $ref: "#/definitions/MinGroup" }], "x-nullable": true }),
    lines: ["breaking `ApiUser.group` can be null"],
  },
  {
    kind: "result property always there",
    change: (u) => (u.at("definitions", "ApiUser")["required"] = ["group"]),
    lines: ["additive `ApiUser.group` is now required"],
  },
  {
    kind: "result property a number",
    change: (u) => Object.assign(u.property("MinGroup", "level"), { type: "number", format: "double" }),
    lines: ["compatible `MinGroup.level` is number, was integer"],
  },
  {
    kind: "result property a string",
    change: (u) => (u.properties("MinGroup")["level"] = string),
    lines: ["breaking `MinGroup.level` is string, was integer"],
  },
  {
    kind: "result property deprecated",
    change: (u) => (u.property("ApiUser", "creationTime")["x-deprecated"] = true),
    lines: ["compatible `ApiUser.creationTime` is now deprecated"],
  },
  {
    kind: "result relation deprecated",
    change: (u) =>
      (u.properties("ApiUser")["group"] = { allOf: [{ $ref: "#/definitions/MinGroup" }], "x-deprecated": true }),
    lines: ["compatible `ApiUser.group` is now deprecated"],
  },
  {
    kind: "result property with a format",
    change: (u) => (u.property("ApiUser", "id")["format"] = "uuid"),
    lines: ['documentation `ApiUser.id`: `format` "uuid" added'],
  },
  {
    kind: "result property with values",
    change: (u) => (u.property("MinGroup", "type")["enum"] = [0, 2]),
    lines: ["additive `MinGroup.type`: `enum` [0,2] added"],
  },
  {
    kind: "values of a result in prose",
    change: (u) =>
      (u.property("MinGroup", "type")["description"] =
        "Its type.\n- 0 -> SO\n- 2 -> Other\n- 5 -> SVNO\n- 6 -> Partners\n- 7 -> NIP\n- 8 -> DIST\n- 9 -> Channel\n- 10 -> Starter\n- 12 -> Reseller"),
    notes: [
      "the description of MinGroup.type lists 12, the contract does not",
      "the description of MinGroup.type no longer lists 11, the contract does",
    ],
  },
  {
    kind: "values of an error",
    change: (u) =>
      (u.at("definitions", "BadRequestError", "properties", "errors", "items", "properties", "type")["enum"] = [
        "body",
        "query",
        "path",
        "header",
      ]),
    lines: ['breaking `Issue.type`: `enum` "header" added'],
    loses: true,
  },
  {
    kind: "discriminator",
    change: (u) => {
      u.at("definitions", "MinGroup")["discriminator"] = "name";
    },
    lines: ['additive `MinGroup`: `discriminator` {"propertyName":"name"} added'],
  },
  {
    kind: "map of strings added",
    change: (u) => (u.properties("ApiUser")["labels"] = { type: "object", additionalProperties: string }),
    lines: ["additive `ApiUser.labels` added"],
  },
  {
    kind: "map of a schema added",
    change: (u) =>
      (u.properties("ApiUser")["labels"] = {
        type: "object",
        additionalProperties: { $ref: "#/definitions/MinGroup" },
      }),
    refused:
      "ApiUser.labels now has additionalProperties with references: write that into the contract by hand, then import again",
  },
  {
    kind: "schema within itself",
    change: (u) => (u.properties("MinGroup")["parent"] = { $ref: "#/definitions/MinGroup" }),
    lines: ["additive `MinGroup.parent` added"],
  },
  {
    kind: "new schema within itself",
    change: (u) => {
      u.at("definitions")["Unit"] = {
        type: "object",
        properties: { name: string, units: { type: "array", items: { $ref: "#/definitions/Unit" } } },
      };
      u.properties("ApiUser")["unit"] = { $ref: "#/definitions/Unit" };
    },
    lines: ["additive `ApiUser.unit` added"],
  },
  {
    kind: "items of a page renamed",
    change: (u) => {
      const page = u.at("paths", "/api-users/", "get", "responses", "200", "schema", "properties");
      page["users"] = page["data"];
      delete page["data"];
    },
    lines: ["breaking `ApiUserPage.data` removed", "additive `ApiUserPage.users` added"],
    loses: true,
  },
  {
    kind: "next page renamed",
    change: (u) => (u.at("definitions")["PaginationResponse"] = { type: "object", properties: { nextPage: string } }),
    lines: ["breaking `ApiUserPage.paging.next` removed", "additive `ApiUserPage.paging.nextPage` added"],
    loses: true,
  },
  {
    kind: "result a list",
    change: (u) => (u.reply("listApiUsers", "200")["schema"] = { type: "array", items: user }),
    refused:
      "correction results-have-schemas (row 6 of openapi/README.md) does not fit any more: the result of listApiUsers is now array; decide anew in scripts/spec/corrections.ts",
  },
  {
    kind: "group a list",
    change: (u) => (u.properties("ApiUser")["group"] = { type: "array", items: { $ref: "#/definitions/MinGroup" } }),
    refused:
      "correction group-is-an-object (row 2 of openapi/README.md) does not fit any more: ApiUser.group in the schema is now array; decide anew in scripts/spec/corrections.ts",
  },
  {
    kind: "type of a group a string",
    change: (u) => (u.property("MinGroup", "type")["type"] = "string"),
    refused:
      "correction group-type-is-an-integer (row 3 of openapi/README.md) does not fit any more: MinGroup.type in the schema is now string; decide anew in scripts/spec/corrections.ts",
  },

  // Responses
  {
    kind: "error status added",
    change: (u) => (u.responses("createApiUser")["423"] = { description: "Locked" }),
    lines: ['additive `createApiUser`: error status 423 added → `SigfoxApiError of kind "unexpected"`'],
  },
  {
    kind: "error status with a body added",
    change: (u) =>
      (u.responses("createApiUser")["409"] = {
        description: "There is one",
        schema: { $ref: "#/definitions/Message" },
      }),
    lines: ['additive `createApiUser`: error status 409 added → `SigfoxApiError of kind "conflict"`'],
  },
  {
    kind: "error status removed",
    change: (u) => Reflect.deleteProperty(u.responses("getApiUser"), "405"),
    lines: ['compatible `getApiUser`: error status 405 removed → `SigfoxApiError of kind "methodNotAllowed"`'],
  },
  {
    kind: "default answer",
    change: (u) =>
      (u.responses("getApiUser")["default"] = {
        description: "Anything else",
        schema: { $ref: "#/definitions/Message" },
      }),
    lines: ["additive `getApiUser`: error status default added → `SigfoxApiError`"],
  },
  {
    kind: "further success",
    change: (u) => (u.responses("createApiUser")["202"] = { description: "Later" }),
    lines: ["additive `createApiUser`: status 202 added → `ApiUsersClient.create`"],
  },
  {
    kind: "another success",
    change: (u) => {
      const responses = u.responses("updateApiUser");
      responses["202"] = responses["204"];
      delete responses["204"];
    },
    lines: [
      "breaking `updateApiUser`: status 204 removed → `ApiUsersClient.update`",
      "additive `updateApiUser`: status 202 added → `ApiUsersClient.update`",
    ],
    loses: true,
  },
  {
    kind: "success with a body",
    change: (u) => (u.reply("updateApiUser", "204")["schema"] = user),
    lines: ["additive `updateApiUser`: status 204 has a body now → `ApiUsersClient.update`"],
  },
  {
    kind: "success without a body",
    change: (u) => Reflect.deleteProperty(u.reply("getApiUser", "200"), "schema"),
    lines: ["breaking `getApiUser`: status 200 has no body any more → `ApiUsersClient.get`"],
    loses: true,
  },
  {
    kind: "success as CSV",
    change: (u) => (u.operation("getApiUser")["produces"] = ["text/csv"]),
    notes: ["200 of getApiUser is text/csv now: breaking, the client reads JSON; the contract keeps it"],
  },
  {
    kind: "success as CSV too",
    change: (u) => (u.operation("listApiUsers")["produces"] = ["application/json", "text/csv"]),
    notes: ["200 of listApiUsers can also be text/csv, which the contract does not say"],
  },
  {
    kind: "header added",
    change: (u) => (u.reply("listApiUsers", "200")["headers"] = { "X-Total": { type: "integer" } }),
    lines: ["additive `listApiUsers`: status 200: header `X-Total` added → `ApiUsersClient.list`"],
  },
  {
    kind: "header added to an answer without a body",
    change: (u) => (u.reply("updateApiUser", "204")["headers"] = { ETag: string }),
    lines: ["additive `updateApiUser`: status 204: header `ETag` added → `ApiUsersClient.update`"],
  },
  {
    kind: "header removed",
    change: (u) => Reflect.deleteProperty(u.reply("createApiUser", "201"), "headers"),
    lines: ["breaking `createApiUser`: status 201: header `Location` removed → `ApiUsersClient.create`"],
    loses: true,
  },
  {
    kind: "Retry-After described",
    change: (u) =>
      (u.responses("getApiUser")["429"] = { description: "Slow", headers: { "Retry-After": { type: "integer" } } }),
    notes: ["header Retry-After of 429 of getApiUser is integer, the contract says string"],
  },
  {
    kind: "body of an error without a property",
    change: (u) => Reflect.deleteProperty(u.properties("MethodNotAllowedError"), "allowedMethods"),
    notes: ["MethodNotAllowedError has no allowedMethods any more, the contract keeps it"],
  },
  {
    kind: "property of an error nullable",
    change: (u) => (u.property("Message", "message")["x-nullable"] = true),
    lines: ["breaking `ErrorMessage.message` can be null"],
  },
  {
    kind: "property of an error always there",
    change: (u) => (u.at("definitions", "Message")["required"] = ["message"]),
    lines: ["additive `ErrorMessage.message` is now required"],
  },
  {
    kind: "property of an error with a bound",
    change: (u) => (u.property("Message", "message")["maxLength"] = 200),
    lines: ["documentation `ErrorMessage.message`: `maxLength` 200 added"],
  },
  {
    kind: "error without a body",
    change: (u) => Reflect.deleteProperty(u.reply("getApiUser", "404"), "schema"),
    notes: ["404 of getApiUser has no body any more, the contract keeps it"],
  },
  {
    kind: "error with a body",
    change: (u) => (u.reply("getApiUser", "500")["schema"] = { $ref: "#/definitions/Message" }),
    lines: [
      'additive `listApiUsers`: error status 500 has a body now → `SigfoxApiError of kind "server"`',
      'additive `createApiUser`: error status 500 has a body now → `SigfoxApiError of kind "server"`',
      'additive `getApiUser`: error status 500 has a body now → `SigfoxApiError of kind "server"`',
      'additive `updateApiUser`: error status 500 has a body now → `SigfoxApiError of kind "server"`',
      'additive `deleteApiUser`: error status 500 has a body now → `SigfoxApiError of kind "server"`',
      'additive `addProfileToApiUser`: error status 500 has a body now → `SigfoxApiError of kind "server"`',
      'additive `deleteProfileOfApiUser`: error status 500 has a body now → `SigfoxApiError of kind "server"`',
      'additive `renewCredential`: error status 500 has a body now → `SigfoxApiError of kind "server"`',
    ],
  },
];
