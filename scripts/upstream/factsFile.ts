import { listed } from "../openapi/difference";
import type { Places } from "../openapi/facts";

const header = "# What Sigfox's own description says of /api-users. Written by `npm run upstream`: do not edit.";

/** The text of openapi/upstream.facts: a place on each line with what is said of it, sorted. */
export const toText = (places: Places): string =>
  `${[header, ...[...places].map(([place, facts]) => `${place}: ${listed(facts).join(" ")}`.trimEnd()).sort()].join("\n")}\n`;

export function fromText(text: string): Places {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const [place = "", facts = ""] = line.split(/:(?: |$)(.*)/, 2);
      return [place, new Set(facts.split(" ").filter(Boolean))];
    }),
  );
}
