import type { Json, JsonObject } from "../../scripts/openapi/json";

const ref = (name: string): JsonObject => ({ $ref: `#/definitions/${name}` });

const string = (description?: string, more: JsonObject = {}): JsonObject => ({
  type: "string",
  ...(description !== undefined && { description }),
  ...more,
});

const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({ type: "object", properties, ...more });

const list = (items: JsonObject, more: JsonObject = {}): JsonObject => ({ type: "array", items, ...more });

const query = (name: string, type: string, more: JsonObject = {}): JsonObject => ({
  name,
  in: "query",
  description: `What ${name} is for.\n`,
  required: false,
  type,
  ...more,
});

const path = (name: string): JsonObject => ({
  name,
  in: "path",
  description: "Which one.",
  required: true,
  type: "string",
});

const body = (name: string, schema: string, description?: string): JsonObject => ({
  in: "body",
  name,
  ...(description !== undefined && { description }),
  required: true,
  schema: ref(schema),
});

const fields = (): JsonObject =>
  query("fields", "string", {
    enum: ["group(name,type,level,bssId,customerBssId)", "profiles(name,roles(name,perms(name)))"],
  });

const authorizations = (): JsonObject => query("authorizations", "boolean", { default: false });

const number = (name: string, initial: number): JsonObject =>
  query(name, "integer", { default: initial, format: "int32" });

/** Of the errors, 405 is declared for some operations alone. */
const errors = (has405: boolean): JsonObject => ({
  400: { description: "Something is wrong with the request", schema: ref("ErrorContent") },
  401: { description: "Who are you" },
  403: { description: "Not allowed", schema: object({ message: string(undefined, { example: "No." }) }) },
  404: { description: "Not there", schema: object({ message: string(undefined, { example: "Nowhere." }) }) },
  ...(has405 && {
    405: {
      description: "Not with this method",
      schema: object(
        { message: string(), allowedMethods: list(string()) },
        { example: { message: "Not PATCH.", allowedMethods: ["GET"] } },
      ),
    },
  }),
  500: { description: "The service's fault" },
});

const nothing = (what: string): JsonObject => ({ 204: { description: what } });

interface Operation {
  readonly parameters: Json[];
  readonly success: JsonObject;
  readonly has405?: boolean;
}

const operation = (operationId: string, { parameters, success, has405 = false }: Operation): JsonObject => ({
  tags: ["ApiUsers"],
  summary: `What ${operationId} does`,
  description: `What ${operationId} does, at length.\n`,
  operationId,
  parameters,
  responses: { ...success, ...errors(has405) },
});

const id = path("id");

const paths = (): JsonObject => ({
  "/api-users/": {
    get: operation("listApiUsers", {
      parameters: [
        fields(),
        query("profileId", "string"),
        query("groupIds", "array", { items: { type: "string" }, collectionFormat: "csv" }),
        number("limit", 100),
        number("offset", 0),
        authorizations(),
      ],
      success: {
        200: {
          description: "A page",
          schema: object({ data: list(ref("apiUser"), { title: "Users" }), paging: ref("paging") }, { title: "Page" }),
        },
      },
      has405: true,
    }),
    post: operation("createApiUser", {
      parameters: [body("apiUser", "apiUserCreation")],
      success: {
        201: {
          description: "Done",
          headers: { Location: string("Where it is") },
          schema: object({ id: string("What it is called") }, { title: "Answer" }),
        },
      },
      has405: true,
    }),
    parameters: [],
  },
  "/api-users/{id}": {
    get: operation("getApiUser", {
      parameters: [id, fields(), authorizations()],
      success: { 200: { description: "The user", schema: ref("apiUser") } },
    }),
    put: operation("updateApiUser", {
      parameters: [id, body("apiUser", "apiUserEdition", "What to change")],
      success: nothing("Changed"),
    }),
    delete: operation("deleteApiUser", { parameters: [id], success: nothing("Gone") }),
    parameters: [],
  },
  "/api-users/{id}/profiles": {
    put: operation("addProfileToApiUser", {
      parameters: [id, body("profileIds", "profileIds", "What to add")],
      success: nothing("Added"),
      has405: true,
    }),
    parameters: [],
  },
  "/api-users/{id}/profiles/{profileId}": {
    delete: operation("deleteProfileOfApiUser", {
      parameters: [id, path("profileId")],
      success: nothing("Taken away"),
      has405: true,
    }),
    parameters: [],
  },
  "/api-users/{id}/renew-credential": {
    put: operation("renewCredential", {
      parameters: [id],
      success: {
        200: {
          description: "The password",
          schema: object({ accessToken: string("The new one") }, { title: "Answer" }),
        },
      },
      has405: true,
    }),
    parameters: [],
  },
});

