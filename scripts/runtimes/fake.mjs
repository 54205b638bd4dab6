// What a runtime can do with the fake itself, in its own process.
import { ApiUsersClient } from "sigfox-api-users";
import { createFakeApi } from "sigfox-api-users/testing";

/** @returns {Promise<{ fetch: string; listen: string }>} "yes", or why not */
export async function useFake() {
  const attempt = async (use) => {
    try {
      const fake = createFakeApi({ users: 150 });
      const users = await use(fake);
      return users.length === 150 ? "yes" : `${users.length} users`;
    } catch (error) {
      return `no: ${String(error).split("\n")[0].slice(0, 60)}`;
    }
  };
  return {
    fetch: await attempt((fake) => new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch }).list().toArray()),
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
