import { readFileSync } from "node:fs";
import { join } from "node:path";
import { factsOf } from "../../scripts/openapi/facts";
import { parseDescription } from "../../scripts/openapi/readDescription";
import { differenceLines } from "../../scripts/upstream/difference";
import { fromText, toText } from "../../scripts/upstream/factsFile";
import { readUpstream } from "../../scripts/upstream/readUpstream";
import { mutations } from "./mutations";
import { upstream, type Upstream } from "./upstream";

// UPSTREAM_EDITION=<file> tries the same changes on an edition of Sigfox's own description.
const contract = factsOf(
  parseDescription(readFileSync(join(__dirname, "../../openapi/api-users.yaml"), "utf8")),
).places;

/** What `npm run upstream` prints of a change, when it last saw the description without it. */
async function printedOf(change: (document: Upstream) => void): Promise<string> {
  const seen = fromText(toText((await readUpstream(upstream())).places));
  return differenceLines(seen, await readUpstream(upstream(change)), contract).join("\n");
}

it("an unchanged description shows no difference", async () => {
  expect(await printedOf(() => undefined)).toBe("");
});

it.each(mutations)("$kind is named", async ({ change, names }) => {
  const printed = await printedOf(change);
  expect(printed).not.toBe("");
  for (const name of names) expect(printed).toContain(name);
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
