import { ApiUsersClient, isSigfoxError, type Credentials } from "../../src/index";
import { walkThrough } from "./walkThrough";

// With credentials in the environment it reads from the service; without, it tries all operations against the fake.
const { SIGFOX_API_LOGIN: username, SIGFOX_API_PASSWORD: password } = process.env;

try {
  if (username && password) await readFromService({ username, password });
  else await walkThrough();
} catch (error) {
  // The message says all there is to know of an error of the library; anything else is a bug of the demo.
  console.error(isSigfoxError(error) ? `\nThe demo failed: ${error.message}` : error);
  process.exitCode = 1;
}

async function readFromService(auth: Credentials): Promise<void> {
  console.log("Reading from the Sigfox API; nothing is changed.");
  const apiUsers = new ApiUsersClient({ auth });
  const fields = { group: { name: true }, profiles: { name: true } } as const;
  const me = await apiUsers.get(auth.username, { fields });
  console.log(`You are ${me.name} of ${me.group?.name ?? "a group without a name"}. The first API users:`);
  const { data, hasNext } = await apiUsers.list({ limit: 10, fields });
  const named = data.map(({ id, name, group, profiles = [] }) => {
    return { id, name, group: group?.name, profiles: profiles.map((profile) => profile.name ?? profile.id).join(", ") };
  });
  console.table(named);
  console.log(hasNext ? "… and more" : "That is all.");
}
