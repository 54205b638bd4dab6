/** A base class that makes what it is given: what extends it adds a private field to an object that is there already. */
const Given = function (object: object) {
  return object;
} as unknown as new (object: object) => object;

/** A password where neither printing nor copying finds it. A getter for each object would make V8 give up the object's shape. */
class Password extends Given {
  static readonly property: PropertyDescriptor & ThisType<Password> = {
    get() {
      if (#text in this) return this.#text();
      throw new TypeError("accessToken cannot be read through a proxy");
    },
    configurable: true,
  };
  // A function: developer tools show private fields.
  readonly #text: () => unknown;

  constructor(owner: object, text: unknown) {
    super(owner);
    this.#text = () => text;
  }
}

/** Keeps an API user's password out of JSON, spread and inspection; it can still be read by its name. */
export function concealPassword(user: Record<string, unknown>): Record<string, unknown> {
  if (!Object.hasOwn(user, "accessToken")) return user;
  // A copy costs less than changing the property that is there.
  const { accessToken, ...rest } = user;
  new Password(rest, accessToken);
  return Object.defineProperty(rest, "accessToken", Password.property);
}
