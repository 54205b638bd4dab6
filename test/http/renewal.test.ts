import { ApiUsersClient, SigfoxAbortError } from "../../src/index";
import { pass, standingClock } from "../support/clock";
import { placesOf } from "../support/everyView";
import { Gate } from "../support/pageServer";
import { rejection, rejectionOf } from "../support/rejection";
import { auth, passwordOf, service } from "../support/renewingService";
import { drop, json, never, status, stubClient, user, type Reply } from "../support/stubFetch";

describe("renewing one's own credential", () => {
  it("makes the client go on with the new password", async () => {
    const { fetch, passwords } = service();
    const apiUsers = new ApiUsersClient({ auth, fetch });
    expect(await apiUsers.renewCredential("me")).toEqual({ accessToken: "p1" });
    await apiUsers.get("u1");
    expect(await apiUsers.renewCredential("me")).toEqual({ accessToken: "p2" });
    await apiUsers.get("u1");
    expect(passwords()).toEqual(["p0", "p1", "p1", "p2"]);
    expect(auth.password).toBe("p0");
  });

  it("counts for http as well", async () => {
    const { fetch, passwords } = service();
    const apiUsers = new ApiUsersClient({ auth, fetch });
    await apiUsers.renewCredential("me");
    await apiUsers.http.GET("/api-users/{id}", { params: { path: { id: "u1" } } });
    expect(passwords()).toEqual(["p0", "p1"]);
  });

  it("keeps both passwords out of errors, whichever a call went with", async () => {
    const [before, after] = ["the-old-password", "the-new-password"];
    const shown: Reply = ({ url }) =>
      url.endsWith("/renew-credential")
        ? Response.json({ accessToken: after })
        : Response.json({ message: `${before} ${after} ${btoa(`me:${after}`)}` }, { status: 403 });
    const gate = new Gate();
    const late: Reply = async (request) => {
      await gate.opened;
      return await shown(request);
    };
    const { apiUsers } = stubClient([late, shown, shown], { auth: { username: "me", password: before } });
    const underWay = rejection(apiUsers.get("u1"));
    await apiUsers.renewCredential("me");
    gate.open();
    for (const error of [await underWay, await rejection(apiUsers.get("u1"))])
      expect(placesOf(error, [before, after, btoa(`me:${after}`)])).toEqual([]);
  });

  it("leaves another client with the same credentials alone", async () => {
    const { fetch, passwords } = service();
    await new ApiUsersClient({ auth, fetch }).renewCredential("me");
    await rejection(new ApiUsersClient({ auth, fetch }).get("u1"));
    expect(passwords()).toEqual(["p0", "p0"]);
  });

  it("does not happen when another's is renewed", async () => {
    const { apiUsers, requests } = stubClient(json({ accessToken: "other" }), { auth });
    await apiUsers.renewCredential("you");
    await apiUsers.renewCredential("Me");
    expect(requests.map(passwordOf)).toEqual(["p0", "p0"]);
  });

  it("happens once for all who ask for it at the same time", async () => {
    const { fetch, passwords } = service();
    const apiUsers = new ApiUsersClient({ auth, fetch });
    const renewed = await Promise.all([1, 2, 3].map(() => apiUsers.renewCredential("me")));
    expect(renewed.map(({ accessToken }) => accessToken)).toEqual(["p1", "p1", "p1"]);
    expect(passwords()).toEqual(["p0"]);
  });

  it("fails alike for all who asked for it at the same time, and can be asked for again", async () => {
    const { apiUsers, requests } = stubClient([status(500), json({ accessToken: "p1" })], { auth });
    const errors = await Promise.all([1, 2].map(() => rejection(apiUsers.renewCredential("me"))));
    for (const error of errors) expect(error).toMatchObject({ kind: "server", mayHaveBeenApplied: true });
    expect(requests).toHaveLength(1);
    expect(await apiUsers.renewCredential("me")).toEqual({ accessToken: "p1" });
  });
});

