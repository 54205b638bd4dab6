import { AsyncLocalStorage } from "node:async_hooks";
import {
  context,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Context,
  type ContextManager,
  type Span,
  type SpanOptions,
  type Tracer,
} from "@opentelemetry/api";
import { ApiUsersClient, type AttemptEvent } from "../../../src/index";
import { createFakeApi } from "../../../src/testing/index";
import { PageServer, settled } from "../../support/pageServer";
import { rejection } from "../../support/rejection";
import { moduleOf } from "../support/run";

const { traceAttempts } = moduleOf("guides/recipes/tracing.md", "traceAttempts") as {
  traceAttempts: () => (event: AttemptEvent) => void;
};

/** A span that remembers what it was told. */
class RecordedSpan implements Pick<Span, "setStatus" | "end"> {
  readonly parent: string | undefined;
  isFailed = false;
  endTime: number | undefined;

  constructor(
    readonly name: string,
    readonly options: SpanOptions,
    above: Context,
  ) {
    this.parent = (trace.getSpan(above) as RecordedSpan | undefined)?.name;
  }

  setStatus({ code }: { readonly code: SpanStatusCode }): this & Span {
    this.isFailed = code === SpanStatusCode.ERROR;
    return this as this & Span;
  }

  end(time?: unknown): void {
    expect(this.endTime).toBeUndefined();
    this.endTime = time as number;
  }

  spanContext = () => INVALID_SPAN_CONTEXT;

  toString(): string {
    return `${this.parent ?? "root"} > ${this.name}${this.isFailed ? " failed" : ""}`;
  }
}

const storage = new AsyncLocalStorage<Context>();
const manager: ContextManager = {
  active: () => storage.getStore() ?? ROOT_CONTEXT,
  with: (active, run, self, ...input) =>
    storage.run(active, () => run.call(self as ThisParameterType<typeof run>, ...input)),
  bind: (_, target) => target,
  enable: () => manager,
  disable: () => manager,
};

let spans: RecordedSpan[];
const tracer = {
  startSpan(name: string, options: SpanOptions = {}, above = context.active()): Span {
    const span = new RecordedSpan(name, options, above);
    spans.push(span);
    return span as unknown as Span;
  },
} as Tracer;

beforeAll(() => {
  context.setGlobalContextManager(manager);
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
});
afterAll(() => {
  context.disable();
  trace.disable();
});
beforeEach(() => {
  spans = [];
});

/** Runs something beneath a span, as the handler of a request does. */
const beneath = <T>(name: string, run: () => T): T =>
  context.with(trace.setSpan(ROOT_CONTEXT, new RecordedSpan(name, {}, ROOT_CONTEXT) as unknown as Span), run);

const fake = createFakeApi();
const id = fake.auth.username;
const client = () =>
  new ApiUsersClient({ auth: fake.auth, fetch: fake.fetch, retryDelay: () => 20, onAttempt: traceAttempts() });

it("writes a span for each call beneath the caller's, and beneath it one for each attempt", async () => {
  fake.failNext({ status: 503 });
  const apiUsers = client();
  await Promise.all([beneath("one", () => apiUsers.get(id)), beneath("two", async () => await apiUsers.list())]);
  expect(spans.map(String).sort()).toEqual([
    "getApiUser > GET /api-users/{id}",
    "getApiUser > GET /api-users/{id} failed",
    "listApiUsers > GET /api-users/",
    "one > getApiUser",
    "two > listApiUsers",
  ]);
  expect(spans.every(({ endTime }) => endTime !== undefined)).toBe(true);
});

it("names the template, and never the id", async () => {
  fake.failNext({ status: 503 });
  await client().get(id);
  expect(spans.map(({ options }) => options.attributes)).toEqual([
    { "url.template": "/api-users/{id}" },
    {
      "http.request.method": "GET",
      "url.template": "/api-users/{id}",
      "http.request.resend_count": 0,
      "http.response.status_code": 503,
      "error.type": "server",
    },
    {
      "http.request.method": "GET",
      "url.template": "/api-users/{id}",
      "http.request.resend_count": 1,
      "http.response.status_code": 200,
    },
  ]);
  expect(JSON.stringify(spans)).not.toContain(id);
});

it("lets the span of a call cover its waits, and those of attempts only the requests", async () => {
  fake.failNext({ status: 503 });
  fake.failNext({ delay: 40 });
  await client().get(id);
  const [call, first, second] = spans.map(({ options, endTime = 0 }) => ({
    from: Number(options.startTime),
    to: endTime,
  }));
  expect(second?.from).toBeGreaterThanOrEqual((first?.to ?? 0) + 15);
  expect((second?.to ?? 0) - (second?.from ?? 0)).toBeGreaterThanOrEqual(38);
  expect(call?.from).toBeLessThanOrEqual(first?.from ?? 0);
  expect(call?.to).toBe(second?.to);
});

it("ends the span of a call that ends while it waits, as failed", async () => {
  fake.failNext({ status: 503 });
  const call = rejection(client().get(id, {}, { signal: AbortSignal.timeout(10) }));
  await call;
  expect(spans.map(String)).toEqual(["root > getApiUser failed", "getApiUser > GET /api-users/{id} failed"]);
  expect(spans.every(({ endTime }) => endTime !== undefined)).toBe(true);
});

it("does not take a page that was prefetched in vain for a failure", async () => {
  const server = new PageServer(100, { before: (offset) => (offset < 10 ? undefined : new Promise(() => undefined)) });
  const pages = server.client({ onAttempt: traceAttempts() }).list({ limit: 10 }, { concurrency: 2 }).pages();
  await pages.next();
  await settled();
  await pages.return();
  await settled();
  expect(spans.map(String).filter((span) => span.includes("failed"))).toEqual([]);
  expect(spans.length).toBeGreaterThan(2);
  expect(spans.every(({ endTime }) => endTime !== undefined)).toBe(true);
});
