import { setTimeout as sleep } from "node:timers/promises";
import { idsOf, PageServer } from "../support/pageServer";
import { seededRandom } from "../support/seededRandom";

const total = 10_000;
const limit = 100;

describe("requests", () => {
  const everyOffset = Array.from({ length: total / limit }, (_, page) => page * limit);

  it("reads 10,000 API users with 100 requests, one at a time and in order", async () => {
    const server = new PageServer(total);
    const read = await server.client().list({ limit }).toArray();
    expect(read).toHaveLength(total);
    expect(server.asked).toEqual(everyOffset);
    expect(server.mostUnderWay).toBe(1);
  });

  it.each([1, 2, 3, 4])(
    "asks for no page twice with concurrency 8, and at most 7 times past the end (%#)",
    async (seed) => {
      const random = seededRandom(seed);
      const server = new PageServer(total, { before: () => sleep(0.5 + 3 * random()) });
      const read = await idsOf(server.client().list({ limit }, { concurrency: 8 }));
      expect(new Set(read).size).toBe(total);
      expect(server.asked.filter((offset) => offset < total).sort((a, b) => a - b)).toEqual(everyOffset);
      expect(server.asked.filter((offset) => offset >= total).length).toBeLessThanOrEqual(7);
      expect(server.mostUnderWay).toBe(8);
    },
  );
});
