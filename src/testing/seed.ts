import { checkValue } from "../contract/check";
import type { Rule } from "../schema";
import type { FakeApiOptions } from "./fakeApi";
import { userProperties } from "./schema";

/** A group in the fake API. */
export interface FakeGroup {
  /** The id, for `groupId` and `groupIds`. */
  readonly id: string;
  /** Selectable as `group(name)`; 3 to 100 characters. */
  readonly name: string;
  /** Selectable as `group(type)`. */
  readonly type: number;
  /** Selectable as `group(level)`. */
  readonly level: number;
  /** Selectable as `group(bssId)`; one of the default groups has none. */
  readonly bssId?: string;
  /** Selectable as `group(customerBssId)`; one of the default groups has none. */
  readonly customerBssId?: string;
}

/** A profile in the fake API. */
export interface FakeProfile {
  /** The id, for `profileId` and `profileIds`. */
  readonly id: string;
  /** Selectable as `profiles(name)`. */
  readonly name: string;
  /** Selectable as `profiles(roles(name))`. */
  readonly roles: readonly FakeRole[];
}

/** A role of a {@link FakeProfile}. */
export interface FakeRole {
  /** Included with every selected role. */
  readonly id: string;
  /** Selectable as `profiles(roles(name))`. */
  readonly name: string;
  /** The permissions, each with its `name`; selectable as `profiles(roles(perms(name)))`. */
  readonly perms: readonly { readonly name: string }[];
}

/** An API user in the fake API, without its password and with references by `id`. */
export interface FakeUser {
  /** The identifier, which is also the login. */
  readonly id: string;
  /** `User 001` and so on, unless seeded otherwise. */
  readonly name: string;
  /** The full name of a Java time zone. */
  readonly timezone: string;
  /** The `id` of one of {@link FakeApi.groups}. */
  readonly groupId: string;
  /** Milliseconds since the Unix epoch. */
  readonly creationTime: number;
  /** The ids of its profiles, from {@link FakeApi.profiles}. */
  readonly profileIds: readonly string[];
}

/** An initial user. Missing properties are filled in, the same way every time. */
export interface FakeUserSeed extends Partial<FakeUser> {
  /** The user's password. */
  readonly password?: string;
}

/** An API user as the store keeps it. */
export type StoredUser = FakeUser & Required<FakeUserSeed>;

/** The initial data of a fake, which `reset` restores, by id. */
export interface Seed {
  readonly users: ReadonlyMap<string, StoredUser>;
  readonly groups: ReadonlyMap<string, FakeGroup>;
  readonly profiles: ReadonlyMap<string, FakeProfile>;
  /** The first user. If there is none, one that is in no list. */
  readonly caller: StoredUser;
}

/** The ids of README and guides: with them, every example runs against the default data. */
export const documentedIds = {
  group: "572f1204017975032d8ec1dd",
  profile: "5138e7dfa2f1fffaf25fd409",
  /** The second user: an example may delete it, and the caller remains. */
  user: "5138e7dfa2f1fffaf25fd4aa",
};

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, "0");
const groupId = (serial: number) => (serial === 1 ? documentedIds.group : `5f0a${hex(serial, 20)}`);
const profileId = (serial: number) => (serial === 2 ? documentedIds.profile : `5f0b${hex(serial, 20)}`);
const roleId = (serial: number) => `5f0c${hex(serial, 20)}`;
const seededUserId = (serial: number) => (serial === 2 ? documentedIds.user : createdUserId(serial));

/** The id of a user that a request creates. */
export const createdUserId = (serial: number): string => `5f0d${hex(serial, 20)}`;

/** 32 hexadecimal digits that nobody mistakes for a real password. */
export const fakePassword = (serial: number): string => "fa4e".repeat(6) + hex(serial, 8);

// The third one has no bssId, so that a property without a value is left out somewhere.
const firstGroups: readonly FakeGroup[] = [
  { id: groupId(1), name: "Fake operator", type: 0, level: 0, bssId: "BSS-1", customerBssId: "CUSTOMER-1" },
  { id: groupId(2), name: "Fake channel", type: 9, level: 1, bssId: "BSS-2", customerBssId: "CUSTOMER-2" },
  { id: groupId(3), name: "Fake customer", type: 2, level: 2 },
];

