import type { FakeCredentials } from "./request";
import { createdUserId, fakePassword, type Seed, type StoredUser } from "./seed";

/** The state of the fake API. */
export class Store {
  readonly seed: Seed;
  #users = new Map<string, StoredUser>();
  #caller: StoredUser;
  #serial = 0;

  constructor(seed: Seed) {
    this.seed = seed;
    this.#caller = seed.caller;
    this.reset();
  }

  /** Restores the seed. */
  reset(): void {
    const { caller, users } = this.seed;
    this.#caller = caller;
    this.#users = new Map([[caller.id, caller], ...users]);
    this.#serial = this.#users.size;
  }

  /** The API users that a list shows: a fake of 0 users hides the caller, who can still authenticate. */
  listed(): StoredUser[] {
    const users = [...this.#users.values()];
    return this.seed.users.size === 0 ? users.filter((user) => user !== this.#caller) : users;
  }

  find(id: string): StoredUser | undefined {
    return this.#users.get(id);
  }

  add(user: Omit<StoredUser, "id" | "password">): StoredUser {
    do this.#serial += 1;
    while (this.#users.has(createdUserId(this.#serial)));
    return this.put({ ...user, id: createdUserId(this.#serial), password: fakePassword(this.#serial) });
  }

  /** Adds a user, or replaces the one with this id. */
  put(user: StoredUser): StoredUser {
    this.#users.set(user.id, user);
    if (user.id === this.#caller.id) this.#caller = user;
    return user;
  }

  remove(user: StoredUser): void {
    this.#users.delete(user.id);
  }

  renewPassword(user: StoredUser): string {
    this.#serial += 1;
    return this.put({ ...user, password: fakePassword(this.#serial) }).password;
  }

  accepts(credentials: FakeCredentials | undefined): boolean {
    return credentials !== undefined && this.find(credentials.username)?.password === credentials.password;
  }

  /** The caller's credentials, or the last ones if the caller has been deleted. */
  callerCredentials(): FakeCredentials {
    return { username: this.#caller.id, password: this.#caller.password };
  }
}
