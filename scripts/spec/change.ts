/** What a difference means to those who use the facade. */
export type Severity = "breaking" | "additive" | "documentation";

export interface Change {
  readonly severity: Severity;
  /** What is different, in the words of the contract. */
  readonly what: string;
  /** What follows from it, where names alone do not say it. */
  readonly consequence?: string;
  /** The names of the facade that it touches. */
  readonly touches: readonly string[];
}

const order: readonly Severity[] = ["breaking", "additive", "documentation"];

/** Every change once, the worst first. */
export function sorted(changes: readonly Change[]): Change[] {
  const once = new Map(changes.map((change) => [JSON.stringify(change), change]));
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
