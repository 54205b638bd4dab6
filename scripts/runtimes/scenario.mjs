// What every runtime is put through, as plain JavaScript that all of them read. It imports nothing: the library is handed to it as it was
// loaded, as an ES module, with `require` or from a bundle.

/**
 * @param {typeof import("sigfox-api-users")} library
 * @param {{ baseUrl: string; auth?: { username: string; password: string }; caller: string; controlUrl: string; closedUrl: string }} place
 * @returns {Promise<{ step: string; expected: string; outcome: string; code?: string }[]>}
 */
export async function scenario({ ApiUsersClient, isSigfoxError }, { baseUrl, auth, caller, controlUrl, closedUrl }) {
  const results = [];
  const client = (options) => new ApiUsersClient({ auth, baseUrl, retryDelay: () => 0, ...options });
  const apiUsers = client();
  const once = client({ retries: 0 });

  /** Tells the fake, which is in another process: `{ reset }`, `{ failNext }`, or `{ count }` to hear what it has received. */
  async function tellFake(command) {
    const response = await fetch(controlUrl, { method: "POST", body: JSON.stringify(command) });
    if (!response.ok) throw new Error(await response.text());
    return await response.json();
  }

  /** What was aborted in an earlier step may still be on its way: only this operation fails. */
  const failNext = (failure) => tellFake({ failNext: { operation: "getApiUser", ...failure } });
  const received = async (operation) => (await tellFake({ count: operation })).received;

  /** What has been received once nothing more is on its way, not even what was aborted and comes late through a proxy. */
  async function receivedInTheEnd(operation) {
    for (let before = await received(operation); ;) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      const now = await received(operation);
      if (now === before) return now;
      before = now;
    }
  }

  async function step(name, expected, run) {
    await tellFake({ reset: true });
    const result = { step: name, expected, outcome: "fine" };
    try {
      await run();
    } catch (error) {
      result.outcome = isSigfoxError(error) ? error.kind : String(error);
      if (error.code !== undefined && isSigfoxError(error)) result.code = error.code;
    }
    results.push(result);
  }

  function same(actual, wanted) {
    const [got, want] = [JSON.stringify(actual), JSON.stringify(wanted)];
    if (got !== want) throw new Error(`${got} instead of ${want}`);
  }
  const idsOf = (users) => users.map(({ id }) => id);

  // The eight operations.
  await step("list: one page, and the next", "fine", async () => {
    const page = await apiUsers.list({ limit: 100, offset: 100 });
    same([page.data.length, page.offset, page.nextOffset, page.hasNext], [100, 100, 200, true]);
    const next = await page.next();
    same([next.data.length, next.hasNext, await next.next()], [50, false, undefined]);
  });
  await step("list: with fields and a filter", "fine", async () => {
    const { data } = await apiUsers.list({ fields: { group: { name: true } }, limit: 1 });
    const [{ group }] = data;
    same(typeof group.name, "string");
    const users = await apiUsers.list({ groupIds: [group.id] }).toArray();
    same(
      users.every((user) => user.group.id === group.id),
      true,
    );
  });
  await step("list: every user, page after page", "fine", async () => {
    let count = 0;
    for await (const user of apiUsers.list({ limit: 60 })) count += user.id === "" ? 0 : 1;
    same(count, 250);
    same(await received("listApiUsers"), 5);
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
    const { group, profiles } = await apiUsers.get(caller);
    const first = { groupId: group.id, name: "Zoë", timezone: "Europe/Paris", profileIds: [profiles[0].id] };
    const { id } = await apiUsers.create(first);
    const { other } = await tellFake({ profileBut: profiles[0].id });
    await apiUsers.update(id, { name: "Zoé" });
    await apiUsers.addProfiles(id, [other]);
    const user = await apiUsers.get(id);
    same([user.name, idsOf(user.profiles).sort()], ["Zoé", [other, profiles[0].id].sort()]);
    await apiUsers.removeProfile(id, profiles[0].id);
    same(idsOf((await apiUsers.get(id)).profiles), [other]);
  });
  await step("renewCredential: the new password is good", "fine", async () => {
    const { id } = (await apiUsers.list({ limit: 2 })).data[1];
    const { accessToken } = await apiUsers.renewCredential(id);
    same((await client({ auth: { username: id, password: accessToken } }).get(id)).id, id);
  });
  await step("renewCredential: the old password is not", "unauthorized", async () => {
    const { id, accessToken } = (await apiUsers.list({ limit: 2 })).data[1];
    await apiUsers.renewCredential(id);
    await client({ auth: { username: id, password: accessToken } }).get(id);
  });
  await step("delete: the user is gone", "notFound", async () => {
    const { id } = (await apiUsers.list({ limit: 2 })).data[1];
    await apiUsers.delete(id);
    await apiUsers.get(id);
  });

  // Each kind of answer that is an error.
  for (const [status, kind] of [
    [400, "badRequest"],
    [403, "forbidden"],
    [405, "methodNotAllowed"],
    [409, "conflict"],
    [418, "unexpected"],
    [429, "rateLimited"],
    [500, "server"],
    [503, "server"],
  ]) {
    await step(`an answer of ${status}`, kind, async () => {
      await failNext({ status });
      await once.get(caller);
    });
  }
  await step("a redirect, which is not followed", "redirect", async () => {
    await failNext({ status: 302, body: "", headers: { location: closedUrl } });
    await once.get(caller);
  });
  await step("a success that is not JSON", "parse", async () => {
    await failNext({ status: 200, body: "<html>" });
    await once.get(caller);
  });
  await step("a next page that does not advance", "pagination", async () => {
    const body = { data: [{ id: "a" }], paging: { next: "/?offset=0" } };
    await failNext({ operation: "listApiUsers", status: 200, body });
    await once.list().toArray();
  });
  await step("input that is refused", "validation", async () => {
    await once.get("..");
  });

  // Faults of the network, and ends that the caller sets.
  await step("500 at first, then fine", "fine", async () => {
    await failNext({ status: 500 });
    await apiUsers.get(caller);
    same(await received("getApiUser"), 2);
  });
  await step("a dropped connection at first, then fine", "fine", async () => {
    await failNext({ dropConnection: true });
    await apiUsers.get(caller);
    same(await received("getApiUser"), 2);
  });
  await step("a dropped connection", "connection", async () => {
    // Every time, because browsers ask again by themselves.
    await failNext({ dropConnection: true, times: 20 });
    await once.get(caller);
  });
  await step("nobody listens", "connection", async () => {
    await client({ baseUrl: closedUrl, retries: 0 }).get(caller);
  });
  await step("an abort while waiting for the answer", "aborted", async () => {
    await failNext({ delay: 60_000 });
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("enough")), 50);
    await apiUsers.get(caller, {}, { signal: controller.signal }).catch((error) => {
      same([error.name, error.cause.message], ["AbortError", "enough"]);
      throw error;
    });
  });
  await step("an abort while pages are read", "aborted", async () => {
    const controller = new AbortController();
    for await (const page of apiUsers.list({ limit: 10 }, { concurrency: 3, signal: controller.signal }).pages()) {
      if (page.offset === 30) controller.abort();
    }
  });
  await step("no answer in time", "timeout", async () => {
    await failNext({ delay: 60_000 });
    await apiUsers.get(caller, {}, { timeout: 100, retries: 0 }).catch((error) => {
      same([error.name, error.limit, error.scope], ["TimeoutError", 100, "attempt"]);
      throw error;
    });
  });
  await step("not done in the total time", "timeout", async () => {
    await failNext({ delay: 60_000 });
    await apiUsers.get(caller, {}, { timeout: 60_000, totalTimeout: 200 }).catch((error) => {
      same([error.limit, error.scope], [200, "total"]);
      throw error;
    });
  });
  await tellFake({ reset: true });
  return results;
}
