import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, request, type IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Agent, EnvHttpProxyAgent, ProxyAgent, type Dispatcher } from "undici";
import type { ApiUsersClient, ApiUsersClientOptions } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { listen } from "../../support/loopback";
import { rejection } from "../../support/rejection";
import { moduleOf } from "../support/run";

const { clientOver } = moduleOf("guides/recipes/proxy.md", "clientOver") as {
  clientOver: (dispatcher: Dispatcher, options: ApiUsersClientOptions) => ApiUsersClient;
};
const fake = createFakeApi({ users: 3 });
const { auth } = fake;
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A proxy that tunnels and forwards, and notes what for. */
async function startProxy({ token }: { readonly token?: string } = {}) {
  const seen: string[] = [];
  const isWelcome = ({ headers }: IncomingMessage) => token === undefined || headers["proxy-authorization"] === token;
  const proxy = createServer((asked, answer) => {
    seen.push(`${asked.method} ${asked.url}`);
    const { method, headers } = asked;
    asked.pipe(
      request(asked.url ?? "", { method, headers }, (reply) => {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answer);
      }),
    );
  });
  proxy.on("connect", (asked: IncomingMessage, socket) => {
    seen.push(`CONNECT ${asked.url}`);
    if (!isWelcome(asked)) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      return;
    }
    const [host, port] = (asked.url ?? "").split(":");
    const far = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      far.pipe(socket).pipe(far);
    });
    for (const end of [far, socket]) {
      end.on("error", () => {
        far.destroy();
        socket.destroy();
      });
    }
  });
  return { url: (await listen(proxy)).url, seen };
}

async function serve(): Promise<string> {
  const server = await fake.listen();
  open.push(() => server.close());
  return server.url;
}

function kept<D extends Dispatcher>(dispatcher: D): D {
  open.push(() => dispatcher.close());
  return dispatcher;
}

it("goes through a proxy", async () => {
  const proxy = await startProxy();
  const baseUrl = await serve();
  const apiUsers = clientOver(kept(new ProxyAgent(proxy.url)), { auth, baseUrl });
  expect((await apiUsers.list()).data).toHaveLength(3);
  await apiUsers.update(auth.username, { name: "Through the proxy" });
  expect(fake.users[0]?.name).toBe("Through the proxy");
  expect(proxy.seen[0]).toContain(new URL(baseUrl).host);
});

it("logs in at the proxy", async () => {
  const token = `Basic ${btoa("user:password")}`;
  const proxy = await startProxy({ token });
  const dispatcher = kept(new ProxyAgent({ uri: proxy.url, token, proxyTunnel: true }));
  const apiUsers = clientOver(dispatcher, { auth, baseUrl: await serve() });
  expect((await apiUsers.list()).data).toHaveLength(3);
});

it("sends nothing through a proxy that refuses its tunnel, and says so", async () => {
  const proxy = await startProxy({ token: "Basic other" });
  const dispatcher = kept(new ProxyAgent({ uri: proxy.url, proxyTunnel: true }));
  const apiUsers = clientOver(dispatcher, { auth, baseUrl: await serve(), retryDelay: () => 0 });
  const before = fake.requests.length;
  const error = await rejection(apiUsers.renewCredential(auth.username));
  expect(error).toMatchObject({ kind: "connection", attempts: 3, mayHaveBeenApplied: false });
  expect(fake.requests).toHaveLength(before);
});

it("follows the environment", async () => {
  const proxy = await startProxy();
  const baseUrl = await serve();
  const through = clientOver(kept(new EnvHttpProxyAgent({ httpProxy: proxy.url, noProxy: "" })), { auth, baseUrl });
  const past = clientOver(kept(new EnvHttpProxyAgent({ httpProxy: proxy.url, noProxy: "127.0.0.1" })), {
    auth,
    baseUrl,
  });
  await past.list();
  expect(proxy.seen).toHaveLength(0);
  await through.list();
  expect(proxy.seen).toHaveLength(1);
});

it("has a connection pool of its own", async () => {
  const { url: baseUrl, connections } = await listen((_, response) => {
    setTimeout(() => response.end('{"id":"u1"}'), 5);
  });
  const apiUsers = clientOver(kept(new Agent({ connections: 2, keepAliveTimeout: 60_000 })), { auth, baseUrl });
  await Promise.all(Array.from({ length: 20 }, () => apiUsers.get("u1")));
  expect(connections()).toBe(2);
});

describe("a certificate of one's own", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "certificate-"));
    const files = ["-keyout", join(folder, "key.pem"), "-out", join(folder, "ca.pem")];
    const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
    const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
    execFileSync("openssl", ["req", ...kind, ...name, ...files], { stdio: "ignore" });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const read = (name: string) => readFileSync(join(folder, name), "utf8");

  async function serveSecurely() {
    const seen: string[] = [];
    const server = createTlsServer({ key: read("key.pem"), cert: read("ca.pem") }, (asked, response) => {
      seen.push(asked.url ?? "");
      response.end('{"id":"u1"}');
    });
    return { baseUrl: (await listen(server)).url, seen };
  }

  it("is trusted", async () => {
    const { baseUrl } = await serveSecurely();
    const apiUsers = clientOver(kept(new Agent({ connect: { ca: read("ca.pem") } })), { auth, baseUrl });
    expect((await apiUsers.get("u1")).id).toBe("u1");
  });

  it("that is not trusted ends the call before anything is sent", async () => {
    const { baseUrl, seen } = await serveSecurely();
    const apiUsers = clientOver(kept(new Agent()), { auth, baseUrl, retryDelay: () => 0 });
    const error = await rejection(apiUsers.renewCredential("u1"));
    expect(error).toMatchObject({ kind: "connection", attempts: 3, mayHaveBeenApplied: false });
    expect(seen).toEqual([]);
  });
});

// Another Node.js can be named, to run this where the tests themselves run on an older one.
const node = process.env["NODE_FOR_ENV_PROXY"] ?? process.execPath;
const major = Number(/\d+/.exec(execFileSync(node, ["--version"], { encoding: "utf8" }))?.[0]);

(major >= 24 ? it : it.skip)("goes through the proxy of the environment without code", async () => {
  const proxy = await startProxy();
  const baseUrl = await serve();
  const program = `
    import { ApiUsersClient } from ${JSON.stringify(join(process.cwd(), "src/index.ts"))};
    const apiUsers = new ApiUsersClient({ auth: ${JSON.stringify(auth)}, baseUrl: "${baseUrl}" });
    console.log((await apiUsers.list()).data.length);`;
  const env = { ...process.env, NODE_USE_ENV_PROXY: "1", HTTP_PROXY: proxy.url, NO_PROXY: "" };
  const flags = ["--import", "tsx", "--input-type=module", "--eval", program];
  expect((await promisify(execFile)(node, flags, { env })).stdout).toBe("3\n");
  expect(proxy.seen[0]).toContain(new URL(baseUrl).host);
});
