import type { Caller } from "./caller";
import { acceptance, describeBody, shows, type Questions } from "./questions";
import { isSuccess, listIn, refusedWith, send, textIn, type Reply, type Service } from "./service";
import { throwAwayName } from "./throwAway";

/** A user made for the questions, and what they may do with it. */
export interface Throwaway {
  readonly id: string;
  readonly groupId: string;
  readonly profileId: string;
  /** A second profile, if any user shows one. */
  readonly otherProfileId: string | undefined;
}

export interface Created {
  readonly throwaway: Throwaway | undefined;
  readonly answer: string;
}

/** Creates a throw-away user in the caller's own group, with its first profile. */
export async function createThrowaway(service: Service, { groupId, profileIds }: Caller): Promise<Created> {
  const [profileId, otherProfileId] = profileIds;
  if (groupId === undefined || profileId === undefined)
    return { throwaway: undefined, answer: "not asked: the own group or profiles are not shown" };
  const reply = await create(service, groupId, profileId);
  const id = textIn(reply.json, "id");
  if (!isSuccess(reply) || id === undefined) return { throwaway: undefined, answer: describeBody(reply) };
  const location = reply.headers.has("location") ? "with" : "without";
  return {
    throwaway: { id, groupId, profileId, otherProfileId },
    answer: `accepted with ${reply.status}, ${location} Location`,
  };
}

async function create(service: Service, groupId: string, profileId: string): Promise<Reply> {
  const body = { groupId, name: throwAwayName, timezone: "Europe/Paris", profileIds: [profileId] };
  const reply = await send(service, "/api-users/", { method: "POST", body });
  const id = textIn(reply.json, "id");
  if (isSuccess(reply) && id !== undefined) service.created.push(id);
  return reply;
}

const pathOf = ({ id }: Throwaway, rest = "") => `/api-users/${encodeURIComponent(id)}${rest}`;
const put = async (service: Service, path: string, body?: unknown): Promise<Reply> =>
  await send(service, path, { method: "PUT", body });

/** What only a change shows. Asked in this order: each finds the user as the one before has left it. */
export const writingQuestions: Questions<Throwaway> = {
  "a second user of the same name": async (service, { groupId, profileId }) =>
    acceptance(await create(service, groupId, profileId)),
  "accessToken in get of another user": async (service, user) => shows(await send(service, pathOf(user))),
  "adding a profile twice": async (service, user) =>
    acceptance(await put(service, pathOf(user, "/profiles"), { profileIds: [user.profileId] })),
  "adding profiles as profileId": async (service, user) =>
    acceptance(await put(service, pathOf(user, "/profiles"), { profileId: [user.profileId] })),
  "an edit with profileIds": describeEdit,
  "removing a profile that it does not have": async (service, user) => {
    if (user.otherProfileId === undefined) return needsTwo;
    const path = pathOf(user, `/profiles/${encodeURIComponent(user.otherProfileId)}`);
    await send(service, path, { method: "DELETE" });
    return acceptance(await send(service, path, { method: "DELETE" }));
  },
  "renewing a password": describeRenewal,
  "deleting a user twice": async (service, user) => {
    const first = await send(service, pathOf(user), { method: "DELETE" });
    if (!isSuccess(first)) return refusedWith(first);
    return acceptance(await send(service, pathOf(user), { method: "DELETE" }));
  },
};

const needsTwo = "not asked: no user shows a second profile";

async function describeEdit(service: Service, user: Throwaway): Promise<string> {
  const { profileId, otherProfileId } = user;
  if (otherProfileId === undefined) return needsTwo;
  const edit = await put(service, pathOf(user), { profileIds: [otherProfileId] });
  if (!isSuccess(edit)) return refusedWith(edit);
  const ids = listIn((await send(service, pathOf(user))).json, "profiles").map((profile) => textIn(profile, "id"));
  if (!ids.includes(otherProfileId)) return "changes no profiles";
  return ids.includes(profileId) ? "adds to the profiles" : "replaces the profiles";
}

async function describeRenewal(service: Service, user: Throwaway): Promise<string> {
  const renewed: string[] = [];
  for (let time = 0; time < 2; time += 1) {
    const reply = await put(service, pathOf(user, "/renew-credential"));
    const password = textIn(reply.json, "accessToken");
    if (!isSuccess(reply) || password === undefined) return describeBody(reply);
    renewed.push(password);
  }
  const logIn = async (password = "") =>
    (await send(service, pathOf(user), { auth: { username: user.id, password } })).status !== 401;
  const [oldWorks, newWorks] = [await logIn(renewed[0]), await logIn(renewed[1])];
  const shown = textIn((await send(service, pathOf(user))).json, "accessToken");
  return [
    `the new password ${newWorks ? "works" : "does not work"} at once`,
    `the old one ${oldWorks ? "still works" : "does not"}`,
    ...(shown === undefined ? [] : [`get shows ${shown === renewed[1] ? "the new one" : "something else"}`]),
  ].join(", ");
}
