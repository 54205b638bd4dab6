const credentials = `{ auth: { username: "login", password: "password" } }`;

/** Programs that read API users: without `fields`, and with a selection of what comes with an API user. */
export const programs = {
  withoutFields: `
import { ApiUsersClient } from "sigfox-api-users";

const apiUsers = new ApiUsersClient(${credentials});

export async function read(id: string): Promise<string[]> {
  const user = await apiUsers.get(id);
  const names = [user.name, user.group?.id ?? ""];
  for await (const { name, timezone } of apiUsers.list({ limit: 50 })) names.push(name, timezone);
  return names;
}
`,
  withFields: `
import { ApiUsersClient, type ApiUserFields } from "sigfox-api-users";

const apiUsers = new ApiUsersClient(${credentials});
const fields = {
  group: { name: true, type: true },
  profiles: { name: true, roles: { name: true } },
} as const satisfies ApiUserFields;

export async function read(id: string): Promise<string[]> {
  const user = await apiUsers.get(id, { fields });
  const names = [user.name, user.group?.name ?? "", user.profiles?.[0]?.roles?.[0]?.name ?? ""];
  for await (const { name, group } of apiUsers.list({ limit: 50, fields })) names.push(name, group?.name ?? "");
  return names;
}
`,
};

/** The first of them with bare openapi-fetch and the generated types. */
export const withOpenapiFetch = (paths: string): string => `
import createClient from "openapi-fetch";
import type { paths } from ${JSON.stringify(paths)};

const client = createClient<paths>({ baseUrl: "https://api.sigfox.com/v2" });

export async function read(id: string): Promise<string[]> {
  const { data: user } = await client.GET("/api-users/{id}", { params: { path: { id } } });
  const names = [user?.name ?? "", user?.group?.id ?? ""];
  const { data: page } = await client.GET("/api-users/", { params: { query: { limit: 50 } } });
  for (const { name, timezone } of page?.data ?? []) names.push(name, timezone);
  return names;
}
`;
