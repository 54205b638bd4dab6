import { merge, type Selection } from "./fields";
import type { ApiUser } from "./schema";
import type { StoredUser } from "./seed";

type Node = Readonly<Record<string, unknown>>;

const always: Selection = {
  id: true,
  name: true,
  timezone: true,
  creationTime: true,
  accessToken: true,
  group: {},
  profiles: {},
};
const withAuthorizations: Selection = {
  actions: true,
  resources: true,
  group: { actions: true, resources: true },
  profiles: { actions: true },
};

/** An API user as it goes over the wire: the relations with their `id`, and whatever else is asked for. */
export function project(user: StoredUser, selection: Selection, authorizations: boolean): ApiUser {
  const asked = merge(always, selection);
  return pick(everythingOf(user), authorizations ? merge(asked, withAuthorizations) : asked) as unknown as ApiUser;
}

function everythingOf({ password, group, profiles, ...user }: StoredUser): Node {
  return {
    ...user,
    accessToken: password,
    group: { ...group, actions: ["read"], resources: ["api-users", "devices"] },
    profiles: profiles.map((profile) => ({ ...profile, actions: ["read"] })),
    actions: ["read", "update", "delete"],
    resources: ["profiles", "renew-credential"],
  };
}

function pick(node: Node, selection: Selection): Node {
  const picked: Record<string, unknown> = "id" in node ? { id: node["id"] } : {};
  for (const [name, beneath] of Object.entries(selection)) {
    const value = node[name];
    if (value !== undefined) picked[name] = beneath === true ? value : pickBeneath(value, beneath);
  }
  return picked;
}

function pickBeneath(value: unknown, selection: Selection): unknown {
  return Array.isArray(value) ? value.map((item) => pick(item as Node, selection)) : pick(value as Node, selection);
}
