import { readFileSync } from "node:fs";
import { join } from "node:path";
import { factsOf } from "../../scripts/openapi/facts";
import { parseDescription } from "../../scripts/openapi/readDescription";
import type { Json } from "../../scripts/openapi/json";
import { oneLine } from "../../scripts/openapi/SpecError";
import { differenceLines } from "../../scripts/upstream/difference";
import { fromText, toText } from "../../scripts/upstream/factsFile";
import { readUpstream } from "../../scripts/upstream/readUpstream";
import { mutations } from "./mutations";
import { upstream, Upstream } from "./upstream";

// UPSTREAM_EDITION=<file> tries the same changes on an edition of Sigfox's own description.
const contract = factsOf(
  parseDescription(readFileSync(join(__dirname, "../../openapi/api-users.yaml"), "utf8")),
).places;

const seen = readUpstream(upstream()).then(({ places }) => fromText(toText(places)));

/** What `npm run upstream` prints of a change, when it last saw the description without it. */
async function printedOf(change: (document: Upstream) => void): Promise<string> {
  return differenceLines(await seen, await readUpstream(upstream(change)), contract).join("\n");
}

it("an unchanged description shows no difference", async () => {
  expect(await printedOf(() => undefined)).toBe("");
});

it.each(mutations)("$kind is named", async ({ change, names }) => {
  const printed = await printedOf(change);
  expect(printed).not.toBe("");
  for (const name of names) expect(printed).toContain(name);
});

/** Everything that a description states, as the way to it. */
function* waysInto(value: Json | undefined, way: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, one] of Object.entries(value)) {
    yield [...way, key];
    yield* waysInto(one, [...way, key]);
  }
}

describe("whatever is taken out of a description is seen, or the description is refused:", () => {
  // One operation has each kind of thing; what counts is the kind, not each place.
  const reduced = (): Upstream => {
    const document = new Upstream();
    const paths = document.at("paths");
    for (const path of Object.keys(paths)) if (path !== "/api-users/") Reflect.deleteProperty(paths, path);
    document.at("paths")["/api-users/"] = { get: document.operation("listApiUsers") };
    return document;
  };
  const ways = [...waysInto(reduced().json)].filter(
    (way) =>
      !way.some((key) =>
        /^(example|title|externalDocs|tags|info|apiUserCreation|apiUserEdition|profileIds)$/.test(key),
      ),
  );

  it(`${ways.length} times`, async () => {
    const before = (await readUpstream(reduced().toString())).places;
    const silent: string[] = [];
    for (const way of ways) {
      const document = reduced();
      const holder = document.at(...way.slice(0, -1));
      const last = way.at(-1) ?? "";
      if (Array.isArray(holder)) holder.splice(Number(last), 1);
      else Reflect.deleteProperty(holder, last);
      const lines = await readUpstream(document.toString()).then(
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
