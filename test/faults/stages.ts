import type { Behaviour, Exchange } from "../support/rawServer";
import type { End } from "./rules";

/** A way in which every exchange with a server goes wrong. */
export interface Stage {
  readonly name: string;
  readonly end: End;
  /** `undefined` where nobody listens. */
  readonly behaviour: Behaviour | undefined;
}

/** A right answer to every operation. */
export const answerToAll = JSON.stringify({
  id: "u1",
  data: [{ id: "u1", name: "User 1", timezone: "Europe/Paris" }],
  paging: {},
  accessToken: "0123456789abcdef0123456789abcdef",
});

const half = answerToAll.slice(0, answerToAll.length / 2);
/** Fetch keeps no connection open for later that the server is to close within a second. */
const head = (extra: string, status = "200 OK"): string =>
  `HTTP/1.1 ${status}\r\nKeep-Alive: timeout=1\r\n${extra}\r\n`;
const withLength = (length: number): string => head(`Content-Type: application/json\r\nContent-Length: ${length}\r\n`);
const whole = withLength(answerToAll.length);
const chunked = head("Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n");
const closing = head("Connection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n");
const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

type Way = "reset" | "close" | "stall";

const leave: Readonly<Record<Way, (exchange: Exchange) => Promise<void> | void>> = {
  reset: (exchange) => exchange.reset(),
  close: (exchange) => {
    exchange.end();
  },
  stall: () => undefined,
};

const verbs: Readonly<Record<Way, string>> = { reset: "resets", close: "closes", stall: "stalls" };

/** The points of an exchange at which a server may leave it. */
const points: readonly (readonly [name: string, reach: (exchange: Exchange) => Promise<unknown>])[] = [
  ["before reading", () => Promise.resolve()],
  ["after the request's headers", (exchange) => exchange.head()],
  ["after the whole request", (exchange) => exchange.request()],
  ["in the status line", (exchange) => answer(exchange, "HTTP/1.1 20")],
  ["in the answer's headers", (exchange) => answer(exchange, whole.slice(0, -4))],
];

const pointsInBody: typeof points = [
  ["after the answer's headers", (exchange) => answer(exchange, whole)],
  ["in the body", (exchange) => answer(exchange, whole + half)],
  ["between chunks", (exchange) => answer(exchange, chunked + chunk(half))],
  ["in a chunk", (exchange) => answer(exchange, chunked + chunk(answerToAll).slice(0, 40))],
];

const pointsInErrorBody = (status: string): typeof points => [
  [
    `in the body of a ${status}`,
    (exchange) => answer(exchange, `${head("Content-Length: 99\r\n", status)}{"message":`),
  ],
];

async function answer(exchange: Exchange, text: string): Promise<void> {
  await exchange.request();
  await exchange.write(text);
}

/** The behaviours that end an attempt by its deadline. */
export const stalling = new Set<Behaviour>();

function leaving(at: typeof points, way: Way, end: End): Stage[] {
  return at.map(([point, reach]) => {
    const behaviour: Behaviour = async (exchange) => {
      await reach(exchange);
      await leave[way](exchange);
    };
    if (way === "stall") stalling.add(behaviour);
    return { name: `${verbs[way]} ${point}`, end, behaviour };
  });
}

const ending =
  (text: string): Behaviour =>
  async (exchange) => {
    await exchange.request();
    exchange.end(text);
  };

const sends = (name: string, end: End, text: string): Stage => ({ name, end, behaviour: ending(text) });

export const cutWhereCloseWasAnnounced = ending(closing + chunk(half));

export const stages: readonly Stage[] = [
  { name: "refuses the connection", end: "unsent", behaviour: undefined },
  ...leaving(points, "reset", "lost"),
  ...leaving(points, "close", "lost"),
  ...leaving(points, "stall", "stalled"),
  ...leaving(pointsInBody, "reset", "cut"),
  ...leaving(pointsInBody, "close", "cut"),
  ...leaving(pointsInBody, "stall", "stalled in the body"),

  ...leaving(pointsInErrorBody("400 Bad Request"), "reset", 400),
  ...leaving(pointsInErrorBody("400 Bad Request"), "close", 400),
  ...leaving(pointsInErrorBody("400 Bad Request"), "stall", 400),
  ...leaving(pointsInErrorBody("503 Service Unavailable"), "reset", 503),
  ...leaving(pointsInErrorBody("503 Service Unavailable"), "stall", 503),

  sends("sends something other than HTTP", "lost", "SSH-2.0-OpenSSH_9.6\r\n"),
  sends("sends a broken header", "lost", `HTTP/1.1 200 OK\r\nno colon here\r\n\r\n${answerToAll}`),
  sends("sends a status that is no number", "lost", `HTTP/1.1 abc OK\r\n\r\n${answerToAll}`),
  sends("sends two lengths that differ", "lost", head("Content-Length: 5\r\nContent-Length: 6\r\n") + answerToAll),
  sends("sends a length that is no number", "lost", head("Content-Length: -5\r\n") + answerToAll),
  sends("sends a malformed chunk size", "cut", `${chunked}zz\r\n${answerToAll}\r\n0\r\n\r\n`),
  sends("sends a chunk longer than it says", "cut", `${chunked}5\r\n${answerToAll}\r\n0\r\n\r\n`),
  sends("sends a chunk size beyond all bounds", "cut", `${chunked}fffffffffffffffff\r\n${answerToAll}`),

  sends("says a length that is too short", "cut without a word", withLength(half.length) + answerToAll),
  sends("sends no body", "cut without a word", withLength(0)),
  sends("sends a 204", "unreadable", head("", "204 No Content")),
  sends("sends half the JSON as a whole body", "cut without a word", withLength(half.length) + half),
  sends("sends HTML as JSON", "unreadable", `${withLength(13)}<html></html>`),
  sends("sends HTML as HTML", "text", `${head("Content-Type: text/html\r\nContent-Length: 13\r\n")}<html></html>`),
  sends("sends JSON that is no object", "unreadable", `${withLength(6)}[1, 2]`),

  sends("answers without a length", "success", head("Content-Type: application/json\r\n") + answerToAll),
  sends("sends JSON as HTML", "success", whole.replace("application/json", "text/html") + answerToAll),
  sends("sends JSON without a type", "success", head(`Content-Length: ${answerToAll.length}\r\n`) + answerToAll),
  sends("sends an interim answer first", "success", `HTTP/1.1 103 Early Hints\r\n\r\n${whole}${answerToAll}`),
];
