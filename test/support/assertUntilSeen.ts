import fc from "fast-check";

/**
 * Tries a property until it has met what it is about more often than `bound`, since otherwise it says little. How often one round meets it
 * is a matter of chance: further rounds follow, ten in all.
 */
export async function assertUntilSeen<Values>(
  seen: () => number,
  bound: number,
  property: fc.IAsyncProperty<Values>,
  parameters: fc.Parameters<Values>,
): Promise<void> {
  await fc.assert(property, parameters);
  for (let round = 2; round <= 10 && seen() <= bound; round += 1) await fc.assert(property, parameters);
  expect(seen()).toBeGreaterThan(bound);
}
