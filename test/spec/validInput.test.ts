import { validCreation, validValue } from "../support/validInput";

describe("input that a test takes as good", () => {
  it("has what the contract requires, with values that read well", () => {
    expect(validCreation()).toMatchObject({
      groupId: "g1",
      name: "User 1",
      timezone: "Europe/Paris",
      profileIds: ["p1"],
    });
    expect(validCreation({ name: "Gateway" })).toMatchObject({ groupId: "g1", name: "Gateway" });
  });

  it.each([
    ["an enumeration", { type: "string", enum: ["UTC", "CET"] }, "Europe/Paris", "UTC"],
    ["an enumeration that has the wanted value", { type: "string", enum: ["UTC", "CET"] }, "CET", "CET"],
    ["a longer text", { type: "string", min: 4 }, "g1", "xxxx"],
    ["a longer list", { type: "array", min: 2, items: { type: "string" } }, ["p1"], ["p1", ""]],
    ["a number", { type: "integer", min: 3 }, undefined, 3],
    [
      "a new required property",
      {
        type: "object",
        required: ["name", "owner"],
        properties: { owner: { type: "object", required: ["id"], properties: { id: { type: "string", min: 1 } } } },
      },
      { name: "n" },
      { name: "n", owner: { id: "x" } },
    ],
  ])("follows the contract to %s", (_, rule, wanted, valid) => {
    expect(validValue(rule, wanted)).toEqual(valid);
  });
});
