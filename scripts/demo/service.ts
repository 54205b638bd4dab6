import { ApiUsersClient, type Credentials } from "../../src/index";
import { heading, line, table } from "./print";

/** Reads from the real service, and changes nothing there. */
export async function againstTheService(auth: Credentials): Promise<void> {
  console.log("Reading from the Sigfox API; nothing is changed.");
  const apiUsers = new ApiUsersClient({ auth });

  heading("get: who am I");
  const me = await apiUsers.get(auth.username, { fields: { group: { name: true }, profiles: { name: true } } });
  line(`${me.name} of ${me.group?.name ?? "a group without a name"}`);

  heading("list: the first page");
  const page = await apiUsers.list({ limit: 10, fields: { group: { name: true }, profiles: { name: true } } });
  table(
    ["id", "name", "group", "profiles"],
    page.data.map(({ id, name, group, profiles = [] }) => [
      id,
      name,
      group?.name ?? "",
      profiles.map((profile) => profile.name ?? profile.id).join(", "),
    ]),
  );
  line(page.hasNext ? "… and more" : "That is all.");
}
