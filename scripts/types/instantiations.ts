import type { Consumer } from "../package/consumer";
import { compile } from "./compiler";

const client = `import { ApiUsersClient } from "sigfox-api-users";
const apiUsers = new ApiUsersClient({ auth: { username: "login", password: "password" } });`;

const programs = {
  plain: `${client}
for await (const user of apiUsers.list({ limit: 50 })) console.log(user.id, user.name);
const user = await apiUsers.get("a");
console.log(user.name);`,
  references: `${client}
for await (const user of apiUsers.list({ limit: 50 })) console.log(user.id, user.name, user.group?.id);
const user = await apiUsers.get("a");
console.log(user.name, user.profiles?.[0]?.id);`,
  fields: `${client}
const fields = { group: { name: true, type: true }, profiles: { name: true, roles: { name: true } } } as const;
for await (const user of apiUsers.list({ fields })) console.log(user.name, user.group?.name);
const user = await apiUsers.get("a", { fields: { group: { name: true } } });
console.log(user.group?.name);`,
};

/**
 * How many types a program of the user makes the compiler instantiate, beyond what an empty file does: a plain `list` and `get`, the same
 * with the ids of group and profiles read, and both with `fields`.
 */
export async function instantiations(
  consumer: Consumer,
  compiler: string,
): Promise<Readonly<Record<keyof typeof programs, number>>> {
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
    plain: (await count(programs.plain)) - least,
    references: (await count(programs.references)) - least,
    fields: (await count(programs.fields)) - least,
  };
}
