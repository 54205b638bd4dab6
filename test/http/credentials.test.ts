import { ApiUsersClient, SigfoxValidationError, type Auth } from "../../src/index";
import { decodeBasic } from "../support/basic";
import { listen } from "../support/loopback";
import { rejection } from "../support/rejection";
import { json, status, stubClient, user } from "../support/stubFetch";

const sentBy = (headers: Headers | undefined): string => {
  const { username, password } = decodeBasic(headers?.get("Authorization"));
  return `${username}:${password}`;
};

const constructing = (auth: unknown): SigfoxValidationError => {
  try {
    new ApiUsersClient({ auth: auth as Auth });
  } catch (error) {
    if (error instanceof SigfoxValidationError) return error;
    throw error;
  }
  throw new Error("was not refused");
};

describe("credentials given as an object", () => {
  it.each([
    { username: "login", password: "password" },
    { username: "lögin", password: "pässwörd€😀" },
    { username: "a b", password: " a:b:c " },
    { username: "u", password: "x".repeat(10_000) },
  ])("go out as UTF-8 Basic", async (auth) => {
    const { apiUsers, requests } = stubClient(json(user), { auth });
    await apiUsers.get("u1");
    expect(sentBy(requests[0]?.headers)).toBe(`${auth.username}:${auth.password}`);
  });

  it("go out as they were when the client was made", async () => {
    const auth = { username: "u", password: "before" };
    const { apiUsers, requests } = stubClient(json(user), { auth });
    auth.password = "after";
    await apiUsers.get("u1");
    expect(sentBy(requests[0]?.headers)).toBe("u:before");
  });

  it("arrive at a real server", async () => {
    let header: string | undefined;
    const server = await listen((request, response) => {
      header = request.headers.authorization;
      response.end(JSON.stringify(user));
    });
    await new ApiUsersClient({ baseUrl: server.url, auth: { username: "ü", password: "é" } }).get("u1");
    expect(header).toBe(`Basic ${Buffer.from("ü:é", "utf8").toString("base64")}`);
  });

  it.each<[string, unknown, string]>([
    ["null", null, "auth.username: must be a non-empty string"],
    ["a text", "user:password", "auth.username: must be a non-empty string"],
    ["nothing", {}, "auth.username: must be a non-empty string"],
    ["no user name", { password: "hush" }, "auth.username: must be a non-empty string"],
    ["an empty user name", { username: "", password: "hush" }, "auth.username: must be a non-empty string"],
    ["a user name of a wrong type", { username: 5, password: "hush" }, "auth.username: must be a non-empty string"],
    ["a colon in the user name", { username: "a:b", password: "hush" }, 'auth.username: must not contain ":"'],
    [
      "a line break in the user name",
      { username: "a\nb", password: "hush" },
      "auth.username: must not contain a control character or an unpaired surrogate",
    ],
    ["no password", { username: "u" }, "auth.password: must be a non-empty string"],
    ["an empty password", { username: "u", password: "" }, "auth.password: must be a non-empty string"],
    [
      "a NUL in the password",
      { username: "u", password: "hush\0" },
      "auth.password: must not contain a control character or an unpaired surrogate",
    ],
    [
      "a DEL in the password",
      { username: "u", password: "hush\x7f" },
      "auth.password: must not contain a control character or an unpaired surrogate",
    ],
    [
      "half a character in the password",
      { username: "u", password: "hush\ud83d" },
      "auth.password: must not contain a control character or an unpaired surrogate",
    ],
    ["a password that is no text", { username: "u", password: ["hush"] }, "auth.password: must be a non-empty string"],
  ])("are refused at construction for %s, and not repeated", (_, auth, what) => {
    const error = constructing(auth);
    expect(error.message).toBe(`ApiUsersClient: ${what}; nothing was sent`);
    expect(error.issues).toMatchObject([{ type: "option", field: what.split(":")[0] }]);
    expect(error.operation).toBeUndefined();
    expect(JSON.stringify(error) + String(error.stack)).not.toContain("hush");
  });
});

