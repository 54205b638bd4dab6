import ts from "typescript";
import { parse } from "yaml";
import { contractFacts } from "../../scripts/generate/contractFacts";
import { serviceFacts } from "../../scripts/generate/serviceFacts";
import type { JsonObject } from "../../scripts/openapi/json";
import { readModel } from "../../scripts/openapi/model";
import type { createFakeApi } from "../../src/testing";
import { fixture } from "../spec/contract";
import { at, call, pageOf } from "./support/call";

function evaluate(source: string): object {
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const exports = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  new Function("exports", outputText).call(undefined, exports);
  return exports;
}

/** The fake as it would be had the contract another text, without an edit of the fake. */
async function fakeOf(...changes: readonly (readonly [from: string, to: string])[]) {
  const changed = changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replaceAll(from, to);
  }, fixture);
  const model = readModel(parse(changed) as JsonObject);
  jest.doMock("../../generated/contract", () => evaluate(contractFacts(model)));
  jest.doMock("../../generated/service", () => evaluate(serviceFacts(model)));
  let made: ReturnType<typeof createFakeApi> | undefined;
  await jest.isolateModulesAsync(async () => {
    made = (await import("../../src/testing/createFakeApi")).createFakeApi({ users: 6 });
  });
  jest.dontMock("../../generated/contract").dontMock("../../generated/service");
  return at(
    [made].filter((fake) => fake !== undefined),
    0,
  );
}

describe("a change of the contract", () => {
  it("of a range changes what is refused", async () => {
    const fake = await fakeOf(["maximum: 100, default: 100", "maximum: 2, default: 2"]);
    expect(pageOf(await call(fake, "GET", "/api-users/")).data).toHaveLength(2);
    expect(await call(fake, "GET", "/api-users/?limit=3")).toMatchObject({ status: 400 });
  });

  it("of a path moves the operation", async () => {
    const fake = await fakeOf(["/api-users", "/people"]);
    expect(await call(fake, "GET", "/people/")).toMatchObject({ status: 200 });
    expect(await call(fake, "GET", "/api-users/")).toMatchObject({ status: 404 });
  });

  it("of a method moves the operation", async () => {
    const fake = await fakeOf([
      "    put:\n      operationId: renewCredential",
      "    post:\n      operationId: renewCredential",
    ]);
    const path = `/api-users/${at(fake.users, 1).id}/renew-credential`;
    expect(await call(fake, "POST", path)).toMatchObject({ status: 200 });
    expect(await call(fake, "PUT", path)).toMatchObject({ status: 405, json: { allowedMethods: ["POST"] } });
  });

  it("of a body's properties changes what is refused", async () => {
    const fake = await fakeOf([
      "required: [groupId, name, timezone, profileIds]",
      "required: [groupId, name, profileIds]",
    ]);
    const body = { groupId: at(fake.groups, 0).id, name: "New", profileIds: [at(fake.profiles, 0).id] };
    expect(await call(fake, "POST", "/api-users/", body)).toMatchObject({ status: 201 });
  });

  it.each([
    ["false", (ids: readonly string[]) => `groupIds=${ids.join()}`],
    ["true", (ids: readonly string[]) => ids.map((id) => `groupIds=${id}`).join("&")],
  ])("of a list's explode to %s changes how it is read", async (explode, write) => {
    const fake = await fakeOf(["explode: false", `explode: ${explode}`]);
    const ids = fake.groups.slice(1).map(({ id }) => id);
    expect(pageOf(await call(fake, "GET", `/api-users/?${write(ids)}`)).data).toHaveLength(4);
  });

  it("by a filter that the fake does not know is refused where it is used, never ignored", async () => {
    const first = "        - name: profileId\n";
    const fake = await fakeOf([first, `        - { name: name, in: query, schema: { type: string } }\n${first}`]);
    expect(await call(fake, "GET", "/api-users/?name=Gateway")).toMatchObject({
      status: 400,
      json: { errors: [{ type: "query", field: "name", message: "the fake API cannot do this yet" }] },
    });
    expect(await call(fake, "GET", "/api-users/")).toMatchObject({ status: 200 });
  });

  it("of a status changes that of the answer", async () => {
    const fake = await fakeOf([
      "'204': { description: The API user was deleted. }",
      "'202': { description: Accepted. }",
    ]);
    expect(await call(fake, "DELETE", `/api-users/${at(fake.users, 1).id}`)).toMatchObject({ status: 202 });
  });

  it("of an answer's properties changes what is given", async () => {
    const fake = await fakeOf([
      "        accessToken:\n          type: string\n          description: The password. Secret; it may be missing.\n",
      "",
    ]);
    expect(at(pageOf(await call(fake, "GET", "/api-users/")).data, 0)).not.toHaveProperty("accessToken");
  });
});
