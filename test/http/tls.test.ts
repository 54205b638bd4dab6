import { createServer as createHttp } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTls, type TlsOptions } from "node:tls";
import { ApiUsersClient, SigfoxConnectionError, type ApiUsersClientOptions } from "../../src/index";
import { calls, onceOnly, operations, writes } from "../support/eachOperation";
import { rejectionOf } from "../support/rejection";
import { goodServer, tlsServers } from "../support/tls";

const servers = tlsServers();

const clientOf = (baseUrl: string, options: ApiUsersClientOptions = {}): ApiUsersClient =>
  new ApiUsersClient({ baseUrl, retries: 1, retryDelay: () => 0, ...options });

/** A server of plain TCP, whose client waits in vain for the handshake. */
const instead = (lose: (socket: Socket) => void): Server =>
  createServer((socket) => {
    socket.once("data", () => {
      lose(socket);
    });
  });

describe.each(operations)("%s was not sent, and is tried again,", (operation) => {
  it.each<[string, string, (identity: TlsOptions) => Server]>([
    ["where the certificate is self-signed", "DEPTH_ZERO_SELF_SIGNED_CERT", (identity) => createTls(identity)],
    [
      "where the server speaks no TLS",
      "ERR_SSL_WRONG_VERSION_NUMBER",
      () => createHttp((_, response) => response.end()),
    ],
    [
      "where the server is too old",
      "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
      (identity) => createTls({ ...identity, minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "ALL@SECLEVEL=0" }),
    ],
    ["where the handshake is cut off", "ECONNRESET", () => instead((socket) => socket.end())],
  ])("%s", async (_, code, server) => {
    const url = await servers.listen(server(servers.identity()));
    const error = await rejectionOf(SigfoxConnectionError, calls[operation](clientOf(url)));
    expect(error).toMatchObject({ code, attempts: 2, mayHaveBeenApplied: false });
  });
});

it.each(operations)("%s arrives once where only the second handshake is done", async (operation) => {
  const requests: string[] = [];
  const good = goodServer(servers.identity(), requests);
  let connections = 0;
  const url = await servers.listen(
    createServer((socket) => {
      connections += 1;
      if (connections > 1) good.emit("connection", socket);
      else socket.once("data", () => socket.end());
    }),
  );
  await calls[operation](clientOf(url, { fetch: servers.trusting() }));
  expect(requests).toHaveLength(1);
});

describe.each(writes)("%s may have been applied", (operation) => {
  const attempts = (onceOnly as readonly string[]).includes(operation) ? 1 : 2;

  it.each<[string, (socket: Socket) => void]>([
    ["is closed", (socket) => socket.end()],
    ["is cut off", (socket) => socket.destroy()],
  ])("where the connection %s after the request", async (_, lose) => {
    const server = createTls(servers.identity(), (socket) => {
      socket
        .on("error", () => undefined)
        .once("data", () => {
          lose(socket);
        });
    });
    const url = await servers.listen(server);
    const error = await rejectionOf(
      SigfoxConnectionError,
      calls[operation](clientOf(url, { fetch: servers.trusting() })),
    );
    expect(error).toMatchObject({ attempts, mayHaveBeenApplied: true });
  });

  // In TLS 1.3 the client is done with the handshake, and sends its request, before the server has looked at its certificate.
  it("where a TLS 1.3 server refuses a client without a certificate", async () => {
    const server = createTls({ ...servers.identity(), requestCert: true, minVersion: "TLSv1.3" });
    const url = await servers.listen(server);
    const error = await rejectionOf(
      SigfoxConnectionError,
      calls[operation](clientOf(url, { fetch: servers.trusting() })),
    );
    expect(error).toMatchObject({ attempts, mayHaveBeenApplied: true });
  });
});

it.each([
  "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
  "ERR_SSL_PROTOCOL_IS_SHUTDOWN",
  "ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE",
  "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
  "ERR_SSL_TLSV1_ALERT_UNKNOWN_CA",
  "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE",
])("a creation that ends with %s may have been applied, as that can follow the request", async (code) => {
  const fetch = () =>
    Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error("alert"), { code }) }));
  const error = await rejectionOf(
    SigfoxConnectionError,
    calls.createApiUser(clientOf("https://127.0.0.1:9", { fetch })),
  );
  expect(error).toMatchObject({ code, attempts: 1, mayHaveBeenApplied: true });
});
