import * as fc from "fast-check";
import { createRetryBudget, type RetryBudget } from "../../src/http/retryBudget";

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

/** How many retries can be taken at once. */
function taken(budget: RetryBudget): number {
  let count = 0;
  while (budget.take()) count += 1;
  return count;
}

it("holds 100 retries", () => {
  const budget = createRetryBudget();
  expect([taken(budget), taken(budget)]).toEqual([100, 0]);
});

it("gets a quarter back for each success", () => {
  const budget = createRetryBudget();
  taken(budget);
  for (let n = 0; n < 10; n += 1) budget.giveBack();
  expect(taken(budget)).toBe(2);
});

it("gets one back each ten seconds", () => {
  const budget = createRetryBudget();
  taken(budget);
  jest.advanceTimersByTime(9_999);
  expect(budget.take()).toBe(false);
  jest.advanceTimersByTime(1);
  expect(budget.take()).toBe(true);
  jest.advanceTimersByTime(35_000);
  expect(taken(budget)).toBe(3);
});

it("loses nothing by a clock that is set back", () => {
  jest.advanceTimersByTime(3_600_000);
  const budget = createRetryBudget();
  jest.spyOn(performance, "now").mockReturnValue(0);
  expect(taken(budget)).toBe(100);
  jest.restoreAllMocks();
});

it("never holds more", () => {
  const budget = createRetryBudget();
  for (let n = 0; n < 1_000; n += 1) budget.giveBack();
  jest.advanceTimersByTime(3_600_000);
  expect(taken(budget)).toBe(100);
});

it("the budget never gives more retries than 100, a quarter of the successes and one each ten seconds", () => {
  const steps = fc.array(fc.constantFrom("fail" as const, "fail" as const, "succeed" as const, "wait" as const), {
    maxLength: 1_000,
    size: "max",
  });
  fc.assert(
    fc.property(steps, (script) => {
      const budget = createRetryBudget();
      const count = { fail: 0, succeed: 0, wait: 0, retries: 0 };
      for (const step of script) {
        count[step] += 1;
        if (step === "succeed") budget.giveBack();
        else if (step === "wait") jest.advanceTimersByTime(1_000);
        else if (budget.take()) count.retries += 1;
      }
      const allowed = 100 + count.succeed / 4 + count.wait / 10;
      expect(count.retries).toBeLessThanOrEqual(allowed);
      if (count.fail <= 100) expect(count.retries).toBe(count.fail);
    }),
  );
});
