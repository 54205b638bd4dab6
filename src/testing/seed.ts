import { checkValue } from "../contract/check";
import type { Rule } from "../schema";
import { authorizationNames, userProperties } from "./schema";

/** A group that the fake API holds. */
export interface FakeGroup {
  /** For `groupId` and `groupIds`. */
  readonly id: string;
  /** Selectable as `group(name)`; 3 to 100 characters. */
  readonly name: string;
  /** Selectable as `group(type)`. */
  readonly type: number;
  /** Selectable as `group(level)`. */
  readonly level: number;
  /** Selectable as `group(bssId)`; one of the first groups has none. */
  readonly bssId?: string;
  /** Selectable as `group(customerBssId)`; one of the first groups has none. */
  readonly customerBssId?: string;
}

/** A profile that the fake API holds. */
export interface FakeProfile {
  /** For `profileId` and `profileIds`. */
  readonly id: string;
  /** Selectable as `profiles(name)`. */
  readonly name: string;
  /** Selectable as `profiles(roles(name))`. */
  readonly roles: readonly FakeRole[];
}

/** A role of a {@link FakeProfile}. */
export interface FakeRole {
  /** Comes with every selected role. */
  readonly id: string;
  /** Selectable as `profiles(roles(name))`. */
  readonly name: string;
  /** The permissions, each with its `name`; selectable as `profiles(roles(perms(name)))`. */
  readonly perms: readonly { readonly name: string }[];
}

/** An API user that the fake API holds, without its password and with references by `id`. */
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
  /** The `id` of some of {@link FakeApi.profiles}. */
  readonly profileIds: readonly string[];
}

/** A user to begin with. What is left out is filled in, the same way every time. */
export interface FakeUserSeed extends Partial<FakeUser> {
  /** What the user authenticates with. */
  readonly password?: string;
}

/** An API user as the store keeps it. */
export interface StoredUser {
  readonly id: string;
  readonly creationTime: number;
  readonly group: FakeGroup;
  name: string;
  timezone: string;
  profiles: readonly FakeProfile[];
  password: string;
}

/** What a fake begins with, and goes back to. */
export interface Seed {
  readonly users: readonly FakeUserSeed[];
  readonly groups: readonly FakeGroup[];
  readonly profiles: readonly FakeProfile[];
}

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, "0");
const groupId = (index: number) => `5f0a${hex(index, 20)}`;
const profileId = (index: number) => `5f0b${hex(index, 20)}`;
const roleId = (index: number) => `5f0c${hex(index, 20)}`;

export const userId = (serial: number): string => `5f0d${hex(serial, 20)}`;

/** 32 hexadecimal digits that nobody takes for a real password. */
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
 * What a fake begins with: what is given, or else what is the same for all.
 *
 * @throws TypeError if something is against the contract, or an id is there twice
 */
export function seedOf({ users = 3, groups, profiles }: SeedOptions): Seed {
  const seed = {
    users: checked("users", typeof users === "number" ? Array<FakeUserSeed>(users).fill({}) : users),
    groups: groups === undefined ? firstGroups : checked("groups", groups).map(groupOf),
    profiles: profiles === undefined ? firstProfiles : checked("profiles", profiles).map(profileOf),
  };
  refuseTwice("groups", seed.groups);
  refuseTwice("profiles", seed.profiles);
  refuseTwice("users", usersOf(seed));
  return seed;
}

export interface SeedOptions {
  readonly users?: number | readonly FakeUserSeed[] | undefined;
  readonly groups?: readonly Partial<FakeGroup>[] | undefined;
  readonly profiles?: readonly Partial<FakeProfile>[] | undefined;
}

const groupOf = (given: Partial<FakeGroup>, index: number): FakeGroup => ({
  id: groupId(index + 1),
  name: `Group ${index + 1}`,
  type: 2,
  level: 0,
  ...given,
});

const profileOf = (given: Partial<FakeProfile>, index: number): FakeProfile => ({
  id: profileId(index + 1),
  name: `Profile ${index + 1}`,
  roles: [],
  ...given,
});

/**
 * The API users of a seed, one per serial number from 1. Of those that are filled in, every second one has two profiles.
 *
 * @throws TypeError if a user refers to a group or a profile that is not there
 */
export function usersOf({ users, groups, profiles }: Seed): StoredUser[] {
  return users.map((given, index) => {
    const { groupId = cycle(groups, index)?.id, profileIds } = given;
    const refer = <T extends { readonly id: string }>(
      items: readonly T[],
      id: string | undefined,
      field: string,
    ): T => {
      const item = items.find((one) => one.id === id);
      if (item === undefined) throw new TypeError(`users[${index}].${field}: there is no "${String(id)}"`);
      return item;
    };
    const some = [cycle(profiles, index), index % 2 === 1 && cycle(profiles, index + 1)].filter(
      (one) => typeof one === "object",
    );
    return {
      id: given.id ?? userId(index + 1),
      name: given.name ?? `User ${String(index + 1).padStart(3, "0")}`,
      timezone: given.timezone ?? cycle(timezones, index) ?? "",
      group: refer(groups, groupId, "groupId"),
      creationTime: given.creationTime ?? firstCreation + index * hour,
      profiles: [...new Set(profileIds?.map((id) => refer(profiles, id, "profileIds")) ?? some)],
      password: given.password ?? fakePassword(index + 1),
    };
  });
}

const cycle = <T>(items: readonly T[], index: number): T | undefined => items[index % items.length];

const { id, name, timezone, creationTime, group, profiles } = userProperties;
const idOf = ({ properties = {} }: Rule = {}): Rule => properties["id"] ?? {};
const without = ({ properties = {} }: Rule = {}, names: readonly string[]): Rule => ({
  type: "object",
  properties: Object.fromEntries(Object.entries(properties).filter(([key]) => !names.includes(key))),
});
/** What is seeded goes out again, so it has to keep to the contract. */
const rules = {
  users: {
    type: "object",
    properties: {
      ...{ id, name, timezone, creationTime },
      groupId: idOf(group),
      profileIds: { type: "array", items: idOf(profiles.items) },
      password: { type: "string", minLength: 1 },
    },
  },
  groups: without(group, authorizationNames),
  profiles: without(profiles.items, authorizationNames),
} satisfies Record<keyof Seed, Rule>;

/** A copy, so that nothing the caller does later changes what the fake goes back to. */
function checked<T>(what: keyof Seed, given: readonly T[]): T[] {
  const minItems = what === "groups" ? 1 : 0;
  const rule = { type: "array", minItems, items: rules[what] };
  return checkValue(rule, given, what, (field, message) => {
    throw new TypeError(`${field} ${message}`);
  }) as T[];
}

function refuseTwice(what: keyof Seed, items: readonly { readonly id: string }[]): void {
  const first = new Map<string, number>();
  for (const [index, { id }] of items.entries()) {
    const other = first.get(id);
    if (other !== undefined) throw new TypeError(`${what}[${other}] and ${what}[${index}] have the same id, "${id}"`);
    first.set(id, index);
  }
}