const devices = { id: roleId(1), name: "Devices", perms: [{ name: "DEVICES_READ" }, { name: "DEVICES_WRITE" }] };
const messages = { id: roleId(2), name: "Messages", perms: [{ name: "MESSAGES_READ" }] };
const access = { id: roleId(3), name: "Access", perms: [{ name: "API_USERS_READ" }, { name: "API_USERS_WRITE" }] };

const firstProfiles: readonly FakeProfile[] = [
  { id: profileId(1), name: "Device manager", roles: [devices, messages] },
  { id: profileId(2), name: "Message reader", roles: [messages] },
  { id: profileId(3), name: "Access manager", roles: [access] },
];

const timezones = ["Europe/Paris", "America/Sao_Paulo", "Asia/Tokyo"];
const firstCreation = Date.UTC(2020, 0, 1);
const hour = 3_600_000;

/**
 * The initial data of a fake: the given data, completed the same way every time.
 *
 * @throws TypeError if something violates the contract, repeats an id, or refers to something that does not exist
 */
export function seedOf({ users = 3, ...given }: Pick<FakeApiOptions, "users" | "groups" | "profiles">): Seed {
  const groups = filled<FakeGroup>("groups", given.groups ?? firstGroups, (serial) => {
    return { id: groupId(serial), name: `Group ${serial}`, type: 2, level: 0 };
  });
  const profiles = filled<FakeProfile>("profiles", given.profiles ?? firstProfiles, (serial) => {
    return { id: profileId(serial), name: `Profile ${serial}`, roles: [] };
  });
  const groupIds = [...groups.keys()];
  const profileIds = [...profiles.keys()];
  const fill = (serial: number): StoredUser => ({
    id: seededUserId(serial),
    name: `User ${String(serial).padStart(3, "0")}`,
    timezone: inTurn(timezones, serial)[0] ?? "",
    groupId: inTurn(groupIds, serial)[0] ?? "",
    creationTime: firstCreation + (serial - 1) * hour,
    // Every second user has two.
    profileIds: inTurn(profileIds, serial).slice(0, 2 - (serial % 2)),
    password: fakePassword(serial),
  });
  const list = typeof users === "number" ? Array<FakeUserSeed>(users).fill({}) : users;
  const stored = filled<StoredUser>("users", list, fill);
  for (const user of stored.values()) {
    if (!groups.has(user.groupId)) throw new TypeError(`user "${user.id}": there is no group "${user.groupId}"`);
    const missing = user.profileIds.find((id) => !profiles.has(id));
    if (missing !== undefined) throw new TypeError(`user "${user.id}": there is no profile "${missing}"`);
  }
  const [caller = fill(1)] = stored.values();
  return { users: stored, groups, profiles, caller };
}

/** The items in their order, rotated by the serial number. */
function inTurn<T>(items: readonly T[], serial: number): T[] {
  const first = (serial - 1) % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

const { id, name, timezone, creationTime, group, profiles } = userProperties;
/** Seeded data is returned in responses, so it has to satisfy the contract. */
const rules = {
  users: {
    type: "object",
    properties: {
      ...{ id, name, timezone, creationTime, groupId: id, profileIds: { type: "array", items: id } },
      password: { type: "string", min: 1 },
    },
  },
  groups: { ...group, required: [] },
  profiles: { ...profiles.items, required: [] },
} satisfies Record<string, Rule>;

/** Copies by their ids, so that later changes by the caller do not affect what `reset` restores. */
function filled<T extends { readonly id: string }>(
  what: keyof typeof rules,
  given: readonly Partial<T>[],
  fill: (serial: number) => T,
): Map<string, T> {
  const rule = { type: "array", items: rules[what], min: what === "groups" ? 1 : 0 };
  const checked = checkValue(rule, given, what, (field, message) => {
    throw new TypeError(`${field} ${message}`);
  }) as Partial<T>[];
  const items = new Map<string, T>();
  for (const [index, one] of checked.entries()) {
    const item = { ...fill(index + 1), ...one };
    if (items.has(item.id)) throw new TypeError(`${what}[${index}] has the id of another one, "${item.id}"`);
    items.set(item.id, item);
  }
  return items;
}
