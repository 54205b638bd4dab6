import { readFileSync } from "node:fs";
import { join } from "node:path";
import { facade } from "../../scripts/spec/facade";
import { contract, type OperationId } from "../../src/schema";
import { onceOnly, operations, reads, writes } from "../support/eachOperation";

const guide = (name: string) => readFileSync(join(__dirname, "../../guides", name), "utf8");
const methodsOf = (ids: readonly OperationId[]): string[] => ids.map((id) => facade[id].method).sort();

/** The tables of a guide that have a row for each of some operations, as the cells of their rows. */
function operationTables(markdown: string): string[][][] {
  return markdown
    .split(/\n\n+/)
    .filter((block) => block.startsWith("| Operation |"))
    .map((table) =>
      table
        .split("\n")
        .slice(2)
        .map((row) =>
          row
            .split("|")
            .slice(1, -1)
            .map((cell) => cell.trim()),
        ),
    );
}

/** The methods that a cell names. */
const named = (cell = ""): string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);

describe("the tables of guides/retries.md are those of the contract:", () => {
  const [retried = [], lost = []] = operationTables(guide("retries.md"));

  it("what is retried names every method once, reads first", () => {
    expect(retried.flatMap(([cell]) => named(cell)).sort()).toEqual(methodsOf(operations));
    expect(named(retried[0]?.[0]).sort()).toEqual(methodsOf(reads));
  });

  it("what is repeated only if it was not sent is what the client repeats so", () => {
    const rows = retried.filter(([, after = ""]) => after.startsWith("only failures before anything was sent"));
    expect(rows.flatMap(([cell]) => named(cell)).sort()).toEqual(methodsOf(onceOnly));
  });

  it("what to do after a write whose outcome is unknown names every write", () => {
    expect([...new Set(lost.flatMap(([cell]) => named(cell)))].sort()).toEqual(methodsOf(writes));
  });
});

describe("the numbers of guides/paging.md are those of the contract:", () => {
  const { limit, offset } = contract.listApiUsers.input.query?.properties ?? {};
  const text = guide("paging.md")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/(\d)[ ,\u202f](?=\d{3}\b)/g, "$1");

  it("the page size", () => {
    expect(text).toContain(`${limit?.min} to ${limit?.max}`);
    expect(text).toContain(`${String(limit?.default)} by default`);
  });

  it("the highest offset, and how many users that allows", () => {
    expect(text).toContain(`The highest offset is ${offset?.max}`);
    expect(text).toContain(`More than ${Number(offset?.max) + Number(limit?.max)} users`);
  });

  it("no example asks for a larger page than there is", () => {
    const asked = [...text.matchAll(/\blimit: (\d+)/g)].map(([, digits]) => Number(digits));
    expect(asked.length).toBeGreaterThan(0);
    expect(Math.max(...asked)).toBeLessThanOrEqual(limit?.max ?? 0);
  });
});
