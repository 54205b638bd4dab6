// What every runtime is put through, as plain JavaScript that all of them read. It imports nothing: the package is handed to it as it was
// loaded, as ES modules, with `require` or from a bundle.

/**
 * @param {typeof import("sigfox-api-users")} library
 * @param {typeof import("sigfox-api-users/testing")} testing
 * @param {import("./stage").Stage["place"]} place
 * @returns {Promise<{ step: string; expected: string; outcome: string }[]>}
 */
export async function scenario(library, testing, { baseUrl, auth, caller, controlUrl, closedUrl, countingUrl }) {
  const { ApiUsersClient, isSigfoxError } = library;
  const results = [];
  const client = (options) => new ApiUsersClient({ auth, baseUrl, retryDelay: () => 0, ...options });
  const apiUsers = client();
  const once = client({ retries: 0 });

  /** Tells the fake, which is in another process: `{ reset }`, `{ failNext }`, or `{ count }` to hear what it has received. */
  async function tellFake(command) {
    const response = await fetch(controlUrl, { method: "POST", body: JSON.stringify(command) });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()).received;
  }
  const received = (operation) => tellFake({ count: operation });
  /** What was aborted in an earlier step may still be on its way: only this operation fails. */
  const failNext = (failure) => tellFake({ failNext: { operation: "getApiUser", ...failure } });

  /** What has been received once nothing more is on its way, not even what was aborted and comes late through a proxy. */
  async function receivedInTheEnd(operation) {
    for (let before = await received(operation); ;) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const now = await received(operation);
      if (now === before) return now;
      before = now;
    }
  }

  async function step(step, expected, run) {
    await tellFake({ reset: true });
    const outcome = await run().then(
      () => "fine",
      (error) => (isSigfoxError(error) ? error.kind : String(error)),
    );
    results.push({ step, expected, outcome });
  }

  /** A step in which a call fails after something else went wrong. */
  const failing = (name, kind, failure, run = () => once.get(caller)) =>
    step(name, kind, async () => {
      await failNext(failure);
      await run();
    });

  function same(actual, wanted) {
    const [got, want] = [JSON.stringify(actual), JSON.stringify(wanted)];
    if (got !== want) throw new Error(`${got} instead of ${want}`);
  }
  const rethrow = (check) => (error) => {
    check(error);
    throw error;
  };
  const idsOf = (users) => users.map(({ id }) => id);
  const second = async () => (await apiUsers.list({ limit: 2 })).data[1];

  // The eight operations.
  await step("list: one page, and the next", "fine", async () => {
    const page = await apiUsers.list({ limit: 100, offset: 100 });
    same([page.data.length, page.offset, page.nextOffset, page.hasNext], [100, 100, 200, true]);
    const next = await page.next();
    same([next.data.length, next.hasNext, await next.next()], [50, false, undefined]);
  });
  await step("list: with fields and a filter", "fine", async () => {
    const [{ group }] = (await apiUsers.list({ fields: { group: { name: true } }, limit: 1 })).data;
    same(typeof group.name, "string");
    const users = await apiUsers.list({ groupIds: [group.id] }).toArray();
    same([...new Set(users.map((user) => user.group.id))], [group.id]);
  });
  await step("list: every user, page after page", "fine", async () => {
    let count = 0;
    for await (const user of apiUsers.list({ limit: 60 })) count += user.id === "" ? 0 : 1;
    same([count, await received("listApiUsers")], [250, 5]);
  });
  await step("list: several pages at a time, in order", "fine", async () => {
    const oneByOne = await apiUsers.list({ limit: 10 }).toArray();
    const together = await apiUsers.list({ limit: 10 }, { concurrency: 6 }).toArray();
    same([new Set(idsOf(together)).size, idsOf(together)], [250, idsOf(oneByOne)]);
  });
  await step("list: no further requests after a break", "fine", async () => {
    const before = await receivedInTheEnd("listApiUsers");
    for await (const user of apiUsers.list({ limit: 10 }, { concurrency: 2 })) if (user.id !== "") break;
    const requests = (await receivedInTheEnd("listApiUsers")) - before;
    same([requests >= 1, requests <= 5], [true, true]);
  });
  await step("get: readable by name, without the password in JSON", "fine", async () => {
    const user = await apiUsers.get(caller);
    same([user.id, typeof user.accessToken], [caller, "string"]);
    same(JSON.stringify({ ...user }).includes(user.accessToken), false);
  });
  await step("create, update, addProfiles, removeProfile", "fine", async () => {
    const users = await apiUsers.list({ limit: 100 });
    const [one, other] = new Set(users.data.flatMap(({ profiles }) => idsOf(profiles)));
    const groupId = users.data[0].group.id;
    const { id } = await apiUsers.create({ groupId, name: "Zoë", timezone: "Europe/Paris", profileIds: [one] });
    await apiUsers.update(id, { name: "Zoé" });
    await apiUsers.addProfiles(id, [other]);
    const user = await apiUsers.get(id);
    same([user.name, idsOf(user.profiles).sort()], ["Zoé", [one, other].sort()]);
    await apiUsers.removeProfile(id, one);
    same(idsOf((await apiUsers.get(id)).profiles), [other]);
  });
  await step("renewCredential: the new password is good", "fine", async () => {
    const { id } = await second();
    const { accessToken } = await apiUsers.renewCredential(id);
    same((await client({ auth: { username: id, password: accessToken } }).get(id)).id, id);
  });
  await step("renewCredential: the old password is not", "unauthorized", async () => {
    const { id, accessToken } = await second();
    await apiUsers.renewCredential(id);
    await client({ auth: { username: id, password: accessToken } }).get(id);
  });
  await step("delete: the user is gone", "notFound", async () => {
    const { id } = await second();
    await apiUsers.delete(id);
    await apiUsers.get(id);
  });

  // Each kind of response that is an error.
  await failing("a response of 400", "badRequest", { status: 400 });
  await failing("a response of 403", "forbidden", { status: 403 });
  await failing("a response of 405", "methodNotAllowed", { status: 405 });
  await failing("a response of 409", "conflict", { status: 409 });
  await failing("a response of 418", "unexpected", { status: 418 });
  await failing("a response of 429", "rateLimited", { status: 429 });
  await failing("a response of 500", "server", { status: 500 });
  await failing("a response of 503", "server", { status: 503 });
  const redirect = { status: 302, body: "", headers: { location: closedUrl } };
  await failing("a redirect, which is not followed", "redirect", redirect);
  await failing("a success that is not JSON", "parse", { status: 200, body: "<html>" });
  const stuck = {
    operation: "listApiUsers",
    status: 200,
    body: { data: [{ id: "a" }], paging: { next: "/?offset=0" } },
  };
  await failing("a next page that does not advance", "pagination", stuck, () => once.list().toArray());
  await step("input that is refused", "validation", () => once.get(".."));

  // Faults of the network, and ends that the caller sets.
  const repeated = async () => {
    await apiUsers.get(caller);
    same(await received("getApiUser"), 2);
  };
  await failing("500 at first, then fine", "fine", { status: 500 }, repeated);
  await failing("a dropped connection at first, then fine", "fine", { dropConnection: true }, repeated);
  // Every time, because browsers ask again by themselves.
  await failing("a dropped connection", "connection", { dropConnection: true, times: 20 });
  await step("nobody listens", "connection", () => client({ baseUrl: closedUrl, retries: 0 }).get(caller));
  const late = { delay: 60_000 };
  await failing("an abort while waiting for the response", "aborted", late, () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 50);
    return apiUsers
      .get(caller, {}, { signal: controller.signal })
      .catch(rethrow(({ name, cause }) => same([name, cause.message], ["AbortError", "enough"])));
  });
  await step("an abort while pages are read", "aborted", async () => {
    const controller = new AbortController();
    for await (const page of apiUsers.list({ limit: 10 }, { concurrency: 3, signal: controller.signal }).pages())
      if (page.offset === 30) controller.abort();
  });
  await failing("no response in time", "timeout", late, () =>
    apiUsers
      .get(caller, {}, { timeout: 100, retries: 0 })
      .catch(rethrow(({ name, limit, scope }) => same([name, limit, scope], ["TimeoutError", 100, "attempt"]))),
  );
  await failing("not done in the total time", "timeout", late, () =>
    apiUsers
      .get(caller, {}, { timeout: 60_000, totalTimeout: 200 })
      .catch(rethrow(({ limit, scope }) => same([limit, scope], [200, "total"]))),
  );
  await tellFake({ reset: true });

  // Carried out once: some runtimes repeat a request by themselves when a connection that was used before breaks. Browsers do too, and cannot
  // be told not to.
  const carriedOutOnce = {
    create: (apiUsers) => apiUsers.create({ groupId: "g", name: "n", timezone: "Europe/Paris", profileIds: ["p"] }),
    delete: (apiUsers) => apiUsers.delete("u1"),
    addProfiles: (apiUsers) => apiUsers.addProfiles("u1", ["p1"]),
    removeProfile: (apiUsers) => apiUsers.removeProfile("u1", "p1"),
    renewCredential: (apiUsers) => apiUsers.renewCredential("u1"),
    "renewCredential of the client's own": (apiUsers, { username }) => apiUsers.renewCredential(username),
  };
  let passwords = 0;
  const countOfWrites = async () => (await (await fetch(`${countingUrl}/count`)).json()).writes;

  async function countedWrite(call, way, options) {
    const own = { username: "me", password: `Wr0ng-h0rse-${++passwords}` };
    const apiUsers = client({ ...options, auth: own, baseUrl: `${countingUrl}/${way}`, retries: 0 });
    await countOfWrites();
    // Connections that are used again.
    await Promise.all(Array.from({ length: 3 }, () => apiUsers.get("u1")));
    const error = await call(apiUsers, own).then(
      () => new Error("resolved"),
      (reason) => reason,
    );
    same([await countOfWrites(), error.attempts, error.mayHaveBeenApplied], [1, 1, true]);
    throw error;
  }

  const ways = { "": {}, ", with middleware": { middleware: [{ onRequest: () => undefined }] } };
  for (const [name, call] of countingUrl === undefined ? [] : Object.entries(carriedOutOnce))
    for (const [suffix, options] of Object.entries(ways))
      for (const way of ["closes", "resets"])
        await step(`${name}: carried out once by a server that ${way}${suffix}`, "connection", () =>
          countedWrite(call, way, options),
        );

  // The fake in the runtime itself.
  const fake = testing.createFakeApi({ users: 150 });
  const readAll = async (options) => {
    const users = await new ApiUsersClient({ auth: fake.auth, retryDelay: () => 0, ...options }).list().toArray();
    same(users.length, 150);
  };
  await step("the fake in process", "fine", async () => {
    fake.failNext({ dropConnection: true });
    fake.failNext({ status: 503, when: ({ url }) => url.includes("offset=100") });
    await readAll({ fetch: fake.fetch });
  });
  const hasHttp = globalThis.process?.versions?.node !== undefined;
  const refusal = "Error: listen needs node:http, which this runtime does not have";
  await step("the fake over HTTP", hasHttp ? "fine" : refusal, async () => {
    const server = await fake.listen();
    await readAll({ baseUrl: server.url }).finally(() => server.close());
  });
  return results;
}
