/** A group that the fake API holds. */
export interface FakeGroup {
  /** For `groupId` and `groupIds`. */
  readonly id: string;
  /** Selectable as `group(name)`. */
  readonly name: string;
  /** Selectable as `group(type)`. */
  readonly type: number;
  /** Selectable as `group(level)`. */
  readonly level: number;
  /** Selectable as `group(bssId)`; one of the groups has none. */
  readonly bssId?: string;
  /** Selectable as `group(customerBssId)`; one of the groups has none. */
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
  /** `User 001` and so on for the first ones. */
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

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, "0");
const groupId = (index: number) => `5f0a${hex(index, 20)}`;
const profileId = (index: number) => `5f0b${hex(index, 20)}`;
const roleId = (index: number) => `5f0c${hex(index, 20)}`;

export const userId = (serial: number): string => `5f0d${hex(serial, 20)}`;

/** 32 hexadecimal digits that nobody takes for a real password. */
export const fakePassword = (serial: number): string => "fa4e".repeat(6) + hex(serial, 8);

// The third one has no bssId, so that a property without a value is left out somewhere.
export const groups: readonly FakeGroup[] = [
  { id: groupId(1), name: "Fake operator", type: 0, level: 0, bssId: "BSS-1", customerBssId: "CUSTOMER-1" },
  { id: groupId(2), name: "Fake channel", type: 9, level: 1, bssId: "BSS-2", customerBssId: "CUSTOMER-2" },
  { id: groupId(3), name: "Fake customer", type: 2, level: 2 },
];

const devices = { id: roleId(1), name: "Devices", perms: [{ name: "DEVICES_READ" }, { name: "DEVICES_WRITE" }] };
const messages = { id: roleId(2), name: "Messages", perms: [{ name: "MESSAGES_READ" }] };
const access = { id: roleId(3), name: "Access", perms: [{ name: "API_USERS_READ" }, { name: "API_USERS_WRITE" }] };

export const profiles: readonly FakeProfile[] = [
  { id: profileId(1), name: "Device manager", roles: [devices, messages] },
  { id: profileId(2), name: "Message reader", roles: [messages] },
  { id: profileId(3), name: "Access manager", roles: [access] },
];

const timezones = ["Europe/Paris", "America/Sao_Paulo", "Asia/Tokyo"];
const firstCreation = Date.UTC(2020, 0, 1);
const hour = 3_600_000;

/** The first API users, one per serial number from 1; every second one has two profiles. */
export function seedUsers(count: number): StoredUser[] {
  return Array.from({ length: count }, (_, index) => ({
    id: userId(index + 1),
    name: `User ${String(index + 1).padStart(3, "0")}`,
    timezone: cycle(timezones, index),
    group: cycle(groups, index),
    creationTime: firstCreation + index * hour,
    profiles: index % 2 === 0 ? [cycle(profiles, index)] : [cycle(profiles, index), cycle(profiles, index + 1)],
    password: fakePassword(index + 1),
  }));
}

function cycle<T>(items: readonly T[], index: number): T {
  return items[index % items.length] as T;
}
