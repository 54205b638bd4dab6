import { isBlockedPort } from "../../src/testing/blockedPorts";

/** Whether the `fetch` of this runtime refuses to connect to a port. */
async function isRefused(port: number): Promise<boolean> {
  try {
    await (await fetch(`http://127.0.0.1:${port}/`)).body?.cancel();
    return false;
  } catch (error) {
    return (error as { cause?: { message?: unknown } }).cause?.message === "bad port";
  }
}

it("knows the ports that fetch refuses, and no others beside them", async () => {
  const blocked = Array.from({ length: 65_536 }, (_, port) => port).filter(isBlockedPort);
  expect(blocked.length).toBeGreaterThan(80);
  const around = new Set(blocked.flatMap((port) => [port - 1, port, port + 1]).filter((port) => port > 0));
  const refused = await Promise.all([...around].map(async (port) => ((await isRefused(port)) ? [port] : [])));
  expect(refused.flat().sort((a, b) => a - b)).toEqual(blocked);
});
