import { isSuccess, listIn, send, textIn, type Service } from "./service";

/** What the questions need to know of the login that asks them. */
export interface Caller {
  readonly login: string;
  readonly groupId: string | undefined;
  /** Its own profiles, and after them those of other users: some questions need two. */
  readonly profileIds: readonly string[];
}

/**
 * Reads the caller's own user.
 *
 * @throws Error if the service does not accept the credentials
 */
export async function readCaller(service: Service): Promise<Caller> {
  const login = service.auth.username;
  const reply = await send(service, `/api-users/${encodeURIComponent(login)}`);
  if (reply.status === 401) throw new Error("The service does not accept this login and password");
  const user = isSuccess(reply) ? reply.json : undefined;
  const others = listIn((await send(service, "/api-users/?limit=100")).json, "data");
  return {
    login,
    groupId: textIn(user, "group", "id"),
    profileIds: [...new Set([user, ...others].flatMap(profileIdsOf))],
  };
}

const profileIdsOf = (user: unknown): string[] =>
  listIn(user, "profiles")
    .map((profile) => textIn(profile, "id"))
    .filter((id) => id !== undefined);
