import { readFileSync } from "node:fs";
import { join } from "node:path";
import { facade } from "../../scripts/spec/facade";
import { deprecatedMethods, facadeGaps } from "../../scripts/regenerate/facadeGaps";
import { readContract } from "../../scripts/openapi/readDescription";
import { examplesThatDoNotFit } from "../spec/examples";

const root = join(__dirname, "../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const yaml = read("openapi/api-users.yaml");

describe("the contract", () => {
  it("is carried out by the facade in full", () => {
    const gaps = facadeGaps(readContract(yaml), new Map(), facade, deprecatedMethods(read("src/client.ts")));
    expect(gaps.flatMap(({ what, steps }) => [what, ...steps])).toEqual([]);
  });

  it("has no example that its schema does not admit", () => {
    expect(examplesThatDoNotFit(yaml)).toEqual([]);
  });
});