describe("credentials given by a function", () => {
  it.each<[string, () => Auth]>([
    ["at once", () => () => ({ username: "u", password: "p" })],
    ["later", () => () => Promise.resolve({ username: "u", password: "p" })],
  ])("that answers %s are read at each attempt", async (_, make) => {
    const auth = jest.fn(make() as () => { username: string; password: string });
    const { apiUsers, requests } = stubClient([status(503), json(user)], { auth });
    expect(auth).not.toHaveBeenCalled();
    await apiUsers.get("u1");
    expect(auth).toHaveBeenCalledTimes(2);
    expect(requests.map(({ headers }) => sentBy(headers))).toEqual(["u:p", "u:p"]);
  });

  it("are those of now", async () => {
    let password = "first";
    const { apiUsers, requests } = stubClient(json(user), { auth: () => ({ username: "u", password }) });
    await apiUsers.get("u1");
    password = "second";
    await apiUsers.get("u1");
    expect(requests.map(({ headers }) => sentBy(headers))).toEqual(["u:first", "u:second"]);
  });

  it.each<[string, () => unknown, string]>([
    [
      "throws",
      () => {
        throw new Error("vault closed");
      },
      "auth failed: vault closed",
    ],
    ["rejects", () => Promise.reject(new Error("vault closed")), "auth failed: vault closed"],
    [
      "throws no Error",
      () => {
        throw "closed" as unknown as Error;
      },
      "auth failed: closed",
    ],
    ["gives nothing", () => undefined, "could not be sent: auth.username: must be a non-empty string"],
    [
      "gives bad credentials",
      () => ({ username: "a:b", password: "hush" }),
      'could not be sent: auth.username: must not contain ":"',
    ],
    [
      "gives misspelt credentials",
      () => ({ user: "me", pass: "hush" }),
      "could not be sent: auth.user: is unknown; did you mean username?",
    ],
  ])("that %s are an error before anything is sent", async (_, auth, what) => {
    const { apiUsers, requests } = stubClient(json(user), { auth: auth as Auth });
    const error = await rejection(apiUsers.get("u1"));
    expect(error.message).toBe(`getApiUser GET /api-users/u1: ${what}`);
    expect(error.kind).toBe(what.startsWith("auth") ? "callback" : "validation");
    expect(JSON.stringify(error)).not.toContain("hush");
    expect(requests).toHaveLength(0);
  });

  it("that fail are not asked for again", async () => {
    const auth = jest.fn(() => Promise.reject(new Error("vault closed")));
    const { apiUsers } = stubClient(json(user), { auth });
    await rejection(apiUsers.get("u1"));
    expect(auth).toHaveBeenCalledTimes(1);
  });
});

describe("no credentials", () => {
  it("send no Authorization", async () => {
    const { apiUsers, requests } = stubClient(json(user), { auth: undefined });
    await apiUsers.get("u1");
    expect(requests[0]?.headers.has("Authorization")).toBe(false);
  });

  it("leave a 401 as it is, even for what would be one's own id", async () => {
    const { apiUsers, requests } = stubClient(status(401), { auth: undefined });
    expect(await rejection(apiUsers.renewCredential("u1"))).toMatchObject({ kind: "unauthorized", attempts: 1 });
    expect(requests).toHaveLength(1);
  });

  it("let the caller give an Authorization of its own", async () => {
    const headers = { Authorization: "Bearer token" };
    const { apiUsers, requests } = stubClient(json(user), { auth: undefined, headers });
    await apiUsers.get("u1");
    await apiUsers.get("u1", {}, { headers: { authorization: "Bearer other" } });
    expect(requests.map((request) => request.headers.get("Authorization"))).toEqual(["Bearer token", "Bearer other"]);
  });
});
