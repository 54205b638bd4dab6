import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiUsersClient } from "../../src/index";
import { listen } from "../support/loopback";
import { auth } from "../support/stubFetch";

/** A client of a server that answers each request with JSON of this size, whose end comes after a while. */
async function answeredWith(size: number) {
  let ends: Promise<unknown> = Promise.resolve();
  const { url, connections } = await listen((request, response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.write('{"padding":"');
    ends = Promise.race([once(response, "close"), once(response, "finish")]);
    setTimeout(() => response.end(`${"x".repeat(size)}"}`), 5);
    request.resume();
  });
  return { apiUsers: new ApiUsersClient({ auth, baseUrl: url }), connections, ended: async () => await ends };
}

it.each([0, 500, 60_000])(
  "a body of %d bytes that nobody reads leaves its connection to the next call",
  async (size) => {
    const { apiUsers, connections, ended } = await answeredWith(size);
    for (let call = 0; call < 30; call++) {
      await apiUsers.update("u1", { name: "New" });
      await ended();
      // What was sent has to arrive.
      await sleep(5);
    }
    expect(connections()).toBeLessThan(15);
  },
);

it("a body that goes on and on is not waited for, and its connection is closed", async () => {
  const ended = new Promise<void>((resolve, reject) => {
    listen((_, response) => {
      response.writeHead(200, { "Content-Type": "application/json" });
      const more = setInterval(() => response.write(" ".repeat(16_384)), 1);
      void once(response, "close").then(() => {
        clearInterval(more);
        resolve();
      });
    })
      .then(({ url }) => new ApiUsersClient({ auth, baseUrl: url }).update("u1", { name: "New" }))
      .catch(reject);
  });
  await ended;
});
