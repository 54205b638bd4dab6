import { createConfig, lintFromString } from "@redocly/openapi-core";
import { LineCounter, parseDocument, visit, type Document, type Pair } from "yaml";
import { SpecError } from "../openapi/SpecError";

const file = "openapi/api-users.yaml";

/** What has to hold before anything can be generated. Everything else is for `npm run lint:openapi`. */
const rules = {
  struct: "error",
  "no-unresolved-refs": "error",
  "operation-operationId": "error",
  "operation-operationId-unique": "error",
  "path-parameters-defined": "error",
} as const;

/** Refuses a contract that is not well formed, in one sentence with line and column. */
export async function checkContract(yaml: string): Promise<void> {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw new SpecError(`${at(lines, error.pos[0])}: ${sentence(error.message)}`);
  const config = await createConfig({ rules });
  const [problem] = await lintFromString({ source: yaml, absoluteRef: file, config });
  if (problem === undefined) return;
  const place = (problem.location[0]?.pointer ?? "#/").slice(2).split("/").map(unescaped);
  const reference: unknown = problem.ruleId === "no-unresolved-refs" ? document.getIn([...place, "$ref"]) : undefined;
  const message = typeof reference === "string" ? `${reference} points at nothing.` : problem.message;
  throw new SpecError(`${positionOf(document, lines, place)}: ${sentence(message)}`);
}

/** Adds line and column to what is wrong with the contract. */
export function located(yaml: string, error: unknown): unknown {
  if (!(error instanceof SpecError) || error.place === undefined) return error;
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  return new SpecError(`${positionOf(document, lines, error.place)}: ${error.message}`);
}

/** The position of the key at a place, or of the nearest thing above it. A place may begin with a key that stands anywhere. */
function positionOf(document: Document, lines: LineCounter, place: readonly string[]): string {
  let offset = 0;
  let keys = place;
  let node: unknown = document.contents;
  if (place[0] === "x-fields") {
    const [first, ...rest] = place;
    visit(document, {
      Pair: (_, pair) => {
        if (String(pair.key) !== first) return undefined;
        [node, keys] = [pair.value, rest];
        return visit.BREAK;
      },
    });
  }
  for (const key of keys) {
    const { items } = (node ?? {}) as { items?: readonly unknown[] };
    const pair = items?.find((one) => String((one as Partial<Pair>).key) === key) as Pair | undefined;
    const found = pair?.key ?? items?.[Number(key)];
    const { range } = (found ?? {}) as { range?: readonly number[] };
    if (range === undefined) break;
    offset = range[0] ?? offset;
    node = pair === undefined ? found : pair.value;
  }
  return at(lines, offset);
}

function at(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${file}:${line}:${col}`;
}

const sentence = (message: string): string => message.replaceAll(/\s+/g, " ").trim();

const unescaped = (part: string): string => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
