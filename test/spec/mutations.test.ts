import { factsOf } from "../../scripts/openapi/facts";
import { parseDescription } from "../../scripts/openapi/readDescription";
import type { Json } from "../../scripts/openapi/json";
import { oneLine } from "../../scripts/openapi/SpecError";
import { differenceLines } from "../../scripts/upstream/difference";
import { fromText, toText } from "../../scripts/upstream/factsFile";
import { readUpstream, upstreamFacts } from "../../scripts/upstream/readUpstream";
import { Contract, fixture } from "./contract";
import { mutations } from "./mutations";
import { upstream, Upstream, type Node } from "./upstream";

// UPSTREAM_EDITION=<file> tries the same changes on an edition of Sigfox's own description.
const contract = factsOf(parseDescription(fixture)).places;

const string = { type: "string" };

const seen = readUpstream(upstream()).then(({ places }) => fromText(toText(places)));

/** What `npm run upstream` prints of a change, when it last saw the description without it. */
async function printedOf(change: (document: Upstream) => void): Promise<string> {
  const document = JSON.parse(upstream(change)) as Node;
  return differenceLines(await seen, await upstreamFacts(document), contract).join("\n");
}

it("an unchanged description shows no difference", async () => {
  expect(await printedOf(() => undefined)).toBe("");
});

it.each(mutations)("$kind is named", async ({ change, names }) => {
  const printed = await printedOf(change);
  expect(printed).not.toBe("");
  for (const name of names) expect(printed).toContain(name);
});

it.each(mutations)("$kind is no difference any more once it has been seen", async ({ change }) => {
  const now = await upstreamFacts(JSON.parse(upstream(change)) as Node);
  expect(differenceLines(fromText(toText(now.places)), now, contract)).toEqual([]);
});

describe("a change is told in these lines and no others:", () => {
  it.each<[kind: string, change: (u: Upstream) => void, lines: readonly string[]]>([
    [
      "a parameter whose name is no word",
      (u) => u.parameters("getApiUser").push({ name: "a: b", in: "query", type: "string" }),
      ["getApiUser", '  query "a:\\u0020b": added: string (the contract does not have it)'],
    ],
    [
      "an extension among the responses",
      (u) => (u.responses("getApiUser")["x-more"] = "yes"),
      ["getApiUser", expect.stringContaining("now responses.x-more=yes")],
    ],
    [
      "two operations of one name",
      (u) =>
        (u.at("paths")["/v3/api-users/"] = {
          get: { operationId: "listApiUsers", responses: { 204: { description: "Empty" } } },
        }),
      [
        "listApiUsers",
        expect.stringContaining("  GET /v3/api-users/: added: "),
        "  GET /v3/api-users/ 204: added (the contract does not have it)",
        "      Empty",
      ],
    ],
  ])("%s", async (_, change, lines) => {
    expect((await printedOf(change)).split("\n")).toEqual([...lines, ""]);
  });
});

describe("what the contract says is compared with", () => {
  it.each<[kind: string, change: (u: Upstream) => void, line: string]>([
    [
      "all of what is new",
      (u) => (u.properties("minProfile")["roles"] = { type: "array", items: { properties: { id: string } } }),
      "200 profiles[].roles[].id: added: string (the contract says: required string minLength=1)",
    ],
    [
      "what is new and equal",
      (u) => (u.properties("minGroup")["bssId"] = string),
      "200 group.bssId: added: string (the contract says the same already)",
    ],
    [
      "what has changed, whatever else it says",
      (u) => (u.parameter("listApiUsers", "limit")["maximum"] = 100),
      "query limit: now maximum=100 (the contract says the same already)",
    ],
    [
      "a bound that is gone, if the contract has another one",
      (u) => Reflect.deleteProperty(u.property("minGroup", "name"), "minLength"),
      "200 group.name: no longer minLength=3 (the contract says: string maxLength=100 minLength=3)",
    ],
    [
      "nothing",
      (u) => (u.reply("getApiUser", "500")["schema"] = string),
      "500: now application/json, now string (the contract says nothing of it)",
    ],
  ])("%s", async (_, change, line) => {
    expect((await printedOf(change)).split("\n")).toContain(`  ${line}`);
  });
});

