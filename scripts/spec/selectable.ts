import { SpecError } from "./SpecError";
import { draft, type Draft } from "./draft";
import { parameterKeywords } from "./inferences";
import type { Parameter } from "./model";
import type { Shape } from "./shape";
import { listedVocabulary, type Vocabulary } from "./vocabulary";

/** What a correction found at one place: the fault that it corrects, or what it would have produced anyway. */
export type Finding = "corrected" | "agrees";

/** Reads what `fields` lists and declares in the response whatever of it is missing there. */
export function declareSelectable(
  operationId: string,
  parameter: Draft<Parameter>,
  response: Draft<Shape>,
  known: Shape | undefined,
  note: (text: string) => void,
): Finding[] {
  const vocabulary = listedVocabulary(parameter);
  if (vocabulary === undefined) throw new SpecError(`fields of ${operationId} lists no names any more`);
  parameter.fields = draft(vocabulary);
  parameter.shape = { type: "string", nullable: false, required: [], keywords: draft(parameterKeywords) };
  return [declareBelow(vocabulary, response, known, note, "") ? "corrected" : "agrees"];
}

function declareBelow(
  vocabulary: Vocabulary,
  shape: Draft<Shape>,
  known: Shape | undefined,
  note: (text: string) => void,
  at: string,
): boolean {
  const holder = shape.items ?? shape;
  const knownHolder = known?.items ?? known;
  holder.properties ??= {};
  let declared = false;
  for (const [name, below] of Object.entries(vocabulary)) {
    const knownProperty = knownHolder?.properties?.[name];
    let property = holder.properties[name];
    if (property === undefined) {
      property = knownProperty ? draft(knownProperty) : undocumented(name, below);
      if (!knownProperty)
        note(
          `fields lists ${at}${name}, no response schema has it: declared as optional ${property.type ?? "string"}, check it`,
        );
      holder.properties[name] = property;
      declared = true;
    }
    if (below !== true && declareBelow(below, property, knownProperty, note, `${at}${name}.`)) declared = true;
  }
  return declared;
}

/** Upstream names what can be selected, but does not say what it is: a string, or, with names beneath it, a relation. */
function undocumented(name: string, below: true | Vocabulary): Draft<Shape> {
  const plain = { nullable: false, required: [], keywords: {} };
  if (below === true)
    return { ...plain, type: "string", description: "Selectable through `fields`; its type is not documented." };
  const description = "Selectable through `fields`; its shape is not documented.";
  const relation = { ...plain, type: "object", properties: {}, description };
  return name.endsWith("s") ? { ...plain, type: "array", items: relation, description } : relation;
}
