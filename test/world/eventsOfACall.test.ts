import type { AttemptEvent } from "../../src/index";
import { calls, operations } from "../support/eachOperation";
import { rejection } from "../support/rejection";
import { json, status, stubClient, user } from "../support/stubFetch";

const good = json({ ...user, data: [user], paging: {}, accessToken: "new" });
const outcomes = (events: readonly AttemptEvent[]) => events.map(({ operation, outcome }) => `${operation} ${outcome}`);

describe("an onAttempt of one call", () => {
  it.each(operations)("is told of the attempts of %s, and so is the client's", async (operation) => {
    const [ofClient, ofCall]: [AttemptEvent[], AttemptEvent[]] = [[], []];
    const { apiUsers } = stubClient(good, { onAttempt: (event) => void ofClient.push(event) });
    await calls[operation](apiUsers, { onAttempt: (event) => void ofCall.push(event) });
    await calls[operation](apiUsers);
    expect(outcomes(ofCall)).toEqual([`${operation} ok`]);
    expect(outcomes(ofClient)).toEqual([`${operation} ok`, `${operation} ok`]);
    expect(ofCall[0]).toEqual(ofClient[0]);
  });

  it("needs none of the client's", async () => {
    const events: AttemptEvent[] = [];
    const { apiUsers } = stubClient([status(503), good]);
    await apiUsers.get("u1", {}, { onAttempt: (event) => void events.push(event) });
    expect(outcomes(events)).toEqual(["getApiUser server", "getApiUser ok"]);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("mine");
      },
    ],
    ["rejects", () => Promise.reject(new Error("mine"))],
  ])("that %s changes nothing, and keeps nothing from the client's", async (_, onAttempt) => {
    const events: AttemptEvent[] = [];
    const { apiUsers } = stubClient(good, { onAttempt: (event) => void events.push(event) });
    expect((await apiUsers.get("u1", {}, { onAttempt })).id).toBe("u1");
    expect(outcomes(events)).toEqual(["getApiUser ok"]);
  });

  it("is told of every page of a list", async () => {
    const events: AttemptEvent[] = [];
    const pages = [0, 1].map((index) =>
      json({ data: [{ ...user, id: `u${index}` }], paging: index === 0 ? { next: "?offset=1" } : {} }),
    );
    const { apiUsers } = stubClient(pages);
    await apiUsers.list({ limit: 1 }, { onAttempt: (event) => void events.push(event) }).toArray();
    expect(outcomes(events)).toEqual(["listApiUsers ok", "listApiUsers ok"]);
  });

  it("that is no function is refused by name", async () => {
    const { apiUsers } = stubClient(good);
    const error = await rejection(apiUsers.get("u1", {}, { onAttempt: "log" } as object));
    expect(error).toMatchObject({ kind: "validation", attempts: 0 });
    expect(error.message).toContain("onAttempt");
  });
});
