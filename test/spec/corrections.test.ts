import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { corrections } from "../../scripts/spec/corrections";
import { committed, importChanged, importText } from "./contract";
import { upstream, type Upstream } from "./upstream";
import { operation, parameter, properties, property } from "./upstreamOperations";

const limit = (document: Upstream) => parameter(document, "get", "/api-users/", "limit");

function renameProfileIds(document: Upstream): void {
  for (const name of ["ApiUserEdition", "ProfileIds"]) {
    const all = properties(document, name);
    all["profileIds"] = property(document, name, "profileId");
    delete all["profileId"];
  }
}

function declareSelectable(document: Upstream): void {
  const text = { type: "string" };
  Object.assign(properties(document, "MinGroup"), { bssId: text, customerBssId: text });
  properties(document, "MinProfile")["roles"] = { type: "array", items: { $ref: "#/definitions/MinRole" } };
  const perms = { type: "array", items: { type: "object", properties: { name: text } } };
  document.definitions["MinRole"] = { type: "object", properties: { id: text, name: text, perms } };
}

function declare429(document: Upstream): void {
  for (const [path, item] of Object.entries(document.paths))
    if (path.startsWith("/api-users"))
      for (const { responses } of Object.values(item)) responses["429"] = { description: "Slow down" };
}

const resultOf = ({ outcomes }: ReturnType<typeof importChanged>, name: string) =>
  outcomes.find((one) => one.name === name)?.result;

describe("the corrections of the official description", () => {
  it("are the rows of the register", () => {
    const register = readFileSync(join(__dirname, "../../openapi/README.md"), "utf8");
    const rows = [...register.matchAll(/^\| (\d+) \|/gm)].map(([, row]) => Number(row));
    expect(corrections.map(({ row }) => row).sort()).toEqual(rows);
  });

  it.each<[string, (document: Upstream) => void]>([
    ["bodies-send-profileIds", renameProfileIds],
    ["group-is-an-object", ({ definitions }) => delete definitions["ApiUser"]?.example],
    [
      "group-type-is-an-integer",
      ({ definitions }) => {
        delete definitions["ApiUser"]?.example;
        delete definitions["MinGroup"]?.example;
      },
    ],
    ["selectable-names-are-declared", declareSelectable],
    ["429-everywhere", declare429],
    ["limit-has-a-range", (document) => Object.assign(limit(document), { minimum: 1, maximum: 100 })],
  ])("%s is no longer needed once upstream says the same", (name, change) => {
    expect(
      resultOf(
        importChanged(() => undefined),
        name,
      ),
    ).toBe("applied");
    const imported = importChanged(change);
    expect(resultOf(imported, name)).toBe("no longer needed");
    expect(imported.contract).toBe(committed);
  });

  it("results-have-schemas gives the results of the 2019 edition their schemas", () => {
    const imported = importChanged((document) => {
      const list = operation(document, "get", "/api-users/").responses["200"];
      const renewed = operation(document, "put", "/api-users/{id}/renew-credential").responses["200"];
      for (const response of [list, renewed]) if (response) response.schema = { type: "object" };
    });
    expect(resultOf(imported, "results-have-schemas")).toBe("applied");
    expect(imported.contract).toBe(committed);
  });

  it.each<[string, string, (document: Upstream) => void]>([
    [
      "bodies-send-profileIds",
      "declares both",
      (document) => {
        properties(document, "ProfileIds")["profileIds"] = { type: "array", items: { type: "string" } };
      },
    ],
    [
      "bodies-send-profileIds",
      "declares neither",
      (document) => delete properties(document, "ProfileIds")["profileId"],
    ],
    [
      "bodies-send-profileIds",
      "is string, not a list",
      (document) => {
        properties(document, "ProfileIds")["profileId"] = { type: "string" };
      },
    ],
    [
      "group-is-an-object",
      "ApiUser.group is now array",
      (document) => {
        properties(document, "ApiUser")["group"] = { type: "array", items: { $ref: "#/definitions/MinGroup" } };
      },
    ],
    [
      "group-type-is-an-integer",
      "MinGroup.type is now string",
      (document) => {
        property(document, "MinGroup", "type").type = "string";
      },
    ],
    [
      "selectable-names-are-declared",
      "lists no names any more",
      (document) => delete parameter(document, "get", "/api-users/", "fields").enum,
    ],
    [
      "results-have-schemas",
      "listApiUsers is now array",
      (document) => {
        const reply = operation(document, "get", "/api-users/").responses["200"];
        if (reply) reply.schema = { type: "array", items: { type: "string" } };
      },
    ],
    [
      "limit-has-a-range",
      "limit is now integer from 1 to 200",
      (document) => {
        limit(document).maximum = 200;
      },
    ],
  ])("%s refuses by name: %s", (name, message, change) => {
    const act = () => importChanged(change);
    expect(act).toThrow(`correction ${name} (row `);
    expect(act).toThrow(message);
  });
});

describe("upstream can be published as", () => {
  it("Swagger 2.0 in YAML", () => {
    expect(importText(stringify(upstream())).contract).toBe(committed);
  });

  it("OpenAPI 3: the contract itself, imported, changes nothing", () => {
    expect(importText(committed).contract).toBe(committed);
  });

  it("with the names of fields in prose", () => {
    const imported = importChanged((document) => {
      for (const path of ["/api-users/", "/api-users/{id}"]) {
        const fields = parameter(document, "get", path, "fields");
        delete fields.enum;
        fields.description =
          "One of `group(name\\,type\\,level\\,bssId\\,customerBssId)`, `profiles(name\\,roles(name\\,perms(name)))`.";
      }
    });
    expect(imported.contract).toBe(committed);
  });
});
