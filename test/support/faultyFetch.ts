import fc from "fast-check";
import type { createFakeApi, FakeFailure } from "../../src/testing/index";

/** What goes wrong with one request: something that the fake can do, a body that breaks off on its way, or a page that is shorter. */
export type Fault = FakeFailure | { readonly cutAfter: number } | { readonly pageSize: number } | undefined;

type Fake = ReturnType<typeof createFakeApi>;

/** A fetch that reaches the fake; the first requests meet the faults, one each, and all others none. */
export function faultyFetch(
  fake: Fake,
  faults: readonly Fault[],
  fetch: typeof globalThis.fetch = fake.fetch,
): typeof globalThis.fetch {
  const rest = faults.values();
  return async (input, init) => {
    const fault = rest.next().value;
    if (fault === undefined) return await fetch(input, init);
    if ("cutAfter" in fault) return await cut(await fetch(input, init), fault.cutAfter);
    if ("pageSize" in fault) return await fetch(withPageSize(input, fault.pageSize), init);
    fake.failNext(fault);
    return await fetch(input, init);
  };
}

function withPageSize(input: string | URL | Request, pageSize: number): URL {
  const url = new URL(input instanceof Request ? input.url : input);
  url.searchParams.set("limit", `${Math.min(pageSize, Number(url.searchParams.get("limit") ?? 100))}`);
  return url;
}

/** The same answer, whose body is lost after some bytes. */
async function cut(response: Response, after: number): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.byteLength === 0) return response;
  const lost = new TypeError("terminated", {
    cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }),
  });
  let isSent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (isSent) controller.error(lost);
      else controller.enqueue(bytes.subarray(0, Math.min(after, bytes.byteLength - 1)));
      isSent = true;
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}

const failure = (arb: fc.Arbitrary<FakeFailure>): fc.Arbitrary<Fault> => arb;
const statuses = (...all: readonly number[]): fc.Arbitrary<Fault> =>
  failure(fc.constantFrom(...all).map((status) => ({ status, ...(status === 429 && { retryAfter: 0 }) })));

const passes: fc.Arbitrary<Fault> = fc.constant(undefined);
/** The answer comes late, or, so late that nobody waits for it, never. */
const late = failure(fc.constantFrom(1, 3, 10).map((delay) => ({ delay })));
const never = failure(fc.constant({ delay: Infinity }));
const dropped = failure(fc.constantFrom<true | "after">(true, "after").map((dropConnection) => ({ dropConnection })));
const cutShort: fc.Arbitrary<Fault> = fc.nat(40).map((cutAfter) => ({ cutAfter }));

/** Faults that pass: whoever asks often enough gets an answer. */
export const passingFaults: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 6, arbitrary: passes },
  { weight: 3, arbitrary: dropped },
  { weight: 3, arbitrary: statuses(408, 429, 500, 502, 503, 504) },
  { weight: 2, arbitrary: cutShort },
  { weight: 2, arbitrary: late },
  { weight: 1, arbitrary: never },
);

/** Pages that are shorter than asked for, beside the faults that pass. */
export const passingPageFaults: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: passingFaults },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 10 }).map((pageSize) => ({ pageSize })) },
);

const refusals = statuses(302, 304, 307, 400, 401, 403, 405, 409, 418, 501);

/** All that a server which does not lie may do to a request: among it, to refuse it for good. */
export const anyFault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 4, arbitrary: passingFaults },
  { weight: 1, arbitrary: refusals },
);

/** A request whose answer is lost, and one that is refused for good. */
export const lostThenRefused: fc.Arbitrary<Fault[]> = fc.tuple(fc.oneof(dropped, never), refusals);
