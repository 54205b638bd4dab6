import { readContract } from "../../scripts/openapi/readDescription";
import { hints } from "../../scripts/regenerate/hints";
import { changed, type Contract } from "./contract";

const string = { type: "string", minLength: 1 };
const sort = { name: "sort", in: "query", schema: string };

const hintsAfter = (change: (contract: Contract) => void) => hints(readContract(changed(change)));

const unchecked = (place: string): string =>
  `not everything that the contract says of ${place} is checked before it is sent; to check it, scripts/generate/rule.ts and src/contract/check.ts`;

describe("what works and can be made better is a hint:", () => {
  it.each<[kind: string, change: (contract: Contract) => void, hint: string]>([
    [
      "a status without a kind",
      (c) => (c.responses("createApiUser")["423"] = { description: "Locked" }),
      'error status 423 (createApiUser) is of kind "unexpected"; a kind of its own is a choice, in src/errors/kinds.ts',
    ],
    [
      "a filter that the fake API does not have",
      (c) => c.parameters("listApiUsers").push(sort),
      "the fake API refuses query parameter sort of listApiUsers: to carry it out, src/testing/handlers.ts and scripts/generate/fakeQuery.ts",
    ],
    [
      "a filter that may be empty",
      (c) => c.parameters("listApiUsers").push({ name: "named", in: "query", schema: { type: "string" } }),
      "an empty named of listApiUsers is sent: if it filters, write minLength: 1 into openapi/api-users.yaml",
    ],
    [
      "a pattern, which is not checked",
      (c) => c.parameters("getApiUser").push({ name: "at", in: "query", schema: { ...string, pattern: "^T" } }),
      unchecked("getApiUser query at"),
    ],
    [
      "several types, which are not checked",
      (c) => (c.properties("ApiUserCreation")["size"] = { type: ["integer", "boolean"] }),
      unchecked("createApiUser body size"),
    ],
    [
      "alternatives, which are not checked",
      (c) =>
        (c.properties("ApiUserCreation")["kinds"] = { type: "array", items: { oneOf: [string, { type: "integer" }] } }),
      unchecked("createApiUser body kinds[]<oneOf2>"),
    ],
    [
      "values under any name, which are not checked",
      (c) => (c.properties("ApiUserCreation")["labels"] = { type: "object", additionalProperties: string }),
      unchecked("createApiUser body labels.*"),
    ],
  ])("%s", (_, change, hint) => {
    expect(hintsAfter(() => undefined)).toEqual([]);
    expect(hintsAfter(change)).toContain(hint);
  });

  it("unless it can be anything", () => {
    expect(hintsAfter((c) => (c.properties("ApiUserCreation")["extra"] = true))).toEqual([]);
  });
});
