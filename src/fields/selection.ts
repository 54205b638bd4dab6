import type { ApiUser, FieldsVocabulary } from "../schema";

/** @inline */
type Selection<V> = {
  readonly [K in keyof V]?: (V[K] extends true ? boolean : boolean | Selection<V[K]>) | undefined;
};

/**
 * What to add to an API user's `group` and `profiles`. `true` selects a property, or everything beneath `group`, `profiles`, `roles` and
 * `perms`; `false` and `undefined` leave it out. The contract defines what can be selected.
 *
 * @example
 * ```ts
 * import { ApiUsersClient, type ApiUserFields, type ApiUserWith } from "sigfox-api-users";
 *
 * const withGroupName = { group: { name: true } } as const satisfies ApiUserFields;
 * type User = ApiUserWith<typeof withGroupName>;
 *
 * const apiUsers = new ApiUsersClient({ auth: { username: "my-login", password: "my-password" } });
 * const user: User = await apiUsers.get("5138e7dfa2f1fffaf25fd4aa", { fields: withGroupName });
 * console.log(user.group?.name);
 * ```
 *
 * @category Reading
 */
export interface ApiUserFields extends Selection<FieldsVocabulary> {}

/**
 * The type that a compile error names when a selection contains an unknown name. You never write it; it is exported so that declarations of
 * your wrappers can refer to it.
 *
 * @category Reading
 */
export interface OnlyKnownNames {
  /** Exists only for the compiler. */
  // A symbol that every program knows: one of our own would be another type in each copy of the declarations.
  readonly [Symbol.species]: never;
}

/** `F`, with `never` at every name that the vocabulary `V` lacks. */
type Names<F, V> = { readonly [K in keyof F]: K extends keyof V ? Names<F[K], V[K]> : never };

/**
 * Refuses unknown names in a selection that your own function passes on. Use it to constrain the type of the selection.
 *
 * @typeParam F - the type of the selection
 *
 * @example
 * ```ts
 * import { ApiUsersClient, type ApiUserFields, type ApiUserWith, type Known } from "sigfox-api-users";
 *
 * const apiUsers = new ApiUsersClient({ auth: { username: "my-login", password: "my-password" } });
 *
 * async function load<const F extends ApiUserFields & Known<F>>(fields: F): Promise<ApiUserWith<F>> {
 *   return await apiUsers.get("5138e7dfa2f1fffaf25fd4aa", { fields });
 * }
 * const user = await load({ group: { name: true } });
 * console.log(user.group?.name);
 * ```
 *
 * @category Reading
 */
// A misspelt name makes `F` miss its own constraint and fall back to the vocabulary: a literal is then wrong at that name. Where `F` is
// inferred, `ApiUserFields & OnlyKnownNames` stands beside it: nothing satisfies that type, but editors use it for completion.
export type Known<F> = keyof OnlyKnownNames extends keyof F
  ? Partial<OnlyKnownNames>
  : [F] extends [Names<F, FieldsVocabulary>]
    ? Partial<OnlyKnownNames>
    : OnlyKnownNames;

/** The part of a selection beneath a name; `true` selects all of it. No part is `false`, because without `strict`, `undefined` is `true`. */
type Beneath<F, K> = F extends true ? true : K extends keyof F ? F[K] : false;

type Relation = { [K in keyof FieldsVocabulary]: FieldsVocabulary[K] extends true ? never : K }[keyof FieldsVocabulary];

// `& {}` makes editors and declarations show what a type comes to, instead of its name.

/** The API user without a selection: everything that the vocabulary does not name. Cheaper to check than a selection of nothing. */
type Unselected = {
  [K in keyof ApiUser as K extends Exclude<keyof FieldsVocabulary, Relation> ? never : K]: K extends Relation
    ? Without<ApiUser[K], keyof FieldsVocabulary[K]>
    : ApiUser[K];
} & {};

type Without<S, N> = S extends readonly (infer I)[]
  ? Without<I, N>[]
  : S extends object
    ? { [K in keyof S as K extends N ? never : K]: S[K] }
    : S;

/** `S` with the names of the vocabulary `V` that `F` selects, those that it always has, and all names that are not in `V`. */
type Narrowed<S, V, F, Always = never> = {
  [
    K in keyof S as K extends keyof V ? (K extends Always ? K : Beneath<F, K> extends false | undefined ? never : K) : K
  ]: K extends keyof V ? NarrowedValue<S[K], V[K], Beneath<F, K>> : S[K];
} & {};

type NarrowedValue<S, V, F> = V extends true
  ? S
  : S extends readonly (infer I)[]
    ? Narrowed<I, V, F>[]
    : S extends object
      ? Narrowed<S, V, F>
      : S;

/**
 * The API user returned for the selection `F`: `group` and `profiles` have their `id` and what was selected. Reading anything else does
 * not compile. For a wire string it is {@link ApiUser}. It is always assignable to {@link ApiUser}.
 *
 * @typeParam F - the type of a selection, such as `{ group: { name: true } }`, a `string`, or `undefined` for no selection
 *
 * @category Reading
 */
export type ApiUserWith<F> = [Exclude<F, undefined>] extends [never]
  ? Unselected
  : [F] extends [object | undefined]
    ? Narrowed<ApiUser, FieldsVocabulary, F, Relation>
    : ApiUser;
