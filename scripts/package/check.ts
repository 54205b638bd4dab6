import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Consumer } from "./consumer";
import { packTarball } from "./tarball";

// What publint and attw say about the tarball. Any word of theirs is a failure.
const root = fileURLToPath(new URL("../..", import.meta.url));
await using consumer = new Consumer();
const tarball = await packTarball(root, consumer);
// Attw knows no entry points that are neither code nor JSON.
for (const [tool, ...args] of [
  ["publint", "--strict", tarball],
  ["attw", "--profile", "strict", "--exclude-entrypoints", "openapi.yaml", "--", tarball],
] as const)
  console.log(await consumer.run(join(root, "node_modules/.bin", tool), ...args));
