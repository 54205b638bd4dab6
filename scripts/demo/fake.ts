import { ApiUsersClient, isSigfoxError, type AnySigfoxError } from "../../src/index";
import { createFakeApi } from "../../src/testing/index";
import { heading, line, table } from "./print";

/** Walks through all eight operations over HTTP, against a fake service on a free loopback port. */
export async function againstTheFake(): Promise<void> {
  const fake = createFakeApi({ users: 250 });
  const server = await fake.listen();
  console.log(`A fake Sigfox API with 250 API users listens at ${server.url}`);
  try {
    await walkThrough(fake, server.url);
  } finally {
    await server.close();
  }
}

async function walkThrough(fake: ReturnType<typeof createFakeApi>, baseUrl: string): Promise<void> {
  const apiUsers = new ApiUsersClient({ auth: fake.auth, baseUrl });
  const [group] = fake.groups;
  const [profile, otherProfile] = fake.profiles;
  if (group === undefined || profile === undefined || otherProfile === undefined)
    throw new Error("The fake has no seed data");

  heading("list: every API user, a hundred to a page");
  for await (const page of apiUsers.list({ limit: 100 }).pages()) {
    line(`offset ${String(page.offset).padStart(3)}: ${page.data.length} API users`);
  }

  heading("list with fields: five of them, with the names of their groups and profiles");
  const fields = { group: { name: true }, profiles: { name: true } } as const;
  const some = await apiUsers.list({ limit: 5, fields }).toArray({ maxItems: 5 });
  table(
    ["id", "name", "group", "profiles"],
    some.map((user) => [
      user.id,
      user.name,
      user.group?.name ?? "",
      user.profiles?.map(({ name }) => name ?? "").join(", ") ?? "",
    ]),
  );

  heading("create");
  const { id } = await apiUsers.create({
    groupId: group.id,
    name: "Demo gateway",
    timezone: "Europe/Paris",
    profileIds: [profile.id],
  });
  line(`created ${id}`);

  heading("get");
  const show = async (): Promise<void> => {
    const user = await apiUsers.get(id, { fields });
    line(`${user.name}, ${user.timezone}, profiles: ${user.profiles?.map(({ name }) => name ?? "").join(", ") ?? ""}`);
  };
  await show();

  heading("update");
  await apiUsers.update(id, { name: "Demo gateway, renamed" });
  await show();

  heading("addProfiles");
  await apiUsers.addProfiles(id, [otherProfile.id]);
  await show();

  heading("removeProfile");
  await apiUsers.removeProfile(id, profile.id);
  await show();

  heading("renewCredential: the old password stops working");
  const { accessToken: old } = await apiUsers.renewCredential(id);
  const { accessToken } = await apiUsers.renewCredential(id);
  const before = new ApiUsersClient({ auth: { username: id, password: old }, baseUrl });
  const after = new ApiUsersClient({ auth: { username: id, password: accessToken }, baseUrl });
  line(`with the old password: ${(await failureOf(before.get(id))).kind}`);
  line(`with the new password: ${(await after.get(id)).name}`);

  heading("delete");
  await apiUsers.delete(id);
  line(`deleted ${id}`);

  heading("Errors, each told apart by its kind");
  const missing = await failureOf(apiUsers.get(id));
  const strangerIn = { groupId: group.id, name: "Demo", timezone: "Europe/Paris", profileIds: ["no-such-profile"] };
  const refused = await failureOf(apiUsers.create(strangerIn));
  const locked = await failureOf(new ApiUsersClient({ auth: { username: id, password: "wrong" }, baseUrl }).get(id));
  const unsent = await failureOf(apiUsers.update(fake.auth.username, { name: "x".repeat(101) }));
  table(
    ["kind", "status", "message"],
    [missing, refused, locked, unsent].map((error) => [
      error.kind,
      "status" in error ? String(error.status) : "",
      error.message,
    ]),
  );
  line("");
  line("The issues of the badRequest:");
  table(
    ["type", "field", "message"],
    refused.issues.map((issue) => [issue.type, issue.field, issue.message]),
  );
  line("");
  line(`The server received ${fake.requests.length} requests. All eight operations work.`);
}

/** What a call is refused with; a call that is not refused is a failure of the demo. */
async function failureOf(call: Promise<unknown>): Promise<AnySigfoxError> {
  try {
    await call;
  } catch (error) {
    if (isSigfoxError(error)) return error;
    throw error;
  }
  throw new Error("A call that had to be refused was not");
}
