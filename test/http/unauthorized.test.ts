import { ApiUsersClient, SigfoxApiError } from "../../src/index";
import { createFakeApi } from "../../src/testing/index";
import { decodeBasic } from "../support/basic";
import { inTime, pass, standingClock } from "../support/clock";
import { calls, operations } from "../support/eachOperation";
import { Gate, settled } from "../support/pageServer";
import { rejection, rejectionOf } from "../support/rejection";
import { auth, passwordOf, service } from "../support/renewingService";
import { json, never, status, stubClient, user, type Reply } from "../support/stubFetch";
import { insideWorker } from "../support/worker";

describe("a 401", () => {
  const others = operations.filter((operation) => operation !== "renewCredential");

  it.each(operations)(
    "while the own credential is renewed is repeated with the new password: %s",
    async (operation) => {
      const gate = new Gate();
      const { fetch, passwords } = service({ wait: () => gate.opened });
      const apiUsers = new ApiUsersClient({ auth, fetch, retries: 0 });
      const renewal = apiUsers.renewCredential("me");
      await settled();
      const call = calls[operation](apiUsers);
      await settled();
      expect(passwords()).toEqual(["p0", "p0"]);
      gate.open();
      await renewal;
      await call;
      expect(passwords()).toEqual(["p0", "p0", "p1"]);
    },
  );

  it("after the credential has changed is repeated at once", async () => {
    const gate = new Gate();
    const slow: Reply = async () => {
      await gate.opened;
      return new Response(null, { status: 401 });
    };
    const { apiUsers } = stubClient([slow, json({ accessToken: "p1" }), json(user)], { auth, retries: 0 });
    const call = apiUsers.get("u1");
    await settled();
    await apiUsers.renewCredential("me");
    gate.open();
    expect(await call).toEqual(user);
  });

  it("is repeated once only, beside the retries, and counted in attempts", async () => {
    const gate = new Gate();
    const slow: Reply = async () => {
      await gate.opened;
      return new Response(null, { status: 401 });
    };
    const replies = [slow, json({ accessToken: "p1" }), status(503), status(401)];
    const { apiUsers, requests } = stubClient(replies, { auth, retries: 1 });
    const call = apiUsers.get("u1");
    await settled();
    await apiUsers.renewCredential("me");
    gate.open();
    expect(await rejectionOf(SigfoxApiError, call)).toMatchObject({ kind: "unauthorized", attempts: 3 });
    expect(requests.map(passwordOf)).toEqual(["p0", "p0", "p1", "p1"]);
  });

  it.each(others)("is not repeated with the same credentials: %s", async (operation) => {
    const { apiUsers, requests } = stubClient(status(401), { auth });
    const error = await rejectionOf(SigfoxApiError, calls[operation](apiUsers));
    expect(error).toMatchObject({ kind: "unauthorized", attempts: 1, mayHaveBeenApplied: false });
    expect(requests).toHaveLength(1);
  });

  it("of the renewal itself is an error, and does not wait for itself", async () => {
    const { apiUsers, requests } = stubClient(status(401), { auth });
    const error = await rejectionOf(SigfoxApiError, apiUsers.renewCredential("me"));
    expect(error).toMatchObject({ kind: "unauthorized", attempts: 1 });
    expect(requests).toHaveLength(1);
  });
});

