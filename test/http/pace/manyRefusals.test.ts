import { json, status, stubClient, user } from "../../support/stubFetch";

/** How much of the processor's time a call takes that is refused so often, in milliseconds for each refusal. */
async function costOf(refusals: number): Promise<number> {
  let left = refusals;
  const { apiUsers } = stubClient((request) => (left-- > 0 ? status(429) : json(user))(request), {
    middleware: [{ onRequest: ({ request }) => request.headers.set("x-gateway-token", "gateway-token") }],
  });
  const start = process.cpuUsage();
  await apiUsers.get("u1");
  const { user: spent, system } = process.cpuUsage(start);
  return (spent + system) / 1_000 / refusals;
}

it("a refusal costs no more if the call was refused often before", async () => {
  // Compiles what both take.
  await costOf(300);
  const [few, many] = [await costOf(300), await costOf(1_500)];
  expect(many).toBeLessThan(3 * few);
});
