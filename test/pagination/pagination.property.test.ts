import * as fc from "fast-check";
import { ApiUsersClient } from "../../src/index";
import { createFakeApi } from "../../src/testing/index";
import { idsOf, PageServer } from "../support/pageServer";

const reading = fc.record({
  total: fc.integer({ min: 0, max: 120 }),
  limit: fc.integer({ min: 1, max: 100 }),
  cap: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 40 })),
  start: fc.integer({ min: 0, max: 130 }),
  concurrency: fc.integer({ min: 1, max: 16 }),
});

it("gives every user exactly once, in order, whatever the sizes, the cap, the start and the order of answers", async () => {
  await fc.assert(
    fc.asyncProperty(reading, fc.scheduler(), async ({ total, limit, cap, start, concurrency }, scheduler) => {
      const server = new PageServer(total, { cap, before: () => scheduler.schedule(Promise.resolve()) });
      const list = server.client().list({ limit, offset: start }, { concurrency });
      expect(await scheduler.waitFor(idsOf(list))).toEqual(server.ids.slice(start));
      expect(server.mostUnderWay).toBeLessThanOrEqual(concurrency);
      expect(server.asked.filter((offset) => offset >= Math.max(total, start + 1)).length).toBeLessThan(concurrency);
    }),
    { numRuns: 30 },
  );
});

it("gives every user exactly once, in order, however much the sizes of the pages vary", async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(reading, sizes, fc.scheduler(), async ({ total, start, concurrency }, sizes, scheduler) => {
      const server = new PageServer(total, {
        sizeOf: (offset) => sizes[offset % sizes.length] ?? 1,
        before: () => scheduler.schedule(Promise.resolve()),
      });
      const list = server.client().list({ limit: 10, offset: start }, { concurrency });
      expect(await scheduler.waitFor(idsOf(list))).toEqual(server.ids.slice(start));
      expect(server.mostUnderWay).toBeLessThanOrEqual(concurrency);
    }),
    { numRuns: 25 },
  );
});

it("gives every user exactly once, in order, with random latencies on real timers", async () => {
  const latencies = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(reading, latencies, async ({ total, cap, concurrency }, latencies) => {
      let request = 0;
      const latency = () => latencies[request++ % latencies.length];
      const server = new PageServer(total, { cap, before: () => new Promise((done) => setTimeout(done, latency())) });
      expect(await idsOf(server.client().list({ limit: 20 }, { concurrency }))).toEqual(server.ids);
    }),
    { numRuns: 20 },
  );
});

it("gives every user of the fake API exactly once, in order, as pages and as an array", async () => {
  await fc.assert(
    fc.asyncProperty(reading, async ({ total, limit, cap, start, concurrency }) => {
      const fake = createFakeApi({ users: total, maxPageSize: Number.isFinite(cap) ? cap : undefined });
      const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch });
      const list = apiUsers.list({ limit, offset: start }, { concurrency });
      const expected = fake.users.slice(start).map(({ id }) => id);
      const pages: string[] = [];
      for await (const page of list.pages()) {
        expect(page.offset).toBe(start + pages.length);
        pages.push(...page.data.map(({ id }) => id));
      }
      expect(pages).toEqual(expected);
      expect((await list.toArray({ maxItems: 50 })).map(({ id }) => id)).toEqual(expected.slice(0, 50));
    }),
    { numRuns: 15 },
  );
});
