import { Session, type Profiler } from "node:inspector/promises";
import { createOurs } from "../clients";
import { settings, type PartSettings } from "../part";
import { stubServer } from "../stubServer";
import { pageText, userAt } from "../users";

/** The functions in which the time of a call is spent, by their share of it, the largest first. */
export default async function profiling(): Promise<[string, number][]> {
  const { of } = settings as PartSettings & { readonly of: "get" | "list" };
  const user = createOurs(stubServer(JSON.stringify(userAt(7))));
  const page = createOurs(stubServer(pageText(0, 100, 100)));
  const repeat = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += 1) await (of === "get" ? user.get("5f") : page.list({ limit: 100 }));
  };
  const count = of === "get" ? 100_000 : 5_000;
  await repeat(count / 10);
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
  await repeat(count);
  const { profile } = await session.post("Profiler.stop");
  return shares(profile).slice(0, 40);
}

/** What a function of Node's own takes is charged to the function of a package that it was called from. */
function shares({ nodes, samples = [] }: Profiler.Profile): [string, number][] {
  const owners = new Map<number, string>();
  const own = (node: Profiler.ProfileNode, owner: string): void => {
    const charged = node.callFrame.url.startsWith("file:") ? nameOf(node.callFrame) : owner;
    owners.set(node.id, charged);
    for (const id of node.children ?? []) {
      const child = nodes.find((candidate) => candidate.id === id);
      if (child !== undefined) own(child, charged || nameOf(child.callFrame));
    }
  };
  const [top] = nodes;
  if (top !== undefined) own(top, "");
  const hits = new Map<string, number>();
  for (const id of samples) {
    const name = owners.get(id) ?? "";
    hits.set(name, (hits.get(name) ?? 0) + 1);
  }
  return [...hits].map(([name, count]): [string, number] => [name, count / samples.length]).sort((a, b) => b[1] - a[1]);
}

const nameOf = ({ functionName, url, lineNumber }: Profiler.ProfileNode["callFrame"]): string =>
  `${functionName || "(anonymous)"} ${url.split("/").slice(-3).join("/")}:${lineNumber + 1}`;
