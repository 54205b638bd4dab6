import fc from "fast-check";
import { HttpError } from "../../src/testing/responses";
import { parseFields, type Selection, type Vocabulary } from "../../src/testing/fields";
import { fieldsVocabulary } from "../../src/testing/schema";
import { selectable } from "../support/vocabulary";

const vocabulary: Vocabulary = fieldsVocabulary;

/** Any part of the vocabulary, with at least one name at each level. */
function partOf(tree: Vocabulary): fc.Arbitrary<Selection> {
  const names = Object.fromEntries(
    Object.entries(tree).map(([name, beneath]) => [
      name,
      beneath === true ? fc.constant(true as const) : partOf(beneath),
    ]),
  );
  return fc
    .subarray(Object.keys(tree), { minLength: 1 })
    .chain((chosen) => fc.record(Object.fromEntries(Object.entries(names).filter(([name]) => chosen.includes(name)))));
}

const write = (selection: Selection): string =>
  Object.entries(selection)
    .map(([name, beneath]) => (beneath === true ? name : `${name}(${write(beneath)})`))
    .join(",");

it("reads back whatever part of the vocabulary is written", () => {
  fc.assert(
    fc.property(partOf(vocabulary), (selection) => {
      expect(parseFields(write(selection), vocabulary)).toEqual(selection);
    }),
  );
});

it("either reads a text or refuses it, and what it reads can be written and read again", () => {
  const piece = fc.constantFrom("group", "profiles", "roles", "perms", "name", "type", "(", ")", ",", " ", "__proto__");
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join("")),
      ),
      (text) => {
        let selection: Selection;
        try {
          selection = parseFields(text, vocabulary);
        } catch (error) {
          expect(error).toBeInstanceOf(HttpError);
          return;
        }
        expect(parseFields(write(selection), vocabulary)).toEqual(selection);
      },
    ),
    { numRuns: 300 },
  );
});

it("takes a bare relation for everything beneath it", () => {
  expect(parseFields("group", vocabulary)).toEqual({ group: vocabulary["group"] });
  expect(parseFields("profiles(roles)", vocabulary)).toEqual({
    profiles: { roles: selectable("profiles", "roles") },
  });
});

it("joins what is named twice", () => {
  expect(parseFields("group(name),group(type)", vocabulary)).toEqual({ group: { name: true, type: true } });
  expect(parseFields("group(name),group", vocabulary)).toEqual({ group: vocabulary["group"] });
});

it.each([
  ["", 'a name is missing in ""'],
  ["group(", 'a name is missing in "group("'],
  ["group()", 'a name is missing in "group()"'],
  ["group,", 'a name is missing in "group,"'],
  ["group(name", 'a closing parenthesis is missing in "group(name"'],
  ["group)", '")" is out of place in "group)"'],
  ["group(name)profiles", '"profiles" is out of place in "group(name)profiles"'],
  ["group(name(x))", 'nothing can be selected under "name"'],
  ["colour", '"colour" cannot be selected'],
  ["group(roles)", '"roles" cannot be selected under "group"'],
  ["group, profiles", '" profiles" cannot be selected'],
  ["constructor", '"constructor" cannot be selected'],
])("refuses %j", (text, message) => {
  const errors = [{ type: "query", field: "fields", message }];
  expect(() => parseFields(text, vocabulary)).toThrow(JSON.stringify({ message: "Bad request", errors }));
});
