import { HttpError, notFound, throwBadRequest } from "./responses";
import { project, selectionOf } from "./fields";
import type { OperationId, ReceivedInput, SuccessOf } from "./schema";
import type { StoredUser } from "./seed";
import type { Store } from "./store";

/** A request that has passed the checks of the contract. */
export interface Call<O extends OperationId> extends ReceivedInput<O> {
  /** Where the request went, without its query. */
  readonly target: string;
  /** The query as it came. */
  readonly search: string;
}

/** The response of an operation that succeeds. */
export interface Success<B> {
  readonly body?: B;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handlers = { readonly [O in OperationId]: (call: Call<O>) => Success<SuccessOf<O>> };

/** What each operation does to the store. */
export function createHandlers(store: Store, now: () => number, maxPageSize: number): Handlers {
  const { groups, profiles } = store.seed;

  const find = (id: string): StoredUser => {
    const user = store.find(id);
    if (user === undefined) throw new HttpError(notFound("Api User not found"));
    return user;
  };

  const knownProfiles = (ids: readonly string[]): string[] => {
    const unknown = ids.find((id) => !profiles.has(id));
    if (unknown !== undefined) throwUnknown("profileIds", "profile", unknown, profiles);
    return [...new Set(ids)];
  };

  return {
    listApiUsers({ query, target, search }) {
      // The contract has defaults for these two.
      const { limit, offset } = query as typeof query & { limit: number; offset: number };
      const { groupIds, profileId } = query;
      const selection = selectionOf(query.fields);
      const matching = store
        .listed()
        .filter((user) => groupIds?.includes(user.groupId) ?? true)
        .filter((user) => profileId === undefined || user.profileIds.includes(profileId));
      const end = offset + Math.min(limit, maxPageSize);
      const next = new URLSearchParams(search);
      next.set("limit", `${limit}`);
      next.set("offset", `${end}`);
      const data = matching
        .slice(offset, end)
        .map((user) => project(user, store.seed, selection, query.authorizations));
      return { body: { data, paging: end < matching.length ? { next: `${target}?${next.toString()}` } : {} } };
    },

    createApiUser({ body: { groupId, name, timezone, profileIds }, target }) {
      if (!groups.has(groupId)) throwUnknown("groupId", "group", groupId, groups);
      const known = knownProfiles(profileIds);
      const { id } = store.add({ name, timezone, groupId, profileIds: known, creationTime: now() });
      return { body: { id }, headers: { location: `${target}${id}` } };
    },

    getApiUser({ path, query }) {
      const selection = selectionOf(query.fields);
      return { body: project(find(path.id), store.seed, selection, query.authorizations) };
    },

    updateApiUser({ path, body: { profileIds, ...edition } }) {
      const user = find(path.id);
      store.put({ ...user, ...edition, profileIds: profileIds ? knownProfiles(profileIds) : user.profileIds });
      return {};
    },

    deleteApiUser({ path }) {
      store.remove(find(path.id));
      return {};
    },

    addProfileToApiUser({ path, body }) {
      const user = find(path.id);
      store.put({ ...user, profileIds: [...new Set([...user.profileIds, ...knownProfiles(body.profileIds)])] });
      return {};
    },

    deleteProfileOfApiUser({ path }) {
      const user = find(path.id);
      const kept = user.profileIds.filter((id) => id !== path.profileId);
      if (kept.length === user.profileIds.length) throw new HttpError(notFound("Profile not found"));
      store.put({ ...user, profileIds: kept });
      return {};
    },

    renewCredential({ path }) {
      return { body: { accessToken: store.renewPassword(find(path.id)) } };
    },
  };
}

/** Refuses an id that the fake does not have, and names some that it has. */
function throwUnknown(field: string, what: string, id: string, known: ReadonlyMap<string, unknown>): never {
  const examples = [...known.keys()].slice(0, 3).map((one) => `"${one}"`);
  const hint = examples.length === 0 ? `the fake has no ${what}` : `the fake has ${examples.join(", ")}`;
  return throwBadRequest({ type: "body", field, message: `unknown ${what} "${id}"; ${hint}` });
}
