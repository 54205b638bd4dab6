import { ApiUsersClient, isSigfoxError, type AnySigfoxError, type ApiUserWith } from "../../src/index";
import { createFakeApi } from "../../src/testing/index";

const fields = { group: { name: true }, profiles: { name: true } } as const;

try {
  await walkThrough();
} catch (error) {
  // The message says all there is to know of an error of the library; anything else is a bug of the demo.
  console.error(isSigfoxError(error) ? `\nThe demo failed: ${error.message}` : error);
  process.exit(1);
}

/** Uses all eight operations over HTTP, against a fake service on a free loopback port. */
async function walkThrough(): Promise<void> {
  const fake = createFakeApi({ users: 250 });
  const server = await fake.listen();
  const baseUrl = server.url;
  console.log(`A fake Sigfox API with 250 API users listens at ${baseUrl}`);
  const apiUsers = new ApiUsersClient({ auth: fake.auth, baseUrl });
  const [groupId = ""] = fake.groups.map(({ id }) => id);
  const [profileId = "", otherProfileId = ""] = fake.profiles.map(({ id }) => id);

  step("list: every API user, a hundred to a page");
  for await (const { offset, data } of apiUsers.list({ limit: 100 }).pages())
    console.log(`offset ${offset}: ${data.length} API users`);

  step("list with fields: five of them, with the names of their groups and profiles");
  console.table((await apiUsers.list({ limit: 5, fields })).data.map(rowOf));

  step("create, update, addProfiles, removeProfile, with a get after each");
  const body = { groupId, name: "Demo gateway", timezone: "Europe/Paris", profileIds: [profileId] };
  const { id } = await apiUsers.create(body);
  const states = [await apiUsers.get(id, { fields })];
  await apiUsers.update(id, { name: "Demo gateway, renamed" });
  states.push(await apiUsers.get(id, { fields }));
  await apiUsers.addProfiles(id, [otherProfileId]);
  states.push(await apiUsers.get(id, { fields }));
  await apiUsers.removeProfile(id, profileId);
  states.push(await apiUsers.get(id, { fields }));
  console.table(states.map(rowOf));

  step("renewCredential: the old password stops working");
  const { accessToken: old } = await apiUsers.renewCredential(id);
  const { accessToken } = await apiUsers.renewCredential(id);
  const before = new ApiUsersClient({ auth: { username: id, password: old }, baseUrl });
  const after = new ApiUsersClient({ auth: { username: id, password: accessToken }, baseUrl });
  console.log(`with the old password: ${(await failureOf(before.get(id))).kind}`);
  console.log(`with the new password: ${(await after.get(id)).name}`);

  step("delete");
  await apiUsers.delete(id);
  console.log(`deleted ${id}`);

  step("Errors, each told apart by its kind");
  const refused = await failureOf(apiUsers.create({ ...body, profileIds: ["no-such-profile"] }));
  const others = [apiUsers.get(id), before.get(id), apiUsers.update(fake.auth.username, { name: "x".repeat(101) })];
  for (const { kind, message } of [refused, ...(await Promise.all(others.map(failureOf)))])
    console.log(`${kind}: ${message}`);
  step("The issues of the badRequest");
  console.table(refused.issues);
  await server.close();
  step(`The server received ${fake.requests.length} requests. All eight operations work.`);
}

/** What a call is refused with; a call that is not refused is a failure of the demo. */
async function failureOf(call: Promise<unknown>): Promise<AnySigfoxError> {
  const error: unknown = await call.then(
    () => new Error("A call that had to be refused was not"),
    (reason: unknown) => reason,
  );
  if (isSigfoxError(error)) return error;
  throw error;
}

function step(text: string): void {
  console.log(`\n${text}`);
}

function rowOf({ id, name, group, profiles = [] }: ApiUserWith<typeof fields>): object {
  return { id, name, group: group?.name, profiles: profiles.map((profile) => profile.name ?? profile.id).join(", ") };
}
