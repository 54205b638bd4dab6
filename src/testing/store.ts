import { fakePassword, groups, profiles, seedUsers, userId, type FakeGroup, type FakeProfile } from "./seed";
import type { FakeUser, StoredUser } from "./seed";
import type { FakeCredentials } from "./basicAuth";

/** Everything that the fake API remembers. */
export class Store {
  readonly #count: number;
  #users = new Map<string, StoredUser>();
  #caller: StoredUser;
  #serial = 0;

  constructor(count: number) {
    this.#count = count;
    this.#caller = this.reset();
  }

  /** Back to the seed; gives the API user that stands for the caller. */
  reset(): StoredUser {
    const [caller, ...others] = seedUsers(Math.max(this.#count, 1)) as [StoredUser, ...StoredUser[]];
    this.#caller = caller;
    this.#users = new Map([caller, ...others].map((user) => [user.id, user]));
    this.#serial = this.#users.size;
    return caller;
  }

  /** The API users that a list shows: a fake of 0 users hides the caller, who can still authenticate. */
  listed(): StoredUser[] {
    const users = [...this.#users.values()];
    return this.#count === 0 ? users.filter((user) => user !== this.#caller) : users;
  }

  find(id: string): StoredUser | undefined {
    return this.#users.get(id);
  }

  group(id: string): FakeGroup | undefined {
    return groups.find((group) => group.id === id);
  }

  profile(id: string): FakeProfile | undefined {
    return profiles.find((profile) => profile.id === id);
  }

  add(user: Omit<StoredUser, "id" | "password">): StoredUser {
    const serial = ++this.#serial;
    const added = { ...user, id: userId(serial), password: fakePassword(serial) };
    this.#users.set(added.id, added);
    return added;
  }

  remove(user: StoredUser): void {
    this.#users.delete(user.id);
  }

  renewPassword(user: StoredUser): string {
    user.password = fakePassword(++this.#serial);
    return user.password;
  }

  accepts(credentials: FakeCredentials | undefined): boolean {
    return credentials !== undefined && this.find(credentials.username)?.password === credentials.password;
  }

  /** The caller's credentials: the last ones, if the caller has been deleted. */
  callerCredentials(): FakeCredentials {
    return { username: this.#caller.id, password: this.#caller.password };
  }
}

export const snapshot = ({ id, name, timezone, group, creationTime, profiles }: StoredUser): FakeUser => ({
  id,
  name,
  timezone,
  groupId: group.id,
  creationTime,
  profileIds: profiles.map((profile) => profile.id),
});
