/** Moves the fake clock on until a promise has settled, for a quarter of an hour at most. */
export async function untilSettled<T>(promise: Promise<T>): Promise<T> {
  const state = { isSettled: false };
  const settle = () => {
    state.isSettled = true;
  };
  promise.then(settle, settle);
  for (let passed = 0; !state.isSettled; passed += 50) {
    if (passed > 900_000) throw new Error("not settled after a quarter of an hour of the fake clock");
    await jest.advanceTimersByTimeAsync(50);
  }
  return await promise;
}
