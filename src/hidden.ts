import { refusedOption } from "./contract/input";

/**
 * Keeps what only this library reads of its own objects: like private fields, but no declaration names it, and it is found through a
 * `Proxy` too. It is wrapped in a function, so that nothing that prints an object, or makes it reactive, looks into it.
 *
 * @param owner - the name of the class, for the error if one of its methods is called without an object
 */
export function hidden<T>(owner: string): { keep(object: object, value: T): void; of(object: object): T } {
  const key = Symbol("hidden");
  return {
    keep(object, value) {
      // An accessor, since a Proxy must give the very value of a property that cannot change, and many wrap every function.
      const read = (): T => value;
      Object.defineProperty(object, key, { get: () => read });
    },
    of(object: { readonly [key]?: () => T } | undefined) {
      const read = object?.[key];
      if (read === undefined) throw refusedOption("this", `must be an ${owner}: call the method on its object`);
      return read();
    },
  };
}
