import type { Behaviour } from "./rawServer";

/** Meets one request after the other with one behaviour after the other, and with the last one from then on. */
export function inTurn(...script: readonly [Behaviour, ...Behaviour[]]): Behaviour {
  let met = 0;
  return async (exchange) => {
    // By request, not by connection: fetch opens connections ahead that it may never use.
    await exchange.head();
    await (script[Math.min(met++, script.length - 1)] as Behaviour)(exchange);
  };
}

/** Answers the request in full, and closes the connection. */
export function answers(status: number, body = "", headers: Readonly<Record<string, string>> = {}): Behaviour {
  return async (exchange) => {
    await exchange.request();
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    exchange.end(
      `HTTP/1.1 ${status} Text\r\nConnection: close\r\n${lines.join("")}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  };
}

/** Takes the request, and resets the connection. */
export const resets: Behaviour = async (exchange) => {
  await exchange.request();
  await exchange.reset();
};

/** Takes the request, and never answers. */
export const stalls: Behaviour = () => undefined;
