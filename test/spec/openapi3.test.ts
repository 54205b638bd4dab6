import { parse, stringify } from "yaml";
import { readContract } from "../../scripts/openapi/readDescription";
import { facade, fixture, importText, linesOf } from "./imported";
import { compareModels } from "../../scripts/spec/compareModels";
import { line } from "../../scripts/spec/report";
import type { Node } from "./upstream";

/** The contract of the fixtures as upstream would publish it, with a change in it. */
function published(change: (document: Node) => void): string {
  const document = parse(fixture) as Node;
  change(document);
  return stringify(document);
}

const at = (document: Node, ...place: string[]): Node => place.reduce<Node>((node, key) => node[key] as Node, document);
const get = (document: Node) => at(document, "paths", "/api-users/{id}", "get");
const users = (document: Node) => at(document, "components", "schemas", "ApiUser", "properties");

interface Row {
  readonly kind: string;
  readonly change: (document: Node) => void;
  readonly lines?: readonly string[];
  readonly notes?: readonly string[];
}

const rows: readonly Row[] = [
  { kind: "nothing", change: () => undefined },
  {
    kind: "a callback",
    change: (document) => (get(document)["callbacks"] = { done: { "{$url}": {} } }),
    notes: ["getApiUser: callbacks is not in the contract, write it by hand if it matters"],
  },
  {
    kind: "a server of its own",
    change: (document) => (get(document)["servers"] = [{ url: "https://read.example.com" }]),
    notes: ["getApiUser: servers is not in the contract, write it by hand if it matters"],
  },
  {
    kind: "a link",
    change: (document) => (at(document, "paths", "/api-users/", "post", "responses", "201")["links"] = { read: {} }),
    notes: ["createApiUser: links of 201 is not in the contract, write it by hand if it matters"],
  },
  {
    kind: "a property that is only written",
    change: (document) => (at(users(document), "accessToken")["writeOnly"] = true),
    lines: ["breaking `ApiUser.accessToken` is now writeOnly"],
  },
  {
    kind: "a reference that may be null",
    change: (document) =>
      (users(document)["group"] = { anyOf: [{ $ref: "#/components/schemas/MinGroup" }, { type: "null" }] }),
    lines: ["breaking `ApiUser.group` can be null"],
  },
  {
    kind: "alternatives",
    change: (document) => (at(users(document), "accessToken")["oneOf"] = [{ minLength: 1 }, { maxLength: 0 }]),
    lines: ['additive `ApiUser.accessToken`: `oneOf` [{"minLength":1},{"maxLength":0}] added'],
  },
  {
    kind: "a server without a host",
    change: (document) => (document["servers"] = [{ url: "/v2" }]),
    notes: ["the API is at /v2 of an unnamed host, the contract says https://api.sigfox.com/v2"],
  },
];

describe("a description in OpenAPI 3", () => {
  it.each(rows)("with $kind", async ({ change, lines = [], notes = [] }) => {
    const result = await importText(published(change));
    expect(linesOf(result)).toEqual(lines);
    expect(result.notes).toEqual(notes);
    expect((await importText(fixture, result.contract)).contract).toBe(fixture);
  });

  it("may begin with a byte order mark", async () => {
    expect((await importText(`\uFEFF${fixture}`)).contract).toBe(fixture);
  });
});

it("what is written into the contract by hand settles what was to look at", async () => {
  const byHand = fixture.replace("      operationId: getApiUser\n", "$&      callbacks: { done: {} }\n");
  const upstream = published((document) => (get(document)["callbacks"] = { done: {} }));
  expect(await importText(upstream, byHand)).toMatchObject({
    contract: byHand,
    difference: { changes: [] },
    notes: [],
  });
  expect(compareModels(readContract(fixture), readContract(byHand), facade).map(line)).toEqual([
    "compatible     `getApiUser`: callbacks changed and cannot be judged, look at it → `ApiUsersClient.get`",
  ]);
});

it("a schema within itself in the contract is read, and imported again changes nothing", async () => {
  const byHand = fixture.replace(
    "        bssId: { type: string",
    "        parent: { $ref: '#/components/schemas/MinGroup' }\n$&",
  );
  expect(await importText(byHand, byHand)).toMatchObject({ contract: byHand, difference: { changes: [] }, notes: [] });
});

it("rules of our own survive an edition that lacks them", async () => {
  const poorer = published((document) => {
    const list = at(document, "paths", "/api-users/", "get");
    const offset = (list["parameters"] as Node[]).find(({ name }) => name === "offset") as Node;
    offset["schema"] = { type: "integer", format: "int32", default: 0 };
    delete at(document, "components", "schemas", "Id")["minLength"];
    const creation = at(document, "components", "schemas", "ApiUserCreation", "properties", "profileIds");
    delete creation["minItems"];
    delete at(document, "components", "schemas", "ApiUserEdition")["additionalProperties"];
    delete at(document, "components", "schemas", "ApiUser")["required"];
    delete at(document, "components", "schemas", "ProfileIds")["required"];
  });
  const {
    contract,
    difference: { changes },
    notes,
  } = await importText(poorer);
  expect(changes).toEqual([]);
  expect(contract).toBe(fixture);
  expect(notes).toEqual([
    "offset has no minimum any more, the contract keeps 0",
    "offset has no maximum any more, the contract keeps 40000",
  ]);
});
