import { checkOptions } from "../contract/input";
import { fetchPage, type ApiUserPage, type PageSource } from "./page";
import { readPages, throwIfAborted } from "./pages";

/**
 * A list of API users. Nothing is sent until it is used: `await` it for its first page, iterate over it for every API user, over
 * {@link ApiUserList.pages} for every page, or collect it with {@link ApiUserList.toArray}. Each iteration starts anew; awaiting it
 * again returns the same first page.
 *
 * @typeParam T - an API user, with the selected fields
 *
 * @category Reading
 */
export class ApiUserList<T> implements Promise<ApiUserPage<T>>, AsyncIterable<T> {
  readonly #source: PageSource<T>;
  #first: Promise<ApiUserPage<T>> | undefined;

  /** @internal */
  constructor(source: PageSource<T>) {
    this.#source = source;
  }

  /** Lets a list stand in for a `Promise` of its first page. */
  get [Symbol.toStringTag](): string {
    return "ApiUserList";
  }

  /** Waits for the first page, like a promise's `then`. It is requested once. */
  then<A = ApiUserPage<T>, B = never>(
    onPage?: ((page: ApiUserPage<T>) => A | PromiseLike<A>) | null,
    onError?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#first ??= fetchPage(this.#source, this.#source.start, 1);
    return this.#first.then(onPage, onError);
  }

  /** Handles a failed request of the first page, like a promise's `catch`. */
  catch<B = never>(onError?: ((error: unknown) => B | PromiseLike<B>) | null): Promise<ApiUserPage<T> | B> {
    return this.then(undefined, onError);
  }

  /** Runs when the first page has arrived or failed, like a promise's `finally`. */
  finally(onEnd?: (() => void) | null): Promise<ApiUserPage<T>> {
    return this.then().finally(onEnd);
  }

  /** Every API user, page after page. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const { data } of readPages(this.#source)) {
      for (const user of data) {
        throwIfAborted(this.#source.options.signal);
        yield user;
      }
    }
  }

  /**
   * Every page, from the one at the query's `offset` to the last.
   *
   * @example
   * ```ts
   * let count = 0;
   * for await (const page of apiUsers.list({ limit: 100 }).pages()) {
   *   count += page.data.length;
   *   console.log(`${count} API users so far`);
   * }
   * ```
   */
  pages(): AsyncGenerator<ApiUserPage<T>, void, undefined> {
    return readPages(this.#source);
  }

  /**
   * Collects the API users into an array.
   *
   * @throws a {@link SigfoxError} of the same kinds as {@link ApiUsersClient.list}; users collected so far are lost
   */
  async toArray(
    options: {
      /**
       * The maximum number of users to collect. No more pages are requested than needed; 0 sends nothing.
       *
       * @defaultValue all of them
       */
      readonly maxItems?: number | undefined;
    } = {},
  ): Promise<T[]> {
    const rule = { properties: { maxItems: { type: "integer", min: 0, max: Infinity } } };
    const { maxItems = Infinity } = checkOptions(rule, options, "listApiUsers");
    const collected: T[] = [];
    if (maxItems === 0) return collected;
    for await (const { data } of readPages(this.#source, this.#source.start + maxItems)) {
      for (const item of data.slice(0, maxItems - collected.length)) collected.push(item);
      if (collected.length === maxItems) break;
    }
    return collected;
  }
}
