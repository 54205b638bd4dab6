// What a runtime can do with the fake itself, in its own process.
import { ApiUsersClient } from "sigfox-api-users";
import { createFakeApi } from "sigfox-api-users/testing";

/**
 * @param {boolean} hasHttp - whether the runtime has `node:http`; if not, `listen` is to say so
 * @returns {Promise<{ fetch: string; listen: string }>} "yes", "–" for what cannot be there, or why not
 */
export async function useFake(hasHttp = true) {
  const attempt = async (use) => {
    try {
      const fake = createFakeApi({ users: 150 });
      const users = await use(fake);
      return users.length === 150 ? "yes" : `${users.length} users`;
    } catch (error) {
      const message = String(error).split("\n")[0];
      return !hasHttp && message.startsWith("Error: listen needs node:http") ? "–" : `no: ${message.slice(0, 60)}`;
    }
  };
  return {
    fetch: await attempt(async (fake) => {
      const apiUsers = new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retryDelay: () => 0 });
      fake.failNext({ dropConnection: true });
      fake.failNext({ status: 503, when: ({ url }) => url.includes("offset=100") });
      return await apiUsers.list().toArray();
    }),
    listen: await attempt(async (fake) => {
      const server = await fake.listen();
      try {
        return await new ApiUsersClient({ auth: fake.auth, baseUrl: server.url }).list().toArray();
      } finally {
        await server.close();
      }
    }),
  };
}