/** Everything that a description states, as the way to it. */
function* waysInto(value: Json | undefined, way: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, one] of Object.entries(value)) {
    yield [...way, key];
    yield* waysInto(one, [...way, key]);
  }
}

/** What counts is the kind of thing, not each place: a schema, a property and an entry of a list are like any other. */
function oneOfEachKind(ways: readonly (readonly string[])[]): (readonly string[])[] {
  const kindOf = (way: readonly string[]): string =>
    way
      .map((key, at) => (/^\d+$/.test(key) || /^(properties|schemas|definitions)$/.test(way[at - 1] ?? "") ? "*" : key))
      .join(" ");
  return [...new Map(ways.map((way) => [kindOf(way), way])).values()];
}

/** One operation has each kind of thing. */
function listAlone(document: Node): Node {
  const { get } = (document["paths"] as Node)["/api-users/"] as Node;
  return { ...document, paths: { "/api-users/": { get } } };
}

describe.each([
  ["Swagger 2.0", listAlone(new Upstream().json), /^(apiUserCreation|apiUserEdition|profileIds)$/],
  [
    "OpenAPI 3",
    listAlone(new Contract().json),
    /^(ApiUserCreation|ApiUserEdition|ProfileIds|CreatedApiUser|RenewedCredential|NotFound|id|201|204)$/,
  ],
])("whatever is taken out of a description in %s is seen, or the description is refused:", (_, whole, unused) => {
  const ways = oneOfEachKind(
    [...waysInto(whole)].filter(
      (way) =>
        !way.some((key) => /^(example|examples|title|externalDocs|tags|info|swagger|openapi)$/.test(key)) &&
        !(
          way.length > 1 &&
          /^(definitions|schemas|parameters|responses)$/.test(way.at(-2) ?? "") &&
          unused.test(way.at(-1) ?? "")
        ) &&
        !way.slice(0, 4).some((key) => unused.test(key)),
    ),
  );

  it(`${ways.length} times`, async () => {
    const before = (await upstreamFacts(whole)).places;
    const silent: string[] = [];
    for (const way of ways) {
      const document = structuredClone(whole);
      const last = way.at(-1) ?? "";
      const holder = way.slice(0, -1).reduce((node, key) => node[key] as Node, document);
      if (Array.isArray(holder)) holder.splice(Number(last), 1);
      else Reflect.deleteProperty(holder, last);
      const lines = await upstreamFacts(document).then(
        (facts) => differenceLines(before, facts, contract),
        (error: unknown) => [oneLine(error)],
      );
      if (lines.length === 0) silent.push(way.join(" "));
    }
    expect(silent).toEqual([]);
  });
});

describe("what is no fact shows no difference:", () => {
  it.each<[kind: string, change: (u: Upstream) => void]>([
    ["an example", (u) => (u.property("minGroup", "name")["example"] = "Another")],
    ["a link to more", (u) => (u.json["externalDocs"] = { url: "https://elsewhere.example.com" })],
    ["a tag", (u) => (u.operation("getApiUser")["tags"] = ["Users"])],
    ["a title", (u) => (u.at("definitions", "minGroup")["title"] = "A group")],
    ["the document's own name and version", (u) => (u.json["info"] = { title: "API", version: "2.1" })],
    ["the rest of the API", (u) => (u.at("paths")["/devices/"] = { get: { responses: { 200: { schema: 1 } } } })],
    [
      "the name of a schema",
      (u) => {
        u.at("definitions")["page"] = u.at("definitions", "paging");
        u.at("paths", "/api-users/", "get", "responses", "200", "schema", "properties")["paging"] = {
          $ref: "#/definitions/page",
        };
      },
    ],
    [
      "a line broken elsewhere",
      (u) => {
        const group = u.property("minGroup", "level");
        group["description"] = (group["description"] as string).replace(" ", "\n");
      },
    ],
  ])("%s", async (_, change) => {
    expect(await printedOf(change)).toBe("");
  });
});
