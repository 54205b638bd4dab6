import { ApiUsersClient, isSigfoxError, type AnySigfoxError } from "../../src/index";
import { createFakeApi, type FakeApi } from "../../src/testing/index";

const step = (text: string): void => {
  console.log(`\n${text}`);
};

/** Uses all eight operations over HTTP, against a fake service on a free loopback port. */
export async function walkThrough(): Promise<void> {
  const fake = createFakeApi({ users: 250 });
  const server = await fake.listen();
  console.log(`A fake Sigfox API with 250 API users listens at ${server.url}`);
  try {
    await useEach(fake, server.url);
  } finally {
    await server.close();
  }
}

async function useEach(fake: FakeApi, baseUrl: string): Promise<void> {
  const apiUsers = new ApiUsersClient({ auth: fake.auth, baseUrl });
  const [group] = fake.groups;
  const [profile, otherProfile] = fake.profiles;
  if (group === undefined || profile === undefined || otherProfile === undefined)
    throw new Error("The fake has no seed data");
  const fields = { group: { name: true }, profiles: { name: true } } as const;

  step("list: every API user, a hundred to a page");
  for await (const { offset, data } of apiUsers.list({ limit: 100 }).pages())
    console.log(`offset ${offset}: ${data.length} API users`);

  step("list with fields: five of them, with the names of their groups and profiles");
  const some = await apiUsers.list({ limit: 5, fields }).toArray({ maxItems: 5 });
  console.table(
    some.map(({ id, name, group, profiles = [] }) => {
      return { id, name, group: group?.name, profiles: profiles.map((one) => one.name).join(", ") };
    }),
  );

  step("create, update, addProfiles, removeProfile, with a get after each");
  const show = async (): Promise<void> => {
    const { name, timezone, profiles = [] } = await apiUsers.get(id, { fields });
    console.log(`${name}, ${timezone}, profiles: ${profiles.map((one) => one.name).join(", ")}`);
  };
  const body = { groupId: group.id, name: "Demo gateway", timezone: "Europe/Paris", profileIds: [profile.id] };
  const { id } = await apiUsers.create(body);
  await show();
  await apiUsers.update(id, { name: "Demo gateway, renamed" });
  await show();
  await apiUsers.addProfiles(id, [otherProfile.id]);
  await show();
  await apiUsers.removeProfile(id, profile.id);
  await show();

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
  const wrong = new ApiUsersClient({ auth: { username: id, password: "wrong" }, baseUrl });
  const refused = await failureOf(apiUsers.create({ ...body, profileIds: ["no-such-profile"] }));
  const failures = [
    await failureOf(apiUsers.get(id)),
    refused,
    await failureOf(wrong.get(id)),
    await failureOf(apiUsers.update(fake.auth.username, { name: "x".repeat(101) })),
  ];
  for (const { kind, message } of failures) console.log(`${kind}: ${message}`);
  step("The issues of the badRequest");
  console.table(refused.issues);
  step(`The server received ${fake.requests.length} requests. All eight operations work.`);
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
