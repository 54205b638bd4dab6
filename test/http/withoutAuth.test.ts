import { calls, operations } from "../support/eachOperation";
import { rejection } from "../support/rejection";
import { json, status, stubClient } from "../support/stubFetch";

describe.each(operations)("%s that meets a 401", (operation) => {
  const hint = "the client has no auth";

  it.each([
    ["an empty body", status(401), "401"],
    ["a body with a message", json({ message: "no credentials" }, 401), "401 (no credentials)"],
  ])("says that the client has no auth, with %s", async (_, reply, words) => {
    const error = await rejection(calls[operation](stubClient(reply, { auth: undefined }).apiUsers));
    expect(error.kind).toBe("unauthorized");
    expect(error.message).toMatch(new RegExp(`: ${words.replace(/[()]/g, "\\$&")}; ${hint}$`));
  });

  it("does not say so of a client that has some, or sends an Authorization of its own", async () => {
    const auth = { username: "u", password: "wrong" };
    const headers = { Authorization: "Bearer some-token" };
    for (const options of [{ auth }, { auth: () => auth }, { auth: undefined, headers }]) {
      const error = await rejection(calls[operation](stubClient(status(401), options).apiUsers));
      expect(error.kind).toBe("unauthorized");
      expect(error.message).not.toContain(hint);
    }
  });
});

it("a 403 of a client without auth says nothing of it", async () => {
  const error = await rejection(stubClient(status(403), { auth: undefined }).apiUsers.get("u1"));
  expect(error.message).toBe("getApiUser GET /api-users/u1: 403");
});
