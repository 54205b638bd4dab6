import { RetryBudget } from "../../src/http/retryBudget";

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
  const budget = new RetryBudget();
  expect([taken(budget), taken(budget)]).toEqual([100, 0]);
});

it("gets a quarter back for each success", () => {
  const budget = new RetryBudget();
  taken(budget);
  for (let n = 0; n < 10; n += 1) budget.giveBack();
  expect(taken(budget)).toBe(2);
});

it("gets one back each ten seconds", () => {
  const budget = new RetryBudget();
  taken(budget);
  jest.advanceTimersByTime(9_999);
  expect(budget.take()).toBe(false);
  jest.advanceTimersByTime(1);
  expect(budget.take()).toBe(true);
  jest.advanceTimersByTime(35_000);
  expect(taken(budget)).toBe(3);
});

it("never holds more", () => {
  const budget = new RetryBudget();
  for (let n = 0; n < 1_000; n += 1) budget.giveBack();
  jest.advanceTimersByTime(3_600_000);
  expect(taken(budget)).toBe(100);
});
