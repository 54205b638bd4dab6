import { ApiUsersClient, type CallOptions } from "../../../src/index";
import { moduleOf } from "../support/run";

const { withHeaders } = moduleOf("guides/recipes/response-headers.md", "withHeaders") as {
  withHeaders: <T>(
    call: (options: Pick<CallOptions, "onAttempt">) => PromiseLike<T>,
  ) => Promise<{ result: T; headers: Headers | undefined }>;
};
const auth = { username: "my-login", password: "my-password" };
let answers = 0;
const outcomes: string[] = [];

const apiUsers = new ApiUsersClient({
  auth,
  retryDelay: () => 0,
  onAttempt: ({ outcome }) => void outcomes.push(outcome),
  fetch: async (url) => {
    const id = url.split("/").at(-1) ?? "";
    answers += 1;
    const headers = { "X-Request-Id": `${id}-${answers}`, "Set-Cookie": "session=1" };
    await new Promise((resolve) => setTimeout(resolve, id === "slow" ? 30 : 5));
    if (id === "flaky" && answers === 1) return new Response(null, { status: 503, headers });
    return Response.json({ id, data: [] }, { headers });
  },
});

beforeEach(() => {
  answers = 0;
});

it("returns the headers beside the result, without cookies", async () => {
  const { result, headers } = await withHeaders((options) => apiUsers.get("u1", {}, options));
  expect(result.id).toBe("u1");
  expect(headers?.get("X-Request-Id")).toBe("u1-1");
  expect(headers?.has("Set-Cookie")).toBe(false);
});

it("keeps calls that run at the same time apart", async () => {
  const results = await Promise.all(
    ["slow", "fast"].map((id) => withHeaders((options) => apiUsers.get(id, {}, options))),
  );
  expect(results.map(({ headers }) => headers?.get("X-Request-Id"))).toEqual(["slow-1", "fast-2"]);
});

it("returns those of the last attempt", async () => {
  const { headers } = await withHeaders((options) => apiUsers.get("flaky", {}, options));
  expect(headers?.get("X-Request-Id")).toBe("flaky-2");
});

it("works for the page of a list", async () => {
  const { result, headers } = await withHeaders((options) => apiUsers.list({}, options));
  expect(result.data).toEqual([]);
  expect(headers?.has("X-Request-Id")).toBe(true);
});

it("leaves the client's own onAttempt in place", async () => {
  outcomes.length = 0;
  await withHeaders((options) => apiUsers.get("u1", {}, options));
  expect(outcomes).toEqual(["ok"]);
});
