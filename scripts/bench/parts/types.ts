import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createConsumer, temporaryFolder } from "../../package/consumer";
import { packTarball } from "../../package/tarball";
import { compilerIn } from "../../types/compiler";
import { instantiations } from "../../types/instantiations";
import { programs, withOpenapiFetch } from "../../types/programs";
import { settings } from "../part";

export interface TypesResult {
  readonly withoutFields: number;
  readonly withFields: number;
  readonly openapiFetch: number;
}

/** What the compiler does to check a program that uses the package, as its users have it. */
export default async function types(): Promise<TypesResult> {
  const { root } = settings;
  const folder = await temporaryFolder();
  const consumer = await createConsumer(await packTarball(root, folder));
  try {
    const openapiFetch = withOpenapiFetch(join(root, "generated/api-users"));
    return await instantiations(consumer, compilerIn(root), { ...programs, openapiFetch });
  } finally {
    await consumer.remove();
    await rm(folder, { recursive: true });
  }
}
