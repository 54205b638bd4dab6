import { createServer } from "node:http";
import { connect } from "node:net";
import { ProxyAgent } from "undici";
import { ApiUsersClient, SigfoxConnectionError } from "../../src/index";
import { calls, operations } from "../support/eachOperation";
import { listen } from "../support/loopback";
import { rejectionOf } from "../support/rejection";
import { goodServer, tlsServers } from "../support/tls";
import { undiciFetch } from "../support/undici";

const servers = tlsServers();
const requests: string[] = [];
let asked: string[] = [];
let refusals: number[] = [];
let proxyUrl: string;

/** A proxy that refuses as many tunnels as it is told to, and opens the others. */
beforeEach(async () => {
  asked = [];
  requests.length = 0;
  const proxy = createServer().on("connect", (request, socket) => {
    asked.push(request.url ?? "");
    socket.on("error", () => undefined);
    const refusal = refusals.shift();
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const [host = "", port] = (request.url ?? "").split(":");
    const target = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      target.pipe(socket).pipe(target);
    });
    target.on("error", () => socket.destroy());
  });
  proxyUrl = (await listen(proxy)).url;
});

async function clientBehind(...statuses: number[]) {
  refusals = statuses;
  const baseUrl = await servers.listen(goodServer(servers.identity(), requests));
  const agent = new ProxyAgent({ uri: proxyUrl, requestTls: { ca: String(servers.identity().cert) } });
  const apiUsers = new ApiUsersClient({ baseUrl, fetch: undiciFetch(agent), retries: 1, retryDelay: () => 0 });
  return { apiUsers, agent, baseUrl };
}

describe.each(operations)("%s", (operation) => {
  it("goes through a proxy's tunnel", async () => {
    const { apiUsers, agent, baseUrl } = await clientBehind();
    await calls[operation](apiUsers);
    expect(asked).toEqual([new URL(baseUrl).host]);
    expect(requests).toHaveLength(1);
    await agent.close();
  });

  it.each([403, 407, 502])("was not sent, and is tried again, where the proxy refuses with %i", async (status) => {
    const { apiUsers, agent } = await clientBehind(status, status);
    const error = await rejectionOf(SigfoxConnectionError, calls[operation](apiUsers));
    expect(error).toMatchObject({ code: "UND_ERR_ABORTED", attempts: 2, mayHaveBeenApplied: false });
    expect(error.message).toContain(`Proxy response (${status})`);
    expect(requests).toEqual([]);
    await agent.close();
  });

  it("arrives once where the proxy refuses the first tunnel only", async () => {
    const { apiUsers, agent } = await clientBehind(503);
    await calls[operation](apiUsers);
    expect(asked).toHaveLength(2);
    expect(requests).toHaveLength(1);
    await agent.close();
  });
});

it("a creation that undici aborts for another reason may have been applied", async () => {
  const cause = Object.assign(new Error("Request aborted"), { code: "UND_ERR_ABORTED" });
  const fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
  const apiUsers = new ApiUsersClient({ fetch, retryDelay: () => 0 });
  const error = await rejectionOf(SigfoxConnectionError, calls.createApiUser(apiUsers));
  expect(error).toMatchObject({ code: "UND_ERR_ABORTED", attempts: 1, mayHaveBeenApplied: true });
});
