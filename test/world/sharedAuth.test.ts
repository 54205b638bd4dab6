import { ApiUsersClient, type ApiUsersClientOptions } from "../../src/index";
import { eventually } from "../faults/cell";
import { pass, standingClock } from "../support/clock";
import { rejection } from "../support/rejection";
import { json, status, stubClient, user } from "../support/stubFetch";

type Asked = Exclude<NonNullable<ApiUsersClientOptions["auth"]>, { readonly username: string }>;
interface Answer {
  readonly give: (password: string) => void;
  readonly fail: (reason: unknown) => void;
}

/** An `auth` that is answered by hand, and the questions that it was asked. */
function vault() {
  const asked: Answer[] = [];
  const auth: Asked = () =>
    new Promise((resolve, reject) => {
      asked.push({ give: (password) => resolve({ username: "me", password }), fail: reject });
    });
  return { auth, asked };
}

const passwordOf = (headers: Headers) => atob((headers.get("Authorization") ?? "").slice("Basic ".length)).slice(3);
const settle = () => new Promise((resolve) => setTimeout(resolve, 10));

describe("auth as a function is asked once at a time", () => {
  it.each([
    ["calls", {}],
    ["calls with middleware", { middleware: [{ onRequest: () => undefined }] }],
  ])("by fifty %s at once", async (_, options) => {
    const { auth, asked } = vault();
    const { apiUsers, requests } = stubClient(json(user), { auth, maxConcurrency: Infinity, ...options });
    const calls = Array.from({ length: 50 }, () => apiUsers.get("u1"));
    await settle();
    expect(asked).toHaveLength(1);
    asked[0]?.give("one");
    expect(await Promise.all(calls)).toHaveLength(50);
    expect(new Set(requests.map(({ headers }) => passwordOf(headers)))).toEqual(new Set(["one"]));
  });

  it("by those that wait for a turn: as often as attempts begin while nothing is pending", async () => {
    let [asked, pending, most] = [0, 0, 0];
    const auth = async () => {
      asked += 1;
      most = Math.max(most, (pending += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      pending -= 1;
      return { username: "me", password: "one" };
    };
    const { apiUsers } = stubClient(json(user), { auth, maxConcurrency: 10 });
    await Promise.all(Array.from({ length: 50 }, () => apiUsers.get("u1")));
    expect(most).toBe(1);
    expect(asked).toBeLessThan(25);
  });

  it("but anew by an attempt that begins after it has answered", async () => {
    const { auth, asked } = vault();
    const { apiUsers, requests } = stubClient(json(user), { auth });
    for (const [index, password] of ["one", "two"].entries()) {
      const call = apiUsers.get("u1");
      expect(await eventually(() => asked.length === index + 1)).toBe(true);
      asked[index]?.give(password);
      await call;
    }
    expect(requests.map(({ headers }) => passwordOf(headers))).toEqual(["one", "two"]);
  });

  it("and its failure is the failure of all who asked, and of nobody after them", async () => {
    const { auth, asked } = vault();
    const { apiUsers } = stubClient(json(user), { auth });
    const ends = [rejection(apiUsers.get("u1")), rejection(apiUsers.delete("u1"))];
    await settle();
    const reason = new Error("sealed");
    asked[0]?.fail(reason);
    for (const end of ends) expect(await end).toMatchObject({ kind: "callback", option: "auth", cause: reason });
    const later = apiUsers.get("u1");
    expect(await eventually(() => asked.length === 2)).toBe(true);
    asked[1]?.give("one");
    expect((await later).id).toBe("u1");
  });

  it("also where one of them is aborted, which holds up no other", async () => {
    const { auth, asked } = vault();
    const { apiUsers } = stubClient(json(user), { auth });
    const controller = new AbortController();
    const aborted = rejection(apiUsers.get("u1", {}, { signal: controller.signal }));
    const other = apiUsers.get("u1");
    await settle();
    controller.abort();
    expect((await aborted).kind).toBe("aborted");
    expect(asked).toHaveLength(1);
    asked[0]?.give("one");
    expect((await other).id).toBe("u1");
  });
});

describe("auth as a function that never settles", () => {
  standingClock();

  it("holds up nobody who asks anew later on: neither while it is pending nor ever after", async () => {
    const { auth, asked } = vault();
    const held: ((response: Response) => void)[] = [];
    const fetch = () => new Promise<Response>((resolve) => void held.push(resolve));
    const apiUsers = new ApiUsersClient({ auth, fetch, timeout: 300, retries: 0 });
    for (let round = 0; round < 3; round++) {
      const [before, requests] = [asked.length, held.length];
      const refused = apiUsers.get("u1");
      await pass(0);
      asked[before]?.give("old");
      await pass(100);
      // Its auth is pending for ever when the 401 of the first one arrives.
      const hanging = rejection(apiUsers.get("u2"));
      await pass(100);
      held[requests]?.(new Response(null, { status: 401 }));
      await pass(200);
      expect(await hanging).toMatchObject({ kind: "timeout", scope: "attempt" });
      expect((await hanging).message).toContain("auth has not settled");
      // To compare it with what was refused, then for the attempt.
      for (const question of [2, 3]) {
        asked[before + question]?.give("new");
        await pass(0);
      }
      held.at(-1)?.(Response.json(user));
      expect((await refused).id).toBe("u1");
      expect(asked).toHaveLength(before + 4);
    }
  });

  it.each([
    ["the client's timeout", { timeout: 200 }, {}],
    ["the call's timeout", {}, { timeout: 200 }],
    ["its totalTimeout", {}, { totalTimeout: 200 }],
  ])("when it is asked anew leaves the 401 a 401, after %s", async (_, client, call) => {
    const { auth, asked } = vault();
    const { apiUsers } = stubClient(status(401), { auth, ...client });
    const refused = rejection(apiUsers.get("u1", {}, call));
    await pass(0);
    asked[0]?.give("old");
    await pass(200);
    expect(await refused).toMatchObject({ kind: "unauthorized", attempts: 1 });
    expect(asked).toHaveLength(2);
  });

  it("leaves no timer behind once it settles", async () => {
    const { auth, asked } = vault();
    const { apiUsers } = stubClient(json(user), { auth });
    const call = apiUsers.get("u1");
    await pass(0);
    asked[0]?.give("one");
    await call;
    expect(jest.getTimerCount()).toBe(0);
  });
});

it("a call that asks anew after a 401 does not share an answer that was asked for before it", async () => {
  const { auth, asked } = vault();
  const held: ((response: Response) => void)[] = [];
  const sent: string[] = [];
  /** Takes the new password alone; refuses the old one when it is told to. */
  const fetch = (_: string, { headers }: { readonly headers?: unknown }) => {
    const password = passwordOf(new Headers(headers as Record<string, string>));
    sent.push(password);
    if (password === "new") return Promise.resolve(Response.json(user));
    return new Promise<Response>((resolve) => void held.push(resolve));
  };
  const apiUsers = new ApiUsersClient({ auth, fetch, retries: 0 });
  const refuseAll = () => {
    for (const answer of held.splice(0)) answer(new Response(null, { status: 401 }));
  };

  const first = apiUsers.get("u1");
  await settle();
  asked[0]?.give("old");
  expect(await eventually(() => held.length === 1)).toBe(true);
  // Asks while the first is under way: the vault, which has not changed yet, will tell it the old password.
  const second = apiUsers.get("u2");
  expect(await eventually(() => asked.length === 2)).toBe(true);
  refuseAll();
  await settle();
  asked[1]?.give("old");
  const answerAll = setInterval(() => {
    asked.slice(2).forEach(({ give }) => give("new"));
    refuseAll();
  }, 1);
  const ends = await Promise.all([first, second]).finally(() => clearInterval(answerAll));
  expect(ends.map(({ id }) => id)).toEqual(["u1", "u1"]);
  expect(sent.sort()).toEqual(["new", "new", "old", "old"]);
});
