import { answers, head, withLength } from "../support/behaviours";
import { clientFor, clientOf, errorOf, id } from "../support/servedClient";
import { pass, standingClock, until } from "../support/clock";
import { settled } from "../support/pageServer";
import { peakOf } from "../support/memory";
import { serve, type Behaviour } from "../support/rawServer";

const MB = 2 ** 20;
/** What may lie in the buffers of sockets and streams beside what is read. */
const inFlight = 12 * MB;

const users = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `user-${from + index}`, name: "n", timezone: "Europe/Paris" }));

describe("a next that", () => {
  /** Pages of two of ten users, whose `next` is whatever the server likes. */
  const paging =
    (next: (offset: number) => unknown): Behaviour =>
    async (exchange) => {
      const { target } = await exchange.request();
      const offset = Number(new URL(target, "http://x").searchParams.get("offset") ?? 0);
      const paging = offset + 2 < 10 ? { next: next(offset) } : {};
      const body = JSON.stringify({ data: users(offset, Math.max(0, Math.min(2, 10 - offset))), paging });
      exchange.end(head(200, withLength(body.length)) + body);
    };
  const ten = users(0, 10).map((user) => user.id);

  it.each([
    ["itself", (offset: number) => offset],
    ["backwards", (offset: number) => offset - 2],
    ["before the beginning", () => -1],
  ])("points to %s ends the reading", async (_, target) => {
    for (const concurrency of [1, 4]) {
      let requests = 0;
      const client = await clientOf(
        paging((offset) => {
          requests += 1;
          return `/api-users/?offset=${offset < 4 ? offset + 2 : target(offset)}`;
        }),
      );
      const read: string[] = [];
      const reading = async (): Promise<void> => {
        for await (const user of client.list({ limit: 2 }, { concurrency })) read.push(user.id);
      };
      expect(await errorOf(reading())).toMatchObject({ kind: "pagination", offset: target(4), pagesRead: 3 });
      expect(read).toEqual(ten.slice(0, 6));
      expect(requests).toBeLessThanOrEqual(concurrency === 1 ? 3 : 3 + 8);
    }
  });
});

it("a body of 100 MB is not read by a call without a result", async () => {
  let written = 0;
  const chunk = Buffer.from(`10000\r\n${" ".repeat(0x10000)}\r\n`);
  const client = await clientOf(async (exchange) => {
    await exchange.request();
    await exchange.write(head(200, "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"));
    while (written < 100 * MB && (await exchange.write(chunk))) written += chunk.byteLength;
    exchange.end();
  });
  await expect(client.delete(id)).resolves.toBeUndefined();
  expect(written).toBeLessThan(inFlight);
});

describe("an answer that never ends", () => {
  standingClock();

  const drops = 20;
  const dripping =
    (start: string, drop: string): Behaviour =>
    async (exchange) => {
      await exchange.request();
      await exchange.write(start);
      for (let count = 0; count < drops; count += 1) {
        await exchange.write(drop);
        await settled();
      }
    };

  it.each([
    ["the status line", dripping("HTTP/1.1 200 ", "O")],
    ["the headers", dripping("HTTP/1.1 200 OK\r\nX-Slow: ", "o")],
    ["the body of a success", dripping(head(200, withLength(1e6)), " ")],
    ["chunks", dripping(head(200, "Transfer-Encoding: chunked\r\n"), "1\r\n \r\n")],
    ["interim answers", dripping("", "HTTP/1.1 103 Early Hints\r\n\r\n")],
  ])("drips %s until the deadline", async (_, behaviour) => {
    const server = await serve(behaviour);
    const ending = errorOf(clientFor(server.url).get(id));
    for (let second = 0; second < 19; second += 1) await pass(1_000);
    await until(() => server.left() === 1);
    await pass(1_000);
    expect(await ending).toMatchObject({ kind: "timeout", limit: 20_000, scope: "attempt" });
  });
});

describe("headers", () => {
  it.each([
    ["a single one of 1 MB", `X-Bomb: ${"x".repeat(MB)}\r\n`],
    ["a hundred thousand", "X-Bomb: x\r\n".repeat(100_000)],
  ])("of %s are refused in bounded memory", async (_, extra) => {
    const client = await clientOf(answers(200, "{}", extra));
    const peak = await peakOf(async () => {
      expect(await errorOf(client.get(id))).toMatchObject({ kind: "connection", code: "UND_ERR_HEADERS_OVERFLOW" });
    });
    expect(peak).toBeLessThan(50 * MB);
  });

  it("without end are refused before the deadline", async () => {
    const line = `X-Bomb: ${"x".repeat(1_000)}\r\n`;
    const client = await clientOf(async (exchange) => {
      await exchange.request();
      await exchange.write("HTTP/1.1 200 OK\r\n");
      while (await exchange.write(line));
    });
    expect(await errorOf(client.get(id))).toMatchObject({ kind: "connection" });
  });
});
