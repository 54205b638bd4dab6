import type { FakeCredentials } from "./incoming";
import { fakePassword, userId, usersOf, type FakeGroup, type FakeProfile, type FakeUser } from "./seed";
import type { Seed, StoredUser } from "./seed";

/** Everything that the fake API remembers. */
export class Store {
  readonly seed: Seed;
  #users = new Map<string, StoredUser>();
  #caller: StoredUser;
  #serial = 0;

  constructor(seed: Seed) {
    this.seed = seed;
    this.#caller = this.reset();
  }

  /** Back to the seed; gives the API user that stands for the caller. */
  reset(): StoredUser {
    const { users } = this.seed;
    const seeded = usersOf({ ...this.seed, users: users.length === 0 ? [{}] : users });
    this.#users = new Map(seeded.map((user) => [user.id, user]));
    this.#serial = seeded.length;
    return (this.#caller = seeded[0] as StoredUser);
  }

  /** The API users that a list shows: a fake of 0 users hides the caller, who can still authenticate. */
  listed(): StoredUser[] {
    const users = [...this.#users.values()];
    return this.seed.users.length === 0 ? users.filter((user) => user !== this.#caller) : users;
  }

  find(id: string): StoredUser | undefined {
    return this.#users.get(id);
  }

  group(id: string): FakeGroup | undefined {
    return this.seed.groups.find((group) => group.id === id);
  }

  profile(id: string): FakeProfile | undefined {
    return this.seed.profiles.find((profile) => profile.id === id);
  }

  add(user: Omit<StoredUser, "id" | "password">): StoredUser {
    do this.#serial++;
    while (this.#users.has(userId(this.#serial)));
    const added = { ...user, id: userId(this.#serial), password: fakePassword(this.#serial) };
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
