import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Message, Order, Report } from "./soak/protocol";
import { startSoakServer, type SoakServer } from "./soak/server";

// Many calls against a server that fails now and then: nothing may be lost, doubled, kept or left running.

const { values } = parseArgs({
  options: { calls: { type: "string", default: "200000" }, "in-flight": { type: "string", default: "50" } },
});
const calls = Number(values.calls);
const inFlight = Number(values["in-flight"]);
const secondsToEnd = 5;
const mayGrow = 2 * 2 ** 20;

const server = await startSoakServer();
const child = fork(fileURLToPath(new URL("./soak/load.ts", import.meta.url)), {
  execArgv: [...process.execArgv, "--expose-gc"],
});
child.send({ url: server.url, calls, inFlight } satisfies Order);
const mostSockets = { firstHalf: 0, secondHalf: 0 };
const report = await new Promise<Report | undefined>((resolve) => {
  child.once("exit", () => {
    resolve(undefined);
  });
  child.on("message", (message: Message) => {
    const most = server.mostSockets();
    if (message === "half") mostSockets.firstHalf = most;
    else if (message !== "warm") {
      mostSockets.secondHalf = most;
      resolve(message);
    }
  });
});
const sockets = server.sockets();
const endsByItself = await endsWithin(child, secondsToEnd);
await server.close();

const violations =
  report === undefined ? ["the process under load ended without a report"] : violationsOf(report, server);
if (!endsByItself) violations.push(`the process under load has not ended by itself within ${secondsToEnd} s`);
if (report !== undefined) print(report);
for (const violation of violations) console.error(`VIOLATION: ${violation}`);
console.log(
  violations.length === 0 ? "The soak found nothing wrong." : `The soak found ${violations.length} violations.`,
);
process.exitCode = violations.length === 0 ? 0 : 1;

async function endsWithin(process: ChildProcess, seconds: number): Promise<boolean> {
  if (process.exitCode !== null) return process.exitCode === 0;
  const ended = once(process, "exit").then(([code]) => code === 0);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      process.kill();
      resolve(false);
    }, seconds * 1_000);
  });
  const isInTime = await Promise.race([ended, late]);
  clearTimeout(timer);
  return isInTime;
}

function violationsOf(report: Report, { created }: SoakServer): string[] {
  const violations = [...report.wrong];
  const failed = Object.entries(report.failures);
  const total = report.succeeded + failed.reduce((sum, [, count]) => sum + count, 0);
  if (total !== calls) violations.push(`${calls} calls have ${total} ends`);
  for (const [what, count] of failed)
    if (what !== "createApiUser connection !" && what !== "createApiUser server !")
      violations.push(`${count} calls failed: ${what}`);

  for (const [name, ids] of created) if (ids.length > 1) violations.push(`${name} was created ${ids.length} times`);
  for (const { name, id, mayHaveBeenApplied } of report.creations) {
    const ids = created.get(name) ?? [];
    if (id !== undefined && ids[0] !== id)
      violations.push(`the creation of ${name} gave ${id}, but there is ${ids.join() || "nothing"}`);
    if (ids.length > 0 && !mayHaveBeenApplied)
      violations.push(`the creation of ${name} was carried out, and its error denies it`);
  }

  const { heap, listeners } = report;
  if (heap.end - heap.start > mayGrow) violations.push(`memory has grown by ${megabytes(heap.end - heap.start)}`);
  if (listeners.most > inFlight)
    violations.push(`${listeners.most} listeners on one signal, with ${inFlight} calls in flight`);
  if (listeners.end > 0) violations.push(`${listeners.end} listeners are left`);
  if (report.timers > 0) violations.push(`${report.timers} timers are left`);
  const { firstHalf, secondHalf } = mostSockets;
  if (secondHalf > 1.1 * firstHalf + 2)
    violations.push(`sockets grow: ${firstHalf} in the first half, ${secondHalf} in the second`);
  // Fetch keeps about two connections for each request under way.
  if (Math.max(firstHalf, secondHalf) > 3 * inFlight)
    violations.push(`${secondHalf} sockets, with ${inFlight} calls in flight`);
  return violations;
}

function print({ seconds, succeeded, failures, heap, listeners, creations }: Report): void {
  const { requests, faults } = server.counts;
  const rate = Math.round(calls / seconds);
  console.log(`${calls} calls, ${inFlight} in flight, in ${seconds.toFixed(1)} s (${rate} a second)`);
  console.log(`${requests} requests, ${faults} of them met by a fault (${((100 * faults) / requests).toFixed(1)} %)`);
  console.log(`${succeeded} succeeded; failed: ${JSON.stringify(failures)}; ${creations.length} creations, none twice`);
  console.log(
    `memory in use: ${megabytes(heap.start)} after a tenth, ${megabytes(heap.end)} at the end; resident ${megabytes(heap.rss)}`,
  );
  console.log(
    `sockets: ${mostSockets.firstHalf} at most in the first half, ${mostSockets.secondHalf} in the second, ${sockets} at the end; listeners: ${listeners.most} at most, ${listeners.end} at the end`,
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
