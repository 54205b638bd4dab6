import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { createConsumer, type Consumer } from "../package/consumer";
import { bundle } from "./bundle";
import { NotInstalled } from "./notInstalled";
import type { Run } from "./report";
import { createStage } from "./stage";

const config = (port: number): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "network", network = (allow = ["public", "private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = "2025-09-01",
  globalOutbound = "network",
);
`;

/** Runs the scenario and the fake in a worker, bundled as deployment tools bundle it. */
export async function runInWorkerd(consumer: Consumer): Promise<readonly Run[]> {
  const home = await createConsumer("workerd").catch((cause: unknown) => {
    throw new NotInstalled("workerd", cause);
  });
  const stage = await createStage();
  const stop = new AbortController();
  try {
    const binary = join(home.folder, "node_modules/.bin/workerd");
    const version = await home.run(binary, "--version").catch((cause: unknown) => {
      throw new NotInstalled("workerd", cause);
    });
    await home.write("worker.js", await bundle(consumer, "worker.mjs", ["workerd", "worker", "browser"]));
    const port = await freePort();
    await home.write("config.capnp", config(port));
    const worker = spawn(binary, ["serve", "config.capnp"], {
      cwd: home.folder,
      signal: stop.signal,
      stdio: "inherit",
    });
    const ended = once(worker, "exit").catch(() => undefined);
    await untilListening(port);
    const response = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: JSON.stringify(stage.place) });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    const shown = (await response.json()) as Pick<Run, "steps" | "fake">;
    stop.abort();
    await ended;
    return [{ modules: "bundle", version: version.trim().replace("workerd ", ""), ...shown }];
  } finally {
    stop.abort();
    await stage.close();
    await home.remove();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    } finally {
      socket.destroy();
    }
  }
}
