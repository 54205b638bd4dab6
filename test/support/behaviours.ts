import type { Behaviour } from "./rawServer";

/** The beginning of an answer, of which the connection is closed after it; `headers` are whole lines. */
export const head = (status: number | string, headers = ""): string =>
  `HTTP/1.1 ${typeof status === "number" ? `${status} Text` : status}\r\nConnection: close\r\n${headers}\r\n`;

export const withLength = (length: number): string => `Content-Length: ${length}\r\n`;

/** Answers the request in full, and closes the connection. */
export function answers(status: number | string, body: string | Uint8Array = "", headers = ""): Behaviour {
  return async (exchange) => {
    await exchange.request();
    await exchange.write(head(status, headers + withLength(Buffer.byteLength(body))));
    await exchange.write(body);
    exchange.end();
  };
}

/** Meets one request after the other with one behaviour after the other, and with the last one from then on. */
export function inTurn(...script: readonly [Behaviour, ...Behaviour[]]): Behaviour {
  let met = 0;
  return async (exchange) => {
    // By request, not by connection: fetch opens connections ahead that it may never use.
    await exchange.head();
    await (script[Math.min(met++, script.length - 1)] as Behaviour)(exchange);
  };
}

/** Takes the request, and resets the connection. */
export const resets: Behaviour = async (exchange) => {
  await exchange.request();
  await exchange.reset();
};

/** Takes the request, and never answers. */
export const stalls: Behaviour = () => undefined;
