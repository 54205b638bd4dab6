import { badRequest, notFound, Refusal } from "./answers";
import { project, selectionOf } from "./fields";
import type { InputOf, OperationId, SuccessOf } from "./schema";
import type { FakeProfile, StoredUser } from "./seed";
import type { Store } from "./store";

/** A request that has passed the checks of the contract. */
export interface Call<O extends OperationId> extends InputOf<O> {
  /** Where the request went, without its query. */
  readonly target: string;
  /** The query as it came. */
  readonly search: string;
}

/** What goes back when an operation succeeds. */
export interface Success<B> {
  readonly body?: B;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handlers = { readonly [O in OperationId]: (call: Call<O>) => Success<SuccessOf<O>> };

export interface Settings {
  readonly now: () => number;
  readonly maxPageSize: number;
}

/** What each operation does to the store. */
export function createHandlers(store: Store, { now, maxPageSize }: Settings): Handlers {
  const find = (id: string): StoredUser => {
    const user = store.find(id);
    if (user === undefined) throw new Refusal(notFound("Api User not found"));
    return user;
  };

  const findProfiles = (ids: readonly string[]): FakeProfile[] =>
    [...new Set(ids)].map((id) => {
      const profile = store.profile(id);
      if (profile === undefined)
        throw new Refusal(badRequest({ type: "body", field: "profileIds", message: `unknown profile "${id}"` }));
      return profile;
    });

  return {
    listApiUsers({ query, target, search }) {
      // The contract has defaults for these two.
      const { limit, offset } = query as typeof query & { limit: number; offset: number };
      const { groupIds, profileId } = query;
      const selection = selectionOf(query.fields);
      const matching = store
        .listed()
        .filter(({ group }) => groupIds?.includes(group.id) ?? true)
        .filter(({ profiles }) => profileId === undefined || profiles.some(({ id }) => id === profileId));
      const end = offset + Math.min(limit, maxPageSize);
      const next = new URLSearchParams(search);
      next.set("limit", `${limit}`);
      next.set("offset", `${end}`);
      const data = matching.slice(offset, end).map((user) => project(user, selection, query.authorizations));
      return { body: { data, paging: end < matching.length ? { next: `${target}?${next.toString()}` } : {} } };
    },

    createApiUser({ body: { groupId, name, timezone, profileIds }, target }) {
      const group = store.group(groupId);
      if (group === undefined)
        throw new Refusal(badRequest({ type: "body", field: "groupId", message: `unknown group "${groupId}"` }));
      const profiles = findProfiles(profileIds);
      const { id } = store.add({ name, timezone, group, profiles, creationTime: now() });
      return { body: { id }, headers: { location: `${target}${encodeURIComponent(id)}` } };
    },

    getApiUser({ path, query }) {
      const selection = selectionOf(query.fields);
      return { body: project(find(path.id), selection, query.authorizations) };
    },

    updateApiUser({ path, body: { name, timezone, profileIds } }) {
      const user = find(path.id);
      const profiles = profileIds && findProfiles(profileIds);
      user.name = name ?? user.name;
      user.timezone = timezone ?? user.timezone;
      user.profiles = profiles ?? user.profiles;
      return {};
    },

    deleteApiUser({ path }) {
      store.remove(find(path.id));
      return {};
    },

    addProfileToApiUser({ path, body }) {
      const user = find(path.id);
      user.profiles = [...new Set([...user.profiles, ...findProfiles(body.profileIds)])];
      return {};
    },

    deleteProfileOfApiUser({ path }) {
      const user = find(path.id);
      const kept = user.profiles.filter(({ id }) => id !== path.profileId);
      if (kept.length === user.profiles.length) throw new Refusal(notFound("Profile not found"));
      user.profiles = kept;
      return {};
    },

    renewCredential({ path }) {
      return { body: { accessToken: store.renewPassword(find(path.id)) } };
    },
  };
}
