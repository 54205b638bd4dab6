import { ApiUsersClient, type AttemptEvent } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { rejection } from "../../support/rejection";
import { moduleOf } from "../support/run";

interface Histogram {
  observe(labels: Readonly<Record<string, string>>, seconds: number): void;
}
const { measureAttempts } = moduleOf("guides/recipes/metrics.md", "measureAttempts") as {
  measureAttempts: (duration: Histogram, waited: Histogram) => (event: AttemptEvent) => void;
};
const fake = createFakeApi({ users: 10 });

class Recorded implements Histogram {
  readonly seen: { readonly labels: string; readonly seconds: number }[] = [];

  observe(labels: Readonly<Record<string, string>>, seconds: number): void {
    this.seen.push({ labels: Object.values(labels).join(" "), seconds });
  }
}

it("counts attempts by method, template and outcome, however many users there are", async () => {
  const [duration, waited] = [new Recorded(), new Recorded()];
  const onAttempt = measureAttempts(duration, waited);
  const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retryDelay: () => 0, onAttempt });
  fake.failNext({ status: 503 });
  for (const { id } of fake.users) await apiUsers.get(id);
  await apiUsers.list();
  await rejection(apiUsers.delete("nobody"));
  const counts = new Map<string, number>();
  for (const { labels } of duration.seen) counts.set(labels, (counts.get(labels) ?? 0) + 1);
  expect([...counts]).toEqual([
    ["GET /api-users/{id} server", 1],
    ["GET /api-users/{id} ok", 10],
    ["GET /api-users/ ok", 1],
    ["DELETE /api-users/{id} notFound", 1],
  ]);
  expect(waited.seen.map(({ labels }) => labels)).toEqual(duration.seen.map(({ labels }) => labels));
});

it("measures in seconds, and no duration of what was not sent", async () => {
  const [duration, waited] = [new Recorded(), new Recorded()];
  const onAttempt = measureAttempts(duration, waited);
  const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, maxConcurrency: 1, onAttempt });
  fake.failNext({ delay: 100 });
  const slow = apiUsers.get(fake.auth.username);
  const late = rejection(apiUsers.get(fake.auth.username, {}, { signal: AbortSignal.timeout(50) }));
  await Promise.all([slow, late]);
  expect(duration.seen.map(({ labels }) => labels)).toEqual(["GET /api-users/{id} ok"]);
  expect(duration.seen[0]?.seconds).toBeGreaterThan(0.09);
  expect(duration.seen[0]?.seconds).toBeLessThan(1);
  expect(waited.seen.map(({ labels }) => labels)).toEqual(["GET /api-users/{id} aborted", "GET /api-users/{id} ok"]);
  expect(waited.seen[0]?.seconds).toBeGreaterThan(0.04);
});