describe("a 401 during a renewal", () => {
  standingClock();

  it("waits for a renewal no longer than its own deadline", async () => {
    const gate = new Gate();
    const { fetch } = service({ wait: () => gate.opened });
    const apiUsers = new ApiUsersClient({ auth, fetch });
    const renewal = apiUsers.renewCredential("me");
    await settled();
    const error = await inTime(rejection(apiUsers.update("u1", {}, { totalTimeout: 200 })));
    expect(error).toMatchObject({ kind: "timeout", attempts: 1, mayHaveBeenApplied: false });
    gate.open();
    await renewal;
  });

  describe("in a Cloudflare worker", () => {
    insideWorker();

    it("is repeated once the renewal has ended, which each call looks for by a timer of its own", async () => {
      const gate = new Gate();
      const { fetch, passwords } = service({ wait: () => gate.opened });
      const apiUsers = new ApiUsersClient({ auth, fetch, retries: 0 });
      const renewal = apiUsers.renewCredential("me");
      await settled();
      const call = apiUsers.get("u1");
      await pass(1_000);
      gate.open();
      await renewal;
      expect(passwords()).toEqual(["p0", "p0"]);
      expect(await inTime(call)).toMatchObject(user);
      expect(passwords()).toEqual(["p0", "p0", "p1"]);
    });

    it("does not wait for a renewal that was cut off with its request for longer than timeout", async () => {
      const { apiUsers } = stubClient([never, status(401)], { auth, timeout: 500 });
      void apiUsers.renewCredential("me");
      await settled();
      // Of a request that is cut off nothing goes on, not even its timers.
      jest.clearAllTimers();
      const start = performance.now();
      const errors = [await inTime(rejection(apiUsers.get("u1"))), await inTime(rejection(apiUsers.get("u1")))];
      for (const error of errors) expect(error).toMatchObject({ kind: "unauthorized", attempts: 1 });
      expect(performance.now() - start).toBeLessThan(600);
    });
  });
});

describe("credentials given by a function", () => {
  it("are never switched by the client itself", async () => {
    const { apiUsers, requests } = stubClient(json({ accessToken: "p1" }), { auth: () => auth });
    await apiUsers.renewCredential("me");
    await apiUsers.renewCredential("me");
    expect(requests.map(passwordOf)).toEqual(["p0", "p0"]);
  });

  it("that have changed since a 401 are used once more", async () => {
    const passwords = ["p0", "p1", "p1"];
    const { apiUsers, requests } = stubClient([status(401), json(user)], {
      auth: async () => ({ username: "me", password: passwords.shift() ?? "p1" }),
      retries: 0,
    });
    expect(await apiUsers.get("u1")).toEqual(user);
    expect(requests.map(passwordOf)).toEqual(["p0", "p1"]);
  });

  it("that change each time end after one repetition", async () => {
    let count = 0;
    const { apiUsers, requests } = stubClient(status(401), {
      auth: () => ({ username: "me", password: `p${count++}` }),
    });
    expect(await rejection(apiUsers.get("u1"))).toMatchObject({ kind: "unauthorized", attempts: 2 });
    expect(requests).toHaveLength(2);
  });

  it("that cannot be had after a 401 leave it a 401", async () => {
    const answers: (() => typeof auth)[] = [() => auth];
    const give = () => {
      const answer = answers.shift();
      if (answer === undefined) throw new Error("vault closed");
      return answer();
    };
    const { apiUsers } = stubClient(status(401), { auth: give });
    expect(await rejection(apiUsers.get("u1"))).toMatchObject({ kind: "unauthorized", attempts: 1 });
  });

  it("rotate with the fake API without a failed call", async () => {
    const fake = createFakeApi();
    const apiUsers = new ApiUsersClient({ auth: () => fake.auth, fetch: fake.fetch, retries: 0 });
    const own = fake.auth.username;
    const results = await Promise.all([apiUsers.renewCredential(own), apiUsers.get(own), apiUsers.get(own)]);
    expect(results.slice(1)).toMatchObject([{ id: own }, { id: own }]);
  });
});

it("a 401 after each renewal of the client's own password is worth another attempt", async () => {
  const sent: string[] = [];
  const apiUsers: ApiUsersClient = new ApiUsersClient({
    auth: { username: "me", password: "p0" },
    fetch: async (url, { headers }) => {
      if (url.endsWith("/renew-credential")) return Response.json({ accessToken: `p${sent.length}` });
      sent.push(decodeBasic(headers["authorization"]).password);
      if (sent.length > 2) return Response.json(user);
      await apiUsers.renewCredential("me");
      return new Response(null, { status: 401 });
    },
  });
  expect(await apiUsers.get("u1")).toEqual(user);
  expect(sent).toEqual(["p0", "p1", "p2"]);
});