describe("a renewal that waits for its turn", () => {
  standingClock();

  const waiting = () => {
    const gate = new Gate();
    const { fetch, requests } = service({ wait: () => gate.opened });
    const apiUsers = new ApiUsersClient({ auth, fetch });
    return { apiUsers, gate, requests, first: apiUsers.renewCredential("me") };
  };

  it("ends with its own deadline, and leaves the first one alone", async () => {
    const { apiUsers, gate, requests, first } = waiting();
    const second = rejection(apiUsers.renewCredential("me", { totalTimeout: 500 }));
    await pass(500);
    expect(await second).toMatchObject({
      kind: "timeout",
      scope: "total",
      limit: 500,
      attempts: 0,
      mayHaveBeenApplied: true,
    });
    gate.open();
    expect(await first).toEqual({ accessToken: "p1" });
    expect(requests).toHaveLength(1);
  });

  it("ends with its signal, also if it was aborted before", async () => {
    const { apiUsers, gate, first } = waiting();
    const cases = [
      { signal: AbortSignal.timeout(10), mayHaveBeenApplied: true },
      { signal: AbortSignal.abort(), mayHaveBeenApplied: false },
    ];
    for (const { signal, mayHaveBeenApplied } of cases) {
      const error = await rejectionOf(SigfoxAbortError, apiUsers.renewCredential("me", { signal }));
      expect(error).toMatchObject({ attempts: 0, mayHaveBeenApplied });
      expect(error.cause).toBe(signal.reason);
    }
    gate.open();
    expect(await first).toEqual({ accessToken: "p1" });
  });

  it("may not have been applied while the first one waits after a 429", async () => {
    const { apiUsers } = stubClient(status(429, null, { "Retry-After": "30" }), { auth });
    const first = rejection(apiUsers.renewCredential("me", { totalTimeout: 60_000 }));
    const second = rejection(apiUsers.renewCredential("me", { totalTimeout: 500 }));
    await pass(500);
    expect(await second).toMatchObject({ kind: "timeout", mayHaveBeenApplied: false });
    await pass(60_000);
    expect(await first).toMatchObject({ kind: "rateLimited", mayHaveBeenApplied: false });
  });

  it.each([
    ["totalTimeout", { totalTimeout: 500 }],
    ["timeout", { timeout: 500 }],
  ])("is not ended by the shorter %s of the first one", async (_, options) => {
    const { apiUsers, requests } = stubClient([never, json({ accessToken: "p1" })], { auth });
    const first = rejection(apiUsers.renewCredential("me", options));
    const second = apiUsers.renewCredential("me");
    await pass(500);
    expect(await first).toMatchObject({ kind: "timeout", limit: 500, mayHaveBeenApplied: true });
    expect(await second).toEqual({ accessToken: "p1" });
    expect(requests).toHaveLength(2);
  });

  it("has what is left of its own totalTimeout for the renewal that it makes itself", async () => {
    const { apiUsers, requests } = stubClient(never, { auth });
    const first = rejection(apiUsers.renewCredential("me", { totalTimeout: 400 }));
    const second = rejection(apiUsers.renewCredential("me", { totalTimeout: 600 }));
    await pass(400);
    await first;
    expect(requests).toHaveLength(2);
    await pass(200);
    expect(await second).toMatchObject({ kind: "timeout", scope: "total", limit: 600, attempts: 1 });
  });

  it.each([500, 500.5])(
    "sends nothing if its own totalTimeout of %d ms passes with that of the first one",
    async (limit) => {
      const { apiUsers, requests } = stubClient(never, { auth });
      const first = rejection(apiUsers.renewCredential("me", { totalTimeout: 500 }));
      const second = rejection(apiUsers.renewCredential("me", { totalTimeout: limit }));
      await pass(501);
      await first;
      expect(await second).toMatchObject({ kind: "timeout", scope: "total", attempts: 0, mayHaveBeenApplied: true });
      expect(requests).toHaveLength(1);
    },
  );

  it.each([
    ["had no time for a Retry-After", { totalTimeout: 500 }],
    ["was not to be repeated", { retries: 0 }],
  ])("is not ended by a 429 of the first one that %s", async (_, options) => {
    const replies = [status(429, null, { "Retry-After": "1" }), json({ accessToken: "p1" })];
    const { apiUsers, requests } = stubClient(replies, { auth });
    const first = rejection(apiUsers.renewCredential("me", options));
    const second = apiUsers.renewCredential("me");
    await pass(0);
    expect(await first).toMatchObject({ kind: "rateLimited", attempts: 1 });
    await pass(2_000);
    expect(await second).toEqual({ accessToken: "p1" });
    expect(requests).toHaveLength(2);
  });

  it.each([
    ["ran out of time", { totalTimeout: 500 }],
    ["was aborted", undefined],
  ])("says in its own 401 that one which %s may have changed the password", async (_, options) => {
    const { apiUsers } = stubClient([never, status(401)], { auth });
    const controller = new AbortController();
    const own = options ?? { signal: controller.signal };
    const first = rejection(apiUsers.renewCredential("me", own));
    const second = rejection(apiUsers.renewCredential("me"));
    await pass(500);
    controller.abort();
    await first;
    expect(await second).toMatchObject({ kind: "unauthorized", attempts: 1, mayHaveBeenApplied: true });
  });

  it("fails with the first one that reached the timeout of both", async () => {
    const { apiUsers, requests } = stubClient(never, { auth, timeout: 500 });
    const ends = [1, 2].map(() => rejection(apiUsers.renewCredential("me")));
    await pass(500);
    for (const end of ends) expect(await end).toMatchObject({ kind: "timeout", mayHaveBeenApplied: true });
    expect(requests).toHaveLength(1);
  });

  it("that is aborted takes nothing from the others", async () => {
    const { apiUsers, gate, first } = waiting();
    const given = rejection(apiUsers.renewCredential("me", { signal: AbortSignal.timeout(10) }));
    const third = apiUsers.renewCredential("me");
    expect((await given).kind).toBe("aborted");
    gate.open();
    expect([await first, await third]).toEqual([{ accessToken: "p1" }, { accessToken: "p1" }]);
  });
});

it("a new password that cannot be sent is returned, and the client keeps the old one", async () => {
  const { apiUsers, requests } = stubClient([() => new Response('{"accessToken":"\\ud800secret"}'), json(user)], {
    auth,
  });
  expect(await apiUsers.renewCredential("me")).toEqual({ accessToken: "\ud800secret" });
  await apiUsers.get("u1");
  expect(requests.map(passwordOf)).toEqual(["p0", "p0"]);
});

it("a renewal whose answer is lost may have changed the password", async () => {
  const { apiUsers } = stubClient([drop("ECONNRESET")], { auth });
  expect(await rejection(apiUsers.renewCredential("me"))).toMatchObject({
    kind: "connection",
    mayHaveBeenApplied: true,
    attempts: 1,
  });
});
