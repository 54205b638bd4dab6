import * as fc from "fast-check";
import type { ApiUserFields } from "../../src/index";
import { fieldsVocabulary } from "../../src/schema";
import { json, stubClient, user } from "../support/stubFetch";
import { selectable, wired } from "../support/vocabulary";

interface Tree {
  [name: string]: true | Tree;
}

const vocabulary: Tree = fieldsVocabulary;

interface Choice {
  /** As the caller writes it. */
  readonly selection: unknown;
  /** What it comes to; `undefined` if nothing is selected. */
  readonly selected: true | Tree | undefined;
}

/** Any way to select something of a part of the vocabulary. */
function choiceOf(node: true | Tree): fc.Arbitrary<Choice> {
  const whole = fc.constantFrom<Choice>(
    { selection: true, selected: node },
    { selection: false, selected: undefined },
    { selection: undefined, selected: undefined },
  );
  return node === true ? whole : fc.oneof(whole, { weight: 3, arbitrary: objectOf(node) });
}

function objectOf(tree: Tree): fc.Arbitrary<Choice> {
  const names = fc.shuffledSubarray(Object.keys(tree), { minLength: 1 });
  return names.chain((chosen) =>
    fc.tuple(...chosen.map((name) => choiceOf(tree[name] ?? true))).map((choices) => {
      const pairs = (of: keyof Choice) => chosen.map((name, index) => [name, choices[index]?.[of]] as const);
      const kept = pairs("selected").filter(([, value]) => value !== undefined);
      return {
        selection: Object.fromEntries(pairs("selection")),
        selected: kept.length === 0 ? undefined : (Object.fromEntries(kept) as Tree),
      };
    }),
  );
}

/** Reads `a,b(c,d(e))`, independently of the library. */
function parse(text: string): Tree {
  let at = 0;
  const list = (): Tree => {
    const tree: Tree = {};
    for (;;) {
      const name = /^\w+/.exec(text.slice(at))?.[0];
      if (name === undefined || name in tree) throw new Error(`no new name at ${at} of ${text}`);
      at += name.length;
      tree[name] = true;
      if (text[at] === "(") {
        at += 1;
        tree[name] = list();
        if (text[at] !== ")") throw new Error(`no bracket at ${at} of ${text}`);
        at += 1;
      }
      if (text[at] !== ",") return tree;
      at += 1;
    }
  };
  const tree = list();
  if (at !== text.length) throw new Error(`more at ${at} of ${text}`);
  return tree;
}

it("formats every selection so that it parses back to what was selected", async () => {
  await fc.assert(
    fc.asyncProperty(objectOf(vocabulary), async ({ selection, selected }) => {
      const { apiUsers, requests } = stubClient(json(user));
      await apiUsers.get("u1", { fields: selection as ApiUserFields });
      const sent = new URL(requests[0]?.url ?? "").searchParams.get("fields");
      expect(sent === null ? undefined : parse(sent)).toEqual(selected);
    }),
    { numRuns: 200 },
  );
});

it("keeps the order in which names are selected", async () => {
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(Object.keys(vocabulary["group"] ?? {}), { minLength: 1 }), async (names) => {
      const { apiUsers, requests } = stubClient(json(user));
      const group: object = Object.fromEntries(names.map((name) => [name, true]));
      const selected = Object.fromEntries(names.map((name) => [name, selectable("group")[name] ?? true]));
      await apiUsers.get("u1", { fields: { group } });
      expect(new URL(requests[0]?.url ?? "").searchParams.get("fields")).toBe(`group(${wired(selected)})`);
    }),
  );
});
