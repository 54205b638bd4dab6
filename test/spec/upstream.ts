/**
 * A Swagger 2.0 document in the shape in which Sigfox publishes its description: the resource of API users with the
 * contradictions that are known of it, among the rest of the API.
 */
export interface Upstream {
  swagger: string;
  info: object;
  host: string;
  basePath: string;
  schemes: string[];
  securityDefinitions: object;
  security: object[];
  tags: object[];
  paths: Record<string, Record<string, UpstreamOperation>>;
  definitions: Record<string, UpstreamSchema>;
}

export interface UpstreamOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  consumes?: string[];
  produces?: string[];
  parameters: UpstreamParameter[];
  responses: Record<string, UpstreamResponse>;
}

export interface UpstreamResponse {
  description: string;
  schema?: UpstreamSchema;
  headers?: object;
}

export interface UpstreamParameter extends UpstreamSchema {
  name: string;
  in: string;
  collectionFormat?: string;
  schema?: UpstreamSchema;
}

export interface UpstreamSchema {
  $ref?: string;
  type?: string;
  format?: string;
  description?: string;
  required?: string[] | boolean;
  properties?: Record<string, UpstreamSchema>;
  items?: UpstreamSchema;
  allOf?: UpstreamSchema[];
  enum?: string[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  example?: unknown;
  "x-nullable"?: boolean;
}

const ref = (name: string): UpstreamSchema => ({ $ref: `#/definitions/${name}` });
const string = (description: string, more: UpstreamSchema = {}): UpstreamSchema => ({
  type: "string",
  description,
  ...more,
});
const int32 = (description: string, more: UpstreamSchema = {}): UpstreamSchema => ({
  type: "integer",
  format: "int32",
  description,
  ...more,
});
const list = (items: UpstreamSchema, description?: string): UpstreamSchema => ({
  type: "array",
  items,
  ...(description !== undefined && { description }),
});
const object = (properties: Record<string, UpstreamSchema>, more: UpstreamSchema = {}): UpstreamSchema => ({
  type: "object",
  properties,
  ...more,
});

const failures = (...statuses: number[]): Record<string, UpstreamResponse> => {
  const all: Record<string, UpstreamResponse> = {
    "400": { description: "Bad request", schema: ref("BadRequestError") },
    "401": { description: "No valid credentials" },
    "403": { description: "Not allowed", schema: ref("Message") },
    "404": { description: "Not found", schema: ref("Message") },
    "405": { description: "Method not allowed", schema: ref("MethodNotAllowedError") },
    "500": { description: "Internal error" },
  };
  return Object.fromEntries(Object.entries(all).filter(([status]) => statuses.includes(Number(status))));
};
const collection = failures(400, 401, 403, 405, 500);
const item = failures(400, 401, 403, 404, 405, 500);

const id: UpstreamParameter = { name: "id", in: "path", required: true, type: "string", description: "The API user" };
const fields: UpstreamParameter = {
  name: "fields",
  in: "query",
  type: "string",
  description: "Which fields of the referenced resources to return",
  enum: ["group(name\\,type\\,level\\,bssId\\,customerBssId)", "profiles(name\\,roles(name\\,perms(name)))"],
};
const authorizations: UpstreamParameter = {
  name: "authorizations",
  in: "query",
  type: "boolean",
  default: false,
  description: "Return what the caller may do",
};
const query = (name: string, schema: UpstreamSchema): UpstreamParameter => ({ ...schema, name, in: "query" });
const body = (schema: UpstreamSchema): UpstreamParameter => ({ name: "body", in: "body", required: true, schema });

const operation = (
  operationId: string,
  parameters: UpstreamParameter[],
  responses: Record<string, UpstreamResponse>,
): UpstreamOperation => ({
  operationId,
  tags: ["API users"],
  summary: operationId,
  produces: ["application/json"],
  parameters,
  responses,
});

const paths = (): Upstream["paths"] => ({
  "/api-users/": {
    get: operation(
      "listApiUsers",
      [
        fields,
        { name: "profileId", in: "query", type: "string", description: "Users with this profile" },
        { name: "groupIds", in: "query", type: "array", items: { type: "string" }, collectionFormat: "csv" },
        query("limit", int32("Between 1 and 100", { default: 100 })),
        query("offset", int32("Items to skip", { default: 0, minimum: 0, maximum: 40000 })),
        authorizations,
      ],
      {
        "200": {
          description: "The page",
          schema: object({ data: list(ref("ApiUser")), paging: ref("PaginationResponse") }),
        },
        ...collection,
      },
    ),
    post: operation("createApiUser", [body(ref("ApiUserCreation"))], {
      "201": {
        description: "Created",
        schema: object({ id: string("Its id") }),
        headers: { Location: { type: "string", description: "Where it is" } },
      },
      ...collection,
    }),
  },
  "/api-users/{id}": {
    get: operation("getApiUser", [id, fields, authorizations], {
      "200": { description: "The user", schema: ref("ApiUser") },
      ...item,
    }),
    put: operation("updateApiUser", [id, body(ref("ApiUserEdition"))], { "204": { description: "Done" }, ...item }),
    delete: operation("deleteApiUser", [id], { "204": { description: "Done" }, ...item }),
  },
  "/api-users/{id}/profiles": {
    put: operation("addProfileToApiUser", [id, body(ref("ProfileIds"))], { "204": { description: "Done" }, ...item }),
  },
  "/api-users/{id}/profiles/{profileId}": {
    delete: operation(
      "deleteProfileOfApiUser",
      [id, { name: "profileId", in: "path", required: true, type: "string", description: "The profile" }],
      { "204": { description: "Done" }, ...item },
    ),
  },
  "/api-users/{id}/renew-credential": {
    put: operation("renewCredential", [id], {
      "200": { description: "Renewed", schema: object({ accessToken: string("The password") }) },
      ...item,
    }),
  },
});

const definitions = (): Upstream["definitions"] => ({
  ApiUser: object(
    {
      id: string("Its id"),
      name: string("Its name", { maxLength: 100 }),
      timezone: string("Its time zone"),
      group: ref("MinGroup"),
      creationTime: { type: "integer", format: "int64", description: "Since the epoch, in ms" },
      accessToken: string("Its password"),
      profiles: list(ref("MinProfile")),
      actions: ref("ActionsList"),
      resources: ref("ResourcesList"),
    },
    { example: { id: "5138", name: "Gateway", group: [{ id: "572f", name: "Group", type: "0", level: 0 }] } },
  ),
  ApiUserCreation: object(
    {
      groupId: string("Its group"),
      ...editable(),
      profileIds: list({ type: "string" }, "Its profiles"),
    },
    { required: ["groupId", "name", "timezone", "profileIds"] },
  ),
  ApiUserEdition: object(
    { ...editable(), profileId: list({ type: "string" }, "Its profiles") },
    { example: { name: "Gateway", profileIds: ["5138"] } },
  ),
  ProfileIds: object({ profileId: list({ type: "string" }, "Profiles") }, { example: { profileIds: ["5138"] } }),
  MinGroup: object(
    {
      id: string("Its id"),
      name: string("Its name", { minLength: 3, maxLength: 100 }),
      type: int32("Its type"),
      level: int32("Its level"),
      actions: ref("ActionsList"),
      resources: ref("ResourcesList"),
    },
    { example: { id: "572f", name: "Group", type: "0", level: 0 } },
  ),
  MinProfile: object({
    id: string("Its id"),
    name: string("Its name", { maxLength: 100 }),
    actions: ref("ActionsList"),
  }),
  ActionsList: list({ type: "string" }),
  ResourcesList: list({ type: "string" }),
  PaginationResponse: object({ next: string("The next page") }),
  Message: object({ message: string("What happened") }),
  BadRequestError: object({
    message: string("What happened"),
    errors: list(object({ type: string("Where"), field: string("Which"), message: string("What") })),
  }),
  MethodNotAllowedError: object({ message: string("What happened"), allowedMethods: list({ type: "string" }) }),
});

const editable = (): Record<string, UpstreamSchema> => ({
  name: string("Its name", { maxLength: 100 }),
  timezone: string("Its time zone"),
});

const others = [
  "devices",
  "groups",
  "device-types",
  "contracts-info",
  "coverages",
  "tiles",
  "users",
  "base-stations",
  "hosts",
  "sites",
];

/** What surrounds the resource: 60 more paths, 180 more definitions, some of which lead back to themselves. */
function surroundings(): Pick<Upstream, "paths" | "definitions"> {
  const around: Pick<Upstream, "paths" | "definitions"> = { paths: {}, definitions: {} };
  for (const [index, name] of others.entries()) {
    for (let n = 0; n < 6; n++) {
      around.paths[n === 0 ? `/${name}/` : `/${name}/{id}/part${n}`] = {
        get: operation(`read_${name}_${n}`, n === 0 ? [fields] : [id], {
          "200": { description: "Read", schema: ref(`Other${index}x${n}`) },
          ...item,
        }),
      };
    }
    for (let n = 0; n < 18; n++) {
      const next = `Other${index}x${(n + 1) % 18}`;
      around.definitions[`Other${index}x${n}`] = object({
        id: string("Its id"),
        next: ref(next),
        group: ref("MinGroup"),
      });
    }
  }
  return around;
}

/** The document as it was when the contract was written; `change` is what has happened upstream since. */
export function upstream(change: (document: Upstream) => void = () => undefined): Upstream {
  const { paths: otherPaths, definitions: otherDefinitions } = surroundings();
  const document: Upstream = structuredClone({
    swagger: "2.0",
    info: { title: "Sigfox API", version: "v2" },
    host: "api.sigfox.com",
    basePath: "/v2",
    schemes: ["https"],
    securityDefinitions: { basicAuth: { type: "basic" } },
    security: [{ basicAuth: [] }],
    tags: [{ name: "API users" }],
    paths: { ...otherPaths, ...paths() },
    definitions: { ...otherDefinitions, ...definitions() },
  });
  change(document);
  return document;
}
