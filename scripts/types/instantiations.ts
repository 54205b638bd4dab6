import type { Consumer } from "../package/consumer";
import { compile, type Compiler } from "./compiler";

const start = `
import { ApiUsersClient, type ApiUserFields } from "sigfox-api-users";
const apiUsers = new ApiUsersClient({ auth: { username: "login", password: "password" } });
`;

/** Programs that read API users: without `fields`, and with a selection of what comes with an API user. */
const programs = {
  withoutFields: `${start}
export async function read(id: string): Promise<string[]> {
  const user = await apiUsers.get(id);
  const names = [user.name, user.group?.id ?? ""];
  for await (const { name, timezone } of apiUsers.list({ limit: 50 })) names.push(name, timezone);
  return names;
}`,
  withFields: `${start}
const fields = {
  group: { name: true, type: true },
  profiles: { name: true, roles: { name: true } },
} as const satisfies ApiUserFields;

export async function read(id: string): Promise<string[]> {
  const user = await apiUsers.get(id, { fields });
  const names = [user.name, user.group?.name ?? "", user.profiles?.[0]?.roles?.[0]?.name ?? ""];
  for await (const { name, group } of apiUsers.list({ limit: 50, fields })) names.push(name, group?.name ?? "");
  return names;
}`,
};

/** How many types these programs make the compiler instantiate, beyond what an empty file does. */
export async function instantiations(
  consumer: Consumer,
  compiler: Compiler,
): Promise<Record<keyof typeof programs, number>> {
  const count = async (text: string): Promise<number> => {
    await consumer.write("program.ts", text);
    const said = await compile(consumer, compiler, ["program.ts"], {
      module: "esnext",
      moduleResolution: "bundler",
      lib: ["es2022", "dom"],
      skipLibCheck: true,
      extendedDiagnostics: true,
    });
    const [, instantiated] = /^Instantiations:\s+(\d+)/m.exec(said) ?? [];
    if (instantiated === undefined) throw new Error(`No count of instantiations in:\n${said}`);
    return Number(instantiated);
  };
  const least = await count("export {};");
  return {
    withoutFields: (await count(programs.withoutFields)) - least,
    withFields: (await count(programs.withFields)) - least,
  };
}
