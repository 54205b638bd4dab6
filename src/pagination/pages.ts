import { callOf } from "../contract/input";
import { traceFrom } from "../errors/classes";
import { toError } from "../errors/toError";
import { fetchPage, highestOffset, offsetAfter, type ApiUserPage, type PageSource } from "./page";

/** A page that was requested. */
interface Prefetched<T> {
  readonly offset: number;
  /** Whether it was requested before the page before it arrived. */
  readonly isEarly: boolean;
  readonly controller: AbortController;
  readonly page: Promise<ApiUserPage<T>>;
}

/**
 * Reads pages in order, up to those that start at `bound`. The first page is read alone. Once it has shown how many users a page holds,
 * up to `concurrency` of the following ones are requested at a time, and up to 2 × `concurrency` are kept ahead of the consumer. A
 * prefetched page is used only if it starts where the previous one ended; otherwise it is requested again.
 */
export async function* readPages<T>(
  source: PageSource<T>,
  bound: number = Infinity,
): AsyncGenerator<ApiUserPage<T>, void, undefined> {
  const { concurrency, start } = source;
  const ahead: Prefetched<T>[] = [];
  let pagesRead = 0;
  let underWay = 0;
  /** The last page that was given. */
  let previous: ApiUserPage<T> | undefined;
  /** Whether the last page ahead is known to be the end, or has failed. */
  let isAtEnd = false;

  const dropFrom = (index: number): void => {
    for (const { controller } of ahead.splice(index)) controller.abort();
    isAtEnd = false;
  };

  const request = (offset: number): Prefetched<T> => {
    const controller = new AbortController();
    const page = fetchPage(source, offset, pagesRead + ahead.length + 1, controller.signal);
    const prefetched = { offset, isEarly: ahead.length > 0, controller, page };
    /** Takes a page, or the error in its place. */
    const onEnd = (end: { readonly hasNext?: boolean }): void => {
      underWay -= 1;
      const index = ahead.indexOf(prefetched);
      if (index !== -1 && end.hasNext !== true) {
        dropFrom(index + 1);
        isAtEnd = true;
      }
      prefetch();
    };
    page.then(onEnd, onEnd);
    underWay += 1;
    ahead.push(prefetched);
    return prefetched;
  };

  /** Requests pages ahead, as many as may be under way and may be kept. */
  const prefetch = (): void => {
    if (concurrency === 1 || previous?.nextOffset === undefined) return;
    const step = previous.nextOffset - previous.offset;
    while (step > 0 && !isAtEnd && underWay < concurrency && ahead.length < 2 * concurrency) {
      const last = ahead.at(-1);
      const offset = last === undefined ? previous.nextOffset : last.offset + step;
      if (offset > highestOffset || offset >= bound) return;
      request(offset);
    }
  };

  try {
    for (;;) {
      throwIfAborted(source.options.signal);
      const offset = previous === undefined ? start : offsetAfter(previous, pagesRead);
      if (offset === undefined) return;
      let [next] = ahead;
      if (next?.offset !== offset) {
        dropFrom(0);
        next = request(offset);
      }
      const page = await next.page;
      // An empty prefetched page may predate the page before it: request it again.
      if (next.isEarly && page.data.length === 0 && !page.hasNext) {
        dropFrom(0);
        continue;
      }
      ahead.shift();
      pagesRead += 1;
      previous = page;
      prefetch();
      yield page;
    }
  } catch (error) {
    // The error may be that of a page that nobody was waiting for yet: its stack should lead to the code that waits now.
    traceFrom(error, readPages);
    throw error;
  } finally {
    previous = undefined;
    dropFrom(0);
  }
}

/** Ends an iteration whose signal is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw toError({ kind: "aborted", cause: signal.reason }, callOf("listApiUsers"), String);
}
