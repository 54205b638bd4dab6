import { badRequest, json, noContent, notFound, Refusal, type Answer } from "./answers";
import { FieldsError, parseFields, type Selection } from "./fields";
import { project } from "./projection";
import { fieldsVocabulary } from "./schema";
import type { ApiUserList, CreatedApiUser, InputOf, OperationId, RenewedCredential } from "./schema";
import type { FakeProfile, StoredUser } from "./seed";
import type { Store } from "./store";

/** A request that has passed the checks of the contract. */
export interface Call<O extends OperationId> extends InputOf<O> {
  /** Where the request went, without its query. */
  readonly target: string;
  /** The query as it came. */
  readonly search: string;
}

export type Handlers = { readonly [O in OperationId]: (call: Call<O>) => Answer };

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
      // The contract has defaults for these two, and the validator fills them in.
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
      return json(200, {
        data: matching.slice(offset, end).map((user) => project(user, selection, query.authorizations === true)),
        paging: end < matching.length ? { next: `${target}?${next.toString()}` } : {},
      } satisfies ApiUserList);
    },

    createApiUser({ body: { groupId, name, timezone, profileIds }, target }) {
      const group = store.group(groupId);
      if (group === undefined)
        throw new Refusal(badRequest({ type: "body", field: "groupId", message: `unknown group "${groupId}"` }));
      const profiles = findProfiles(profileIds);
      const { id } = store.add({ name, timezone, group, profiles, creationTime: now() });
      return json(201, { id } satisfies CreatedApiUser, { location: `${target}${id}` });
    },

    getApiUser({ path, query }) {
      const selection = selectionOf(query.fields);
      return json(200, project(find(path.id), selection, query.authorizations === true));
    },

    updateApiUser({ path, body: { profileIds, ...edition } }) {
      const user = find(path.id);
      const profiles = profileIds === undefined ? user.profiles : findProfiles(profileIds);
      Object.assign(user, edition, { profiles });
      return noContent;
    },

    deleteApiUser({ path }) {
      store.remove(find(path.id));
      return noContent;
    },

    addProfileToApiUser({ path, body }) {
      const user = find(path.id);
      user.profiles = [...new Set([...user.profiles, ...findProfiles(body.profileIds)])];
      return noContent;
    },

    deleteProfileOfApiUser({ path }) {
      const user = find(path.id);
      const kept = user.profiles.filter(({ id }) => id !== path.profileId);
      if (kept.length === user.profiles.length) throw new Refusal(notFound("Profile not found"));
      user.profiles = kept;
      return noContent;
    },

    renewCredential({ path }) {
      return json(200, { accessToken: store.renewPassword(find(path.id)) } satisfies RenewedCredential);
    },
  };
}

function selectionOf(fields: string | undefined): Selection {
  if (fields === undefined) return {};
  try {
    return parseFields(fields, fieldsVocabulary);
  } catch (error) {
    if (!(error instanceof FieldsError)) throw error;
    throw new Refusal(badRequest({ type: "query", field: "fields", message: error.message }));
  }
}
