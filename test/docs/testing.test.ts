import { ApiUsersClient } from "../../src/index";
import type { FakeServer } from "../../src/testing/index";
import { blocksOf } from "./support/blocks";
import { moduleOf } from "./support/run";
import { runSeparately } from "./support/separately";

const guide = "guides/testing.md";

it("the script serves users whose password the application knows beforehand", async () => {
  const serve = moduleOf(guide, "serve")["serve"] as (port: number) => Promise<FakeServer>;
  const server = await serve(0);
  try {
    const auth = { username: "my-login", password: "my-password" };
    expect(await new ApiUsersClient({ auth, baseUrl: server.url }).list().toArray()).toHaveLength(3);
  } finally {
    await server.close();
  }
});

it("a dropped connection goes through MSW as one, not as a 500", async () => {
  const [block] = blocksOf(guide).filter(({ code }) => code.includes("msw/node"));
  const last = "server.close();";
  expect(block?.code).toContain(last);
  const more = `
    fake.failNext({ dropConnection: true });
    await new ApiUsersClient({ auth: fake.auth, retries: 0 }).list().toArray().catch(({ kind }) => console.log(kind));
    ${last}`;
  expect(await runSeparately({ place: guide, code: block?.code.replace(last, more) ?? "" })).toBe("3\nconnection\n");
});
