import { createFakeApi } from "../../src/testing";
import { base, basic, call } from "./support/call";

const fake = createFakeApi();
const { username, password } = fake.auth;
const get = (authorization: string | undefined, path = "/api-users/") =>
  fake.fetch(`${base}${path}`, authorization === undefined ? {} : { headers: { authorization } });

describe("credentials", () => {
  it.each([
    ["none", undefined],
    ["another scheme", "Bearer x"],
    ["a wrong password", basic({ username, password: "wrong" })],
    ["an unknown user", basic({ username: "nobody", password })],
    ["characters beyond ASCII", basic({ username: "zoë", password: "pässword" })],
    ["no colon", `Basic ${btoa(username)}`],
    ["no base64", "Basic !!!"],
  ])("%s are refused with 401", async (_, authorization) => {
    const response = await get(authorization);
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Basic /);
    expect(await response.json()).toEqual({ message: "Bad Credentials" });
  });

  it("are looked at before anything else", async () => {
    expect((await get(undefined, "/nothing")).status).toBe(401);
    expect((await get(undefined, "/api-users/?limit=0")).status).toBe(401);
  });

  it("name the scheme in any case", async () => {
    expect((await get(basic(fake.auth).replace("Basic", "basic"))).status).toBe(200);
  });
});

describe("routes", () => {
  it.each([
    "/",
    "/devices/",
    "/api-users",
    "/api-users-2/",
    "/api-users//",
    "/api-users/x/y",
    "/api-users/x/profiles/",
  ])("%s is not found", async (path) => {
    expect(await call(fake, "GET", path)).toMatchObject({ status: 404, json: { message: "Not found" } });
  });

  it.each([
    ["PATCH", "/api-users/x", ["GET", "PUT", "DELETE"]],
    ["DELETE", "/api-users/", ["GET", "POST"]],
    ["GET", "/api-users/x/renew-credential", ["PUT"]],
    ["OPTIONS", "/api-users/x/profiles/y", ["DELETE"]],
  ])("%s %s is not allowed", async (method, path, allowed) => {
    const reply = await call(fake, method, path);
    const { message, allowedMethods } = reply.json as { message: string; allowedMethods: string[] };
    expect(reply.status).toBe(405);
    expect(message).toBe("Method not allowed");
    expect([...allowedMethods].sort()).toEqual([...allowed].sort());
    expect(reply.headers.get("allow")).toBe(allowedMethods.join(", "));
  });

  it("HEAD is answered without a body", async () => {
    expect(await call(fake, "HEAD", "/api-users/")).toMatchObject({ status: 405, text: "" });
  });

  it("broken percent-encoding in the path is refused", async () => {
    expect(await call(fake, "GET", "/api-users/%zz")).toMatchObject({
      status: 400,
      json: { errors: [{ type: "path", field: "path", message: "malformed percent-encoding" }] },
    });
  });

  it("an unknown query parameter is refused wherever it is", async () => {
    expect(await call(fake, "DELETE", `/api-users/${username}?force=true`)).toMatchObject({
      status: 400,
      json: { errors: [{ type: "query", field: "force", message: "extra fields not permitted" }] },
    });
  });

  it("an encoded id is decoded", async () => {
    expect(await call(fake, "GET", `/api-users/%35${username.slice(1)}`)).toMatchObject({ status: 200 });
  });

  it("whatever stands before the resource is the base", async () => {
    for (const base of ["http://localhost", "http://localhost/a/b", "https://x.test/api-users-proxy/v2"])
      expect(await call(fake, "GET", "/api-users/", undefined, { base })).toMatchObject({ status: 200 });
  });
});

describe("a body that an operation does not take", () => {
  it.each([["{}"], ["{broken"], ['{"colour":"red"}']])("%s is ignored", async (body) => {
    const fake = createFakeApi();
    const id = fake.users[1]?.id ?? "";
    expect(await call(fake, "PUT", `/api-users/${id}/renew-credential`, body)).toMatchObject({ status: 200 });
    expect(await call(fake, "DELETE", `/api-users/${id}`, body)).toMatchObject({ status: 204 });
  });
});
