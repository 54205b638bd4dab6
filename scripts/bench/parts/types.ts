import { join } from "node:path";
import { withFields, withoutFields, withOpenapiFetch } from "../consumers";
import { Counter, declarationsOf } from "../instantiations";
import { settings } from "../part";

export interface TypesResult {
  readonly withoutFields: number;
  readonly withFields: number;
  readonly openapiFetch: number;
}

/** What the compiler does to check a program that uses the package, as its users have it. */
export default function types(): TypesResult {
  const { root, built } = settings;
  const counter = new Counter(root, built.types === undefined ? declarationsOf(root) : new Map());
  const module = built.types?.replace(/\.d\.mts$/, ".mjs") ?? join(root, "src/index");
  return {
    withoutFields: counter.count(withoutFields(module)),
    withFields: counter.count(withFields(module)),
    openapiFetch: counter.count(withOpenapiFetch(join(root, "generated/api-users"))),
  };
}
