import { constants, createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from "node:http2";
import type { TlsOptions } from "node:tls";

/** An API user of everything that an operation may give. */
export const answerToAll = JSON.stringify({
  id: "u1",
  data: [{ id: "u1", name: "User 1", timezone: "Europe/Paris" }],
  paging: {},
  accessToken: "0123456789abcdef0123456789abcdef",
});

const headers = { ":status": 200, "content-type": "application/json" };

/** What the server does with a stream. */
export const endings = {
  answers: (stream) => {
    stream.respond(headers);
    stream.end(answerToAll);
  },
  /** RFC 9113 section 8.7: the request was not processed. */
  refuses: (stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM),
  resets: (stream) => stream.close(constants.NGHTTP2_INTERNAL_ERROR),
  goesAway: ({ session }) => {
    session?.goaway(constants.NGHTTP2_INTERNAL_ERROR);
    // Deno waits for the end of the streams that there are.
    setTimeout(() => session?.destroy(), 20);
  },
  destroysTheSession: (stream) => stream.session?.destroy(),
  dropsTheConnection: (stream) => stream.session?.socket.destroy(),
  /** Half an answer without a length. */
  cuts: (stream) => {
    stream.respond(headers);
    stream.write(answerToAll.slice(0, answerToAll.length / 2), () => {
      // A reset may overtake bytes that were written just before it.
      setTimeout(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR), 20);
    });
  },
  /** The headers of an answer alone. */
  cutsAtOnce: (stream) => {
    stream.respond(headers);
    setTimeout(() => stream.close(constants.NGHTTP2_INTERNAL_ERROR), 20);
  },
  never: () => undefined,
} as const satisfies Record<string, (stream: ServerHttp2Stream) => void>;

export type Ending = keyof typeof endings;

/** A server of HTTP/2, and of HTTP/1.1 for who speaks only that, and the requests that it received. */
export interface Http2Server {
  readonly server: Http2SecureServer;
  /** Such as `h2 PUT /api-users/u1`, in the order in which they came. */
  readonly requests: string[];
}

/** Ends one stream after the other as `endingOf` says, which is given the path. */
export function http2Server(identity: TlsOptions, endingOf: (path: string) => Ending): Http2Server {
  const requests: string[] = [];
  const server = createSecureServer({ ...identity, allowHTTP1: true });
  server.on("session", (session) => session.on("error", () => undefined));
  server.on("stream", (stream, { ":method": method, ":path": path = "" }) => {
    requests.push(`h2 ${method} ${path}`);
    stream.on("error", () => undefined);
    endings[endingOf(path)](stream);
  });
  server.on("request", (request, response) => {
    if (request.httpVersionMajor !== 1) return;
    requests.push(`http/1.1 ${request.method} ${request.url}`);
    response.setHeader("content-type", "application/json");
    response.end(answerToAll);
  });
  return { server, requests };
}
