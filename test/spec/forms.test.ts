import { stringify } from "yaml";
import { differenceLines } from "../../scripts/upstream/difference";
import { readUpstream } from "../../scripts/upstream/readUpstream";
import { changed, fixture } from "./contract";
import { upstream } from "./upstream";

const yaml = stringify(JSON.parse(upstream()));

/** What is different from the description as JSON. */
async function differenceOf(source: string, before = upstream()): Promise<string[]> {
  return differenceLines((await readUpstream(before)).places, await readUpstream(source), new Map());
}

describe("a description can be published as", () => {
  it.each<[form: string, source: string]>([
    ["JSON behind a byte order mark", `\uFEFF${upstream()}`],
    ["YAML", yaml],
    ["YAML whose version is a number", yaml.replace('swagger: "2.0"', "swagger: 2.0")],
    [
      "YAML with a merge key",
      yaml
        .replace("host: api.sigfox.com\n", "")
        .replace('swagger: "2.0"', "<<: { host: api.sigfox.com }\nswagger: '2.0'"),
    ],
    ["YAML with an anchor", yaml.replace("schemes:\n", "schemes: &it\n").replace(/$/, "x-alias: *it\n")],
  ])("%s", async (form, source) => {
    expect(source === yaml).toBe(form === "YAML");
    const alias = form.includes("anchor")
      ? ["service", '  now x-alias=["https"] (the contract does not have it)', ""]
      : [];
    expect(await differenceOf(source)).toEqual(alias);
  });

  it("OpenAPI 3, whose facts are the same as after a conversion", async () => {
    const form = "  now form=openapi-3, no longer form=swagger-2.0 (the contract does not have it)";
    expect(await differenceOf(fixture)).toContain(form);
    expect(await differenceOf(fixture, fixture)).toEqual([]);
    expect(await differenceOf(fixture.replace("openapi: 3.1.0", "openapi: 3.1"), fixture)).toEqual([]);
  });

  it("OpenAPI 3 with what the contract never has", async () => {
    const source = changed((c) => {
      Object.assign(c.operation("getApiUser"), {
        callbacks: { done: {} },
        servers: [{ url: "https://read.example.com" }],
      });
      Object.assign(c.at("paths", "/api-users/", "post", "responses", "201"), { links: { read: {} } });
      c.properties("ApiUser")["group"] = { anyOf: [{ $ref: "#/components/schemas/MinGroup" }, { type: "null" }] };
    });
    const lines = await differenceOf(source, fixture);
    expect(lines).toContainEqual(expect.stringContaining("201: now links=#"));
    expect(lines).toContainEqual(expect.stringMatching(/ {2}now callbacks=#\w+, now servers=#/));
    expect(lines).toContainEqual(expect.stringContaining("200 group: now null"));
  });

  it("the rest of the API may be as broken as it likes", async () => {
    const source = upstream((document) => {
      document.at("paths")["/broken"] = { get: { responses: { 200: { schema: { $ref: "#/definitions/None" } } } } };
      document.at("definitions")["Unused"] = { $ref: "#/definitions/Unused" };
    });
    expect(await differenceOf(source)).toEqual([]);
  });
});

it("a schema that is nothing but itself is named, and ends", async () => {
  const source = upstream((u) => (u.at("definitions")["minProfile"] = { $ref: "#/definitions/minProfile" }));
  expect(await differenceOf(source)).toContainEqual(expect.stringContaining("200 profiles[]: now recursive=1"));
});
