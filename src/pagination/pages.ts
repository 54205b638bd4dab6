import { callOf } from "../contract/input";
import { SigfoxAbortError, SigfoxError, traceFrom } from "../errors/classes";
import { fetchPage, highestOffset, offsetAfter, type ApiUserPage, type PageSource } from "./page";

/** A page that was requested. */
interface Prefetched<T> {
  readonly offset: number;
  /** Whether it was requested before the page in front of it arrived. */
  readonly isEarly: boolean;
  readonly controller: AbortController;
  readonly end: Promise<{ readonly page?: ApiUserPage<T>; readonly error?: unknown }>;
}

/**
 * Reads pages in order, up to those that start at `bound`. The first page is read alone. Once it has shown how many users a page holds,
 * up to `concurrency` of the following ones are requested at a time, and up to 2 × `concurrency` are kept ahead of the consumer. A
 * prefetched page is used only if it starts where the previous one ended; otherwise it is requested again.
 */
export async function* readPages<T>(
  source: PageSource<T>,
  bound = Infinity,
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

  const request = (offset: number): void => {
    const controller = new AbortController();
    const settle = async (): Promise<Awaited<Prefetched<T>["end"]>> => {
      const end = await fetchPage(source, offset, pagesRead + ahead.length + 1, controller.signal).then(
        (page) => ({ page }),
        (error: unknown) => ({ error }),
      );
      underWay -= 1;
      const index = ahead.indexOf(prefetched);
      if (index !== -1 && (!("page" in end) || !end.page.hasNext)) {
        dropFrom(index + 1);
        isAtEnd = true;
      }
      prefetch();
      return end;
    };
    underWay += 1;
    const prefetched: Prefetched<T> = { offset, isEarly: ahead.length > 0, controller, end: settle() };
    ahead.push(prefetched);
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
      if (ahead[0]?.offset !== offset) {
        dropFrom(0);
        request(offset);
      }
      const [next] = ahead;
      const end = await next?.end;
      if (end?.page === undefined) throw end?.error;
      // An early page that is empty and the last one is older than the page in front of it: ask again.
      if (next?.isEarly === true && end.page.data.length === 0 && !end.page.hasNext) {
        dropFrom(0);
        continue;
      }
      ahead.shift();
      pagesRead += 1;
      previous = end.page;
      prefetch();
      yield end.page;
    }
  } catch (error) {
    // The error may be that of a page that nobody was waiting for yet: its stack should lead to the code that waits now.
    if (error instanceof SigfoxError) traceFrom(error, readPages);
    throw error;
  } finally {
    previous = undefined;
    dropFrom(0);
  }
}

/** Ends an iteration whose signal is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new SigfoxAbortError({
    ...callOf("listApiUsers"),
    summary: "aborted by the caller",
    cause: signal.reason as unknown,
  });
}
