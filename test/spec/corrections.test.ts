import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { corrections } from "../../scripts/spec/corrections";
import { fixture, importChanged, importText } from "./imported";
import { Upstream, type Node } from "./upstream";

const text = { type: "string" };

/** What upstream would say if it came to agree with the contract, by the correction that then has nothing to do. */
const agreements: readonly (readonly [name: string, change: (document: Upstream) => void])[] = [
  [
    "bodies-send-profileIds",
    (document) => {
      for (const name of ["ApiUserEdition", "ProfileIds"]) {
        const all = document.properties(name);
        all["profileIds"] = all["profileId"];
        delete all["profileId"];
      }
    },
  ],
  [
    "selectable-names-are-declared",
    (document) => {
      Object.assign(document.properties("MinGroup"), { bssId: text, customerBssId: text });
      document.properties("MinProfile")["roles"] = { type: "array", items: { $ref: "#/definitions/MinRole" } };
      const perms = { type: "array", items: { type: "object", properties: { name: text } } };
      document.at("definitions")["MinRole"] = { type: "object", properties: { id: text, name: text, perms } };
    },
  ],
  [
    "429-everywhere",
    (document) => {
      for (const [path, item] of Object.entries(document.at("paths")))
        if (path.startsWith("/api-users"))
          for (const operation of Object.values(item as Node) as Node[])
            (operation["responses"] as Node)["429"] = { description: "Slow down" };
    },
  ],
  [
    "limit-has-a-range",
    (document) => Object.assign(document.parameter("listApiUsers", "limit"), { minimum: 1, maximum: 100 }),
  ],
];

describe("the corrections of the official description", () => {
  it("are the rows of the register", () => {
    const register = readFileSync(join(__dirname, "../../openapi/README.md"), "utf8");
    const rows = [...register.matchAll(/^\| (\d+) \|/gm)].map(([, row]) => Number(row));
    expect(corrections.map(({ row }) => row).sort()).toEqual(rows);
  });

  it.each(agreements)("%s has nothing to do once upstream says the same", async (_, change) => {
    expect(await importChanged(change)).toMatchObject({ contract: fixture, difference: { changes: [] }, notes: [] });
  });

  it("results-have-schemas gives the results of the 2019 edition their schemas", async () => {
    const imported = await importChanged((document) => {
      document.reply("listApiUsers", "200")["schema"] = { type: "object" };
      document.reply("renewCredential", "200")["schema"] = { type: "object" };
    });
    expect(imported.contract).toBe(fixture);
  });

  it("refuse by name what they do not fit, and say where to decide anew", async () => {
    const change = (document: Upstream) => (document.properties("ProfileIds")["profileId"] = text);
    await expect(importChanged(change)).rejects.toThrow(
      "correction bodies-send-profileIds (row 1 of openapi/README.md) does not fit any more: " +
        "profileId of addProfileToApiUser is string, not a list; decide anew in scripts/spec/corrections.ts",
    );
  });
});

describe("upstream can be published as", () => {
  it("Swagger 2.0 in YAML", async () => {
    expect((await importText(stringify(new Upstream().json))).contract).toBe(fixture);
  });

  it("OpenAPI 3: the contract itself, imported, changes nothing", async () => {
    expect((await importText(fixture)).contract).toBe(fixture);
  });

  it("with the names of fields in prose", async () => {
    const imported = await importChanged((document) => {
      for (const operationId of ["listApiUsers", "getApiUser"]) {
        const fields = document.parameter(operationId, "fields");
        delete fields["enum"];
        fields["description"] =
          "One of `group(name\\,type\\,level\\,bssId\\,customerBssId)`, `profiles(name\\,roles(name\\,perms(name)))`.";
      }
    });
    expect(imported.contract).toBe(fixture);
  });
});