const ids = { actions: ref("actions"), resources: ref("resources") };

const definitions = (): JsonObject => ({
  ErrorContent: object(
    {
      message: string("What is wrong", { example: "wrong" }),
      errors: list(
        object({
          type: string("Where: body, query or path", { example: "body" }),
          field: string("Which field"),
          message: string("What is wrong with it"),
        }),
        { description: "One by one" },
      ),
    },
    { description: "What an error says" },
  ),
  action: string("Something that can be done", { example: "create" }),
  actions: list(ref("action"), { description: "What can be done", example: ["create"] }),
  resource: string("A part of the API", { example: "messages" }),
  resources: list(ref("resource"), { description: "Which parts can be used" }),
  apiUser: {
    description: "An API user",
    allOf: [
      ref("commonApiUser"),
      object({
        group: ref("minGroup"),
        creationTime: { type: "integer", format: "int64", description: "When" },
        id: string("What it is called"),
        accessToken: string("The password"),
        profiles: list(ref("minProfile")),
        ...ids,
      }),
    ],
    title: "User",
  },
  apiUserCreation: object(
    {
      groupId: string("Where it belongs"),
      name: string("Its name", { maxLength: 100 }),
      timezone: string("Where its clock is"),
      profileIds: list(string("A profile"), { description: "What it may do" }),
    },
    { required: ["groupId", "name", "profileIds", "timezone"], title: "New", description: "A new user" },
  ),
  apiUserEdition: { description: "What can be changed", allOf: [ref("commonApiUser"), ref("profileIds")] },
  commonApiUser: object(
    { name: string("Its name", { maxLength: 100 }), timezone: string("Where its clock is") },
    { description: "What all have", example: { name: "Gateway" } },
  ),
  minGroup: object(
    {
      id: string("What it is called"),
      name: string("Its name", { minLength: 3, maxLength: 100 }),
      type: { type: "integer", format: "int32", description: "0 -> SO\n2 -> Other\n5 -> SVNO\n" },
      level: { type: "integer", format: "int32", description: "How deep it is" },
      ...ids,
    },
    { title: "Group", description: "A group" },
  ),
  minProfile: object(
    { id: string("What it is called"), name: string("Its name", { maxLength: 100 }), actions: ref("actions") },
    { title: "Profile", description: "A profile" },
  ),
  paging: object({ next: string() }, { title: "Paging" }),
  profileIds: object(
    { profileId: list(string()) },
    { description: "The profiles", example: { profileIds: ["5138e7dfa2f1fffaf25fd409"] } },
  ),
});

/** A description with the facts of the edition of 2021 and words of our own, as rich as the real one. */
export const description = (): JsonObject => ({
  swagger: "2.0",
  info: { title: "The API", version: "2.0" },
  host: "api.sigfox.com",
  basePath: "/v2",
  schemes: ["https"],
  consumes: ["application/json"],
  produces: ["application/json"],
  security: [{ basicAuth: [] }],
  externalDocs: { description: "More", url: "https://support.example.com" },
  securityDefinitions: { basicAuth: { description: "Name and password.", type: "basic" } },
  paths: paths(),
  definitions: definitions(),
});
