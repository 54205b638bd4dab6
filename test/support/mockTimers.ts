// Run by itself, with the names of what `node:test` is to mock: calls of which the first is refused, and a pause that only mocked timers end.
import { mock } from "node:test";
import { ApiUsersClient } from "../../src/index";

type Apis = NonNullable<NonNullable<Parameters<typeof mock.timers.enable>[0]>["apis"]>;

const { setImmediate: turn } = globalThis;

async function callAfterARefusal(apis: Apis): Promise<void> {
  mock.timers.enable({ apis });
  let requests = 0;
  const fetch = () => {
    requests += 1;
    const refusal = new Response(null, { status: 429, headers: { "Retry-After": "2" } });
    return Promise.resolve(requests === 1 ? refusal : Response.json({ id: "u1" }));
  };
  const apiUsers = new ApiUsersClient({ fetch, maxConcurrency: 1 });
  const ends = Promise.all([apiUsers.get("u1"), apiUsers.get("u1"), apiUsers.get("u1")]);
  // In steps, since a timer that is set later counts from then.
  for (let second = 0; second < 30; second++) {
    await new Promise((resolve) => turn(resolve));
    mock.timers.tick(1_000);
  }
  const users = await Promise.race([ends, new Promise<[]>((resolve) => turn(() => resolve([])))]);
  console.log(JSON.stringify({ ids: users.map(({ id }) => id), requests }));
}

void callAfterARefusal(JSON.parse(process.argv[2] ?? "[]") as Apis);
