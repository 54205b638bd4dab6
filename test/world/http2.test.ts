import { Agent } from "undici";
import { http2Server, type Ending } from "../../scripts/runtimes/http2Server";
import { ApiUsersClient, type ApiUsersClientOptions, type OperationId } from "../../src/index";
import { calls, onceOnly, operations, reads, repeatableWrites, writes } from "../support/eachOperation";
import { rejection } from "../support/rejection";
import { auth } from "../support/stubFetch";
import { tlsServers } from "../support/tls";
import { undiciFetch } from "../support/undici";

const tls = tlsServers();
const agents: Agent[] = [];

afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.destroy();
});

/** A client over HTTP/2 of a server that ends streams in these ways, the last one for ever. */
async function clientOf(script: readonly Ending[], options: ApiUsersClientOptions = {}, allowH2 = true) {
  let next = 0;
  const endingOf = () => script[Math.min(next++, script.length - 1)] ?? "answers";
  const { server, requests } = http2Server(tls.identity(), endingOf);
  const baseUrl = await tls.listen(server);
  const agent = new Agent({ allowH2, connect: { ca: tls.identity().cert as string } });
  agents.push(agent);
  const apiUsers = new ApiUsersClient({
    auth,
    baseUrl,
    fetch: undiciFetch(agent),
    retries: 1,
    retryDelay: () => 0,
    ...options,
  });
  return { apiUsers, requests };
}

it.each(operations)("%s is answered", async (operation) => {
  const { apiUsers, requests } = await clientOf(["answers"]);
  await calls[operation](apiUsers);
  expect(requests).toEqual([expect.stringMatching(/^h2 /)]);
});

it("an agent that does not allow HTTP/2 speaks HTTP/1.1 to the same server", async () => {
  const { apiUsers, requests } = await clientOf(["resets"], {}, false);
  await apiUsers.get("u1");
  expect(requests).toEqual(["http/1.1 GET /api-users/u1"]);
});

describe("a stream that the server refuses", () => {
  it.each(operations)("was not carried out: %s is repeated", async (operation) => {
    const { apiUsers, requests } = await clientOf(["refuses", "answers"]);
    await calls[operation](apiUsers);
    expect(requests).toHaveLength(2);
  });

  it.each(operations)("every time ends %s as a connection error that says so", async (operation) => {
    const { apiUsers, requests } = await clientOf(["refuses"]);
    const error = await rejection(calls[operation](apiUsers));
    expect(error).toMatchObject({ kind: "connection", attempts: 2, mayHaveBeenApplied: false });
    expect(error.message).toContain("NGHTTP2_REFUSED_STREAM");
    expect(requests).toHaveLength(2);
  });
});

describe.each<Ending>(["resets", "goesAway"])("a server that %s before it answers", (ending) => {
  it.each(onceOnly)("may have carried out %s, which is not repeated", async (operation) => {
    const { apiUsers, requests } = await clientOf([ending]);
    const error = await rejection(calls[operation](apiUsers));
    expect(error).toMatchObject({ kind: "connection", attempts: 1, mayHaveBeenApplied: true });
    expect(requests).toHaveLength(1);
  });

  it.each(repeatableWrites)("may have carried out %s, which is repeated", async (operation) => {
    const { apiUsers } = await clientOf([ending]);
    const error = await rejection(calls[operation](apiUsers));
    expect(error).toMatchObject({ kind: "connection", attempts: 2, mayHaveBeenApplied: true });
  });

  it.each(reads)("does not end %s, which is repeated", async (operation) => {
    const { apiUsers } = await clientOf([ending, "answers"], { retries: 5 });
    await calls[operation](apiUsers);
  });
});

// On Node.js 20, undici 6 does not notice the end of such a connection: there only the deadline ends a call. How the runtimes do that speak
// HTTP/2 by themselves, `npm run test:runtimes` shows.
describe("a server that destroys the session", () => {
  it.each(writes)("may have carried out %s", async (operation) => {
    const { apiUsers } = await clientOf(["destroysTheSession"], { timeout: 1_000 });
    const error = await rejection(calls[operation](apiUsers));
    expect(["connection", "timeout"]).toContain(error.kind);
    expect(error).toMatchObject({ attempts: onceOnly.includes(operation) ? 1 : 2, mayHaveBeenApplied: true });
  });
});

describe.each<Ending>(["cuts", "cutsAtOnce"])(
  "a body that is cut off (%s), and arrives as if it were whole",
  (ending) => {
    const withResult: readonly OperationId[] = ["createApiUser", "renewCredential"];
    const withoutResult = writes.filter((operation) => !withResult.includes(operation));

    it.each(reads)("is asked for again by %s", async (operation) => {
      const { apiUsers, requests } = await clientOf([ending, "answers"]);
      await calls[operation](apiUsers);
      expect(requests).toHaveLength(2);
    });

    it.each(reads)("every time ends %s as a response that cannot be read", async (operation) => {
      const { apiUsers, requests } = await clientOf([ending]);
      const error = await rejection(calls[operation](apiUsers));
      expect(error).toMatchObject({ kind: "parse", status: 200, attempts: 2, mayHaveBeenApplied: false });
      expect(requests).toHaveLength(2);
    });

    it.each(withResult)("leaves %s without its result, and is not repeated", async (operation) => {
      const { apiUsers, requests } = await clientOf([ending]);
      const error = await rejection(calls[operation](apiUsers));
      expect(error).toMatchObject({ kind: "parse", status: 200, attempts: 1, mayHaveBeenApplied: true });
      expect(requests).toHaveLength(1);
    });

    it.each(withoutResult)("does not matter to %s, which the headers have ended", async (operation) => {
      const { apiUsers, requests } = await clientOf([ending]);
      await calls[operation](apiUsers);
      expect(requests).toHaveLength(1);
    });
  },
);

it("twenty calls that are aborted before the headers end as such, and leave a client that works", async () => {
  const script: readonly Ending[] = [...new Array<Ending>(20).fill("never"), "answers"];
  const { apiUsers, requests } = await clientOf(script, { maxConcurrency: 20 });
  const controllers = script.slice(1).map(() => new AbortController());
  const ends = controllers.map(({ signal }) => rejection(apiUsers.update("u1", { name: "New" }, { signal })));
  while (requests.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
  for (const controller of controllers) controller.abort();
  for (const end of ends) expect(await end).toMatchObject({ kind: "aborted", mayHaveBeenApplied: true });
  expect((await apiUsers.get("u1")).id).toBe("u1");
});
