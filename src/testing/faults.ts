import { longestTimer } from "../contract/check";
import { documentedResponse, type OutgoingResponse } from "./responses";
import { check, checkKeys, isWhole } from "./checks";
import type { FakeRequest } from "./request";
import { operationIds, type OperationId } from "./schema";

/**
 * How a request to the fake API fails. It needs a `status`, a `dropConnection` or a `delay`.
 *
 * @example
 * ```ts
 * import { createFakeApi } from "sigfox-api-users/testing";
 *
 * const fake = createFakeApi();
 * fake.failNext({ status: 429, retryAfter: 2_000 });
 * fake.failNext({ dropConnection: "after", operation: "createApiUser" });
 * fake.failNext({ delay: 50, times: 3 });
 * ```
 */
export interface FakeFailure {
  /**
   * The status of the response, from 200 to 599; the request is not carried out. Without `body`, the response has the
   * documented one: none below 400 and for 500, HTML as from a gateway for any other 5xx, `{ message }` for the rest.
   */
  readonly status?: number | undefined;
  /** The `Retry-After` of the response, in milliseconds; sent in seconds, rounded up. Needs a `status`. */
  readonly retryAfter?: number | undefined;
  /** An object is sent as JSON, a string as it is (as HTML if it starts with `<`), `""` as no body. Needs a `status`. */
  readonly body?: string | object | undefined;
  /** Headers of the response; they replace its default ones. Needs a `status`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * How long the response is delayed, in milliseconds; `Infinity` for one that never arrives. The request is carried out
   * when it arrives, even if the caller gives up waiting.
   */
  readonly delay?: number | undefined;
  /** `true` drops the connection before the request is carried out, `"after"` afterwards. */
  readonly dropConnection?: true | "after" | undefined;
  /**
   * How many requests fail; `Infinity` for all of them.
   *
   * @defaultValue 1
   */
  readonly times?: number | undefined;
  /**
   * The operation whose requests fail; others pass.
   *
   * @defaultValue any operation
   */
  readonly operation?: OperationId | undefined;
  /** Selects the requests that fail; others pass. With `operation` too, a request must match both. */
  readonly when?: ((request: FakeRequest) => boolean) | undefined;
}

/** A pending failure. */
interface Fault extends FakeFailure {
  /** The response that replaces the normal one. */
  readonly response: OutgoingResponse | undefined;
  left: number;
}

/** The pending failures, in the order in which they were added. */
export class FaultQueue {
  #waiting: Fault[] = [];

  /** @throws TypeError if the failure is invalid */
  add(failure: FakeFailure): void {
    checkFailure(failure);
    this.#waiting.push({ ...failure, response: responseOf(failure), left: failure.times ?? 1 });
  }

  /** The failure that a request matches, if any. */
  take(request: FakeRequest): Fault | undefined {
    const hit = this.#waiting.find(
      ({ operation = request.operation, when }) => operation === request.operation && (when?.(request) ?? true),
    );
    if (hit === undefined) return undefined;
    hit.left -= 1;
    if (hit.left === 0) this.#waiting = this.#waiting.filter((one) => one !== hit);
    return hit;
  }

  clear(): void {
    this.#waiting = [];
  }
}

/** The response of a failure, if it has a status. */
export function responseOf({ status, retryAfter, body, headers }: FakeFailure): OutgoingResponse | undefined {
  if (status === undefined) return undefined;
  const standard = body === undefined ? documentedResponse(status) : { status, ...written(body) };
  const merged = new Headers(standard.headers);
  if (retryAfter !== undefined) merged.set("retry-after", `${Math.ceil(retryAfter / 1_000)}`);
  for (const [name, value] of Object.entries(headers ?? {})) merged.set(name, value);
  return { ...standard, headers: Object.fromEntries(merged) };
}

function written(body: string | object): Omit<OutgoingResponse, "status"> {
  if (body === "") return { headers: {} };
  if (typeof body === "object") return { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return { headers: { "content-type": body.startsWith("<") ? "text/html" : "text/plain" }, body };
}

const keys = ["status", "retryAfter", "body", "headers", "delay", "dropConnection", "times", "operation", "when"];
const withoutBody: readonly (number | undefined)[] = [204, 205, 304];

function checkFailure(failure: FakeFailure): void {
  checkKeys("A failure", failure, keys);
  const { status, retryAfter, body, headers, delay, dropConnection, times, operation, when } = failure;
  check("status", status, (value) => isWhole(value) && value >= 200 && value <= 599, "a whole number from 200 to 599");
  check("retryAfter", retryAfter, (value) => Number.isFinite(value) && value >= 0, "a number of milliseconds");
  check("body", body, (value) => ["string", "object"].includes(typeof value), "a string or an object");
  check("delay", delay, (value) => value === Infinity || (value >= 0 && value <= longestTimer), "milliseconds");
  check("dropConnection", dropConnection, (value) => [true, "after"].includes(value), 'true or "after"');
  check("times", times, (value) => value === Infinity || (isWhole(value) && value > 0), "a whole number from 1");
  check("operation", operation, (value) => operationIds.includes(value), `one of ${operationIds.join(", ")}`);
  check("when", when, (value) => typeof value === "function", "a function that is given a request");
  check("headers", headers, areHeaders, "valid header names and values");

  if (status === undefined && [retryAfter, body, headers].some((value) => value !== undefined))
    throw new TypeError("retryAfter, body and headers need a status");
  if (status === undefined && dropConnection === undefined && delay === undefined)
    throw new TypeError("A failure needs a status, a dropConnection or a delay");
  if (status !== undefined && dropConnection !== undefined)
    throw new TypeError("A failure has a status or a dropConnection, not both");
  if (body !== undefined && body !== "" && withoutBody.includes(status))
    throw new TypeError(`A ${String(status)} has no body`);
}

function areHeaders(headers: Readonly<Record<string, string>>): boolean {
  try {
    new Headers(headers);
    return true;
  } catch {
    return false;
  }
}

/** Waits, unless the signal ends it first; then it rejects with the signal's own reason. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = milliseconds === Infinity ? undefined : setTimeout(resolve, milliseconds);
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", end, { once: true });
  });
