import { decodeBasic } from "../support/basic";
import type { Exchange } from "../support/rawServer";

/** Answers with the status that the URL begins with, and repeats the request's credentials wherever an answer has room for them. */
export async function statusServer(exchange: Exchange): Promise<void> {
  const request = await exchange.request();
  const status = Number(request.target.split("/")[1]);
  const header = request.headers.get("authorization") ?? "";
  const { password } = decodeBasic(header);
  const body = bodies[status % 3]?.({ header, password }) ?? "";
  // A 304 has no body (RFC 9110 section 15.4.5): what followed would be taken for another answer.
  const content = status === 304 ? "" : `Content-Type: ${body.startsWith("{") ? "application/json" : "text/html"}\r\n`;
  exchange.end(
    `HTTP/1.1 ${status} Not ${password} today\r\nConnection: close\r\n${content}` +
      `Location: https://user:${password}@elsewhere.invalid/?auth=${encodeURIComponent(header)}\r\n` +
      // A shorter wait would be repeated until the deadline of the call, 90 seconds.
      (status === 429 ? "Retry-After: 100\r\n" : "") +
      `X-Echo: ${header}\r\nX-Password: ${password}\r\n` +
      (status === 304 ? "\r\n" : `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
  );
}

interface Echoed {
  readonly header: string;
  readonly password: string;
}

const bodies: readonly ((echoed: Echoed) => string)[] = [
  ({ header, password }) =>
    JSON.stringify({ message: `"${password}" is wrong`, request: { headers: { authorization: header } } }),
  ({ header, password }) =>
    `<html><body><h1>Refused</h1><pre>Authorization: ${header}\n${password}</pre></body></html>`,
  () => "",
];
