import { importReport } from "../../scripts/spec/importDescription";
import { fixture, importChanged, importText, importUnchanged, linesOf } from "./imported";
import { mutations, type Mutation } from "./mutations";
import { upstream, type Upstream } from "./upstream";

const imported = mutations.filter(({ refused }) => refused === undefined);
const once = new Map<string, ReturnType<typeof importChanged>>();

/** What a change makes of the contract; read once for all tests. */
function resultOf({ kind, change }: Mutation): ReturnType<typeof importChanged> {
  const result = once.get(kind) ?? importChanged(change);
  once.set(kind, result);
  return result;
}

it("what is not changed upstream leaves every byte of the contract alone", async () => {
  const result = await importText(upstream());
  expect(result).toMatchObject({ contract: fixture, difference: { changes: [] }, notes: [] });
  expect(importReport(result)).toBe("No difference.");
});

describe("a change upstream", () => {
  it.each(imported)("$kind: is told in the facade's words", async (mutation) => {
    const result = await resultOf(mutation);
    expect(result.contract === fixture).toBe(mutation.lines === undefined);
    expect(linesOf(result)).toEqual(mutation.lines ?? []);
    expect(result.notes).toEqual(mutation.notes ?? []);
    expect(importReport(result)).not.toMatch(/^No difference/);
  });

  it.each(imported.filter(({ loses }) => loses !== true))(
    "$kind: is gone without a trace when upstream takes it back",
    async (mutation) => {
      const { contract } = await resultOf(mutation);
      expect((await importUnchanged(contract)).contract).toBe(fixture);
    },
  );

  it.each(mutations.filter(({ refused }) => refused !== undefined))("$kind: stops the import", async (mutation) => {
    await expect(importChanged(mutation.change)).rejects.toThrow(mutation.refused);
    await expect(importChanged(mutation.change)).rejects.toMatchObject({
      message: expect.not.stringContaining("\n") as string,
    });
  });

  it("keeps the comments and descriptions of everything that stays", async () => {
    for (const mutation of imported) {
      const { contract } = await resultOf(mutation);
      const gone = fixture.split("\n").filter((line) => !contract.includes(line.trim()));
      expect(gone.filter((line) => line.trim().startsWith("#"))).toEqual([]);
      expect(gone.length).toBeLessThan(20);
    }
  });
});

it("all changes that can be imported can be imported together, once, and undone", async () => {
  const alone =
    /another (host|version)|security|API key|credentials|operation (renamed|at|with)|slash|pipes|page|success|deprecated/;
  const together = imported.filter(({ kind, loses }) => loses !== true && !alone.test(kind));
  const change = (document: Upstream) => {
    for (const one of together) one.change(document);
  };
  const {
    contract,
    difference: { changes },
  } = await importChanged(change);
  expect(changes.length).toBeGreaterThan(30);
  expect(await importChanged(change, contract)).toMatchObject({ contract, difference: { changes: [] } });
  expect((await importUnchanged(contract)).contract).toBe(fixture);
});
