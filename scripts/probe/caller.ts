import { isSuccess, listIn, send, textIn, type Service } from "./service";

/** What the questions need to know of the login that asks them. */
export interface Caller {
  readonly login: string;
  readonly groupId: string | undefined;
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
  const ids = listIn(user, "profiles").map((profile) => textIn(profile, "id"));
  return {
    login,
    groupId: textIn(user, "group", "id"),
    profileIds: ids.filter((id) => id !== undefined),
  };
}
