// What the runtimes are put through whose `fetch` speaks HTTP/2 by itself. It imports nothing, like the scenario beside it.

/**
 * @param {typeof import("sigfox-api-users")} library
 * @param {import("./http2Stage").Http2Stage["place"]} place
 * @returns {Promise<{ step: string; expected: string; outcome: string }[]>}
 */
export async function overHttp2({ ApiUsersClient, isSigfoxError }, { url }) {
  const results = [];
  let serial = 0;
  const client = (path, options) =>
    new ApiUsersClient({
      auth: { username: "me", password: "Wr0ng-h0rse-battery" },
      baseUrl: `${url}/${path}`,
      retries: 1,
      retryDelay: () => 0,
      ...options,
    });
  const once = (ending) => client(`${ending}-once-${++serial}`);

  async function step(step, expected, run) {
    const outcome = await run().then(
      () => "fine",
      (error) => (isSigfoxError(error) ? outcomeOf(error) : String(error)),
    );
    results.push({ step, expected, outcome });
  }
  const outcomeOf = ({ kind, attempts, mayHaveBeenApplied }) =>
    `${kind}${attempts > 1 ? ` x${attempts}` : ""}${mayHaveBeenApplied ? " !" : ""}`;

  const reads = {
    list: async (apiUsers) => await apiUsers.list(),
    get: (apiUsers) => apiUsers.get("u1"),
  };
  const repeatable = {
    update: (apiUsers) => apiUsers.update("u1", { name: "New" }),
    delete: (apiUsers) => apiUsers.delete("u1"),
    removeProfile: (apiUsers) => apiUsers.removeProfile("u1", "p1"),
  };
  const carriedOutOnce = {
    create: (apiUsers) => apiUsers.create({ groupId: "g", name: "n", timezone: "Europe/Paris", profileIds: ["p"] }),
    addProfiles: (apiUsers) => apiUsers.addProfiles("u1", ["p1"]),
    renewCredential: (apiUsers) => apiUsers.renewCredential("u1"),
  };
  const all = { ...reads, ...repeatable, ...carriedOutOnce };

  for (const [name, call] of Object.entries(all)) {
    await step(`${name}: answered`, "fine", () => call(client("answers")));
    await step(`${name}: refused once, and repeated`, "fine", () => call(once("refuses")));
    await step(`${name}: refused every time, and not applied`, "connection x2", () => call(client("refuses")));
  }
  for (const ending of ["resets", "goesAway", "destroysTheSession", "dropsTheConnection"]) {
    for (const [name, call] of Object.entries(reads))
      await step(`${name}: a server that ${ending} once`, "fine", () => call(once(ending)));
    for (const [name, call] of Object.entries(repeatable))
      await step(`${name}: a server that ${ending}`, "connection x2 !", () => call(client(ending)));
    for (const [name, call] of Object.entries(carriedOutOnce))
      await step(`${name}: a server that ${ending}`, "connection !", () => call(client(ending)));
  }
  for (const ending of ["cuts", "cutsAtOnce"]) {
    for (const [name, call] of Object.entries(reads)) {
      await step(`${name}: a server that ${ending} its body once`, "fine", () => call(once(ending)));
      await step(`${name}: a server that ${ending} its body every time`, "parse x2", () => call(client(ending)));
    }
    for (const name of ["create", "renewCredential"])
      await step(`${name}: a server that ${ending} its body`, "parse !", () => all[name](client(ending)));
    for (const name of ["update", "delete", "removeProfile", "addProfiles"])
      await step(`${name}: a server that ${ending} a body nobody needs`, "fine", () => all[name](client(ending)));
  }

  // What is thrown outside of a call would end the process here.
  await step("twenty aborts before the headers, and six quiet seconds", "fine", async () => {
    const apiUsers = client("never", { maxConcurrency: 20 });
    const controllers = Array.from({ length: 20 }, () => new AbortController());
    const ends = controllers.map(({ signal }) =>
      apiUsers.get("u1", {}, { signal }).then(
        () => "fine",
        ({ kind }) => kind,
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    for (const controller of controllers) controller.abort();
    const kinds = new Set(await Promise.all(ends));
    if (kinds.size !== 1 || !kinds.has("aborted")) throw new Error([...kinds].join());
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await client("answers").get("u1");
  });
  return results;
}
