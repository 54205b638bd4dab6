/** What a difference means to those who use the facade. A compatible one takes something away that nobody relies on. */
export type Severity = "breaking" | "additive" | "compatible" | "documentation";

export interface Change {
  readonly severity: Severity;
  /** What is different, in the words of the contract. */
  readonly what: string;
  /** What follows from it, where names alone do not say it. */
  readonly consequence?: string;
  /** The names of the facade that it touches. */
  readonly touches: readonly string[];
}

const order: readonly Severity[] = ["breaking", "additive", "compatible", "documentation"];

export const change = (severity: Severity, what: string, touches: readonly string[], consequence?: string): Change => ({
  severity,
  what,
  ...(consequence !== undefined && { consequence }),
  touches,
});

/** Every change once, the worst first. */
export function sorted(changes: readonly Change[]): Change[] {
  const once = new Map(changes.map((one) => [JSON.stringify(one), one]));
  return [...once.values()].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

export const line = ({ severity, what, consequence, touches }: Change): string => {
  const names = touches
    .map((name) => `\`${name}\``)
    .filter((name) => !what.includes(name))
    .join(", ");
  const end = [consequence, names].filter(Boolean).join(": ");
  return `${severity.padEnd(14)} ${what}${end === "" ? "" : ` → ${end}`}`;
};
