import type { JsonObject } from "../openapi/json";
import { isJoined, successOf, type Model } from "../openapi/model";
import { SpecError } from "../openapi/SpecError";
import { unfilteredBy } from "./fakeQuery";
import { literal, rule } from "./rule";

const delimiters: Readonly<Record<string, string>> = { form: ",", spaceDelimited: " ", pipeDelimited: "|" };

/** The source of the facts that only a server needs: how lists come in a query, and the successful answer of each operation. */
export function serviceFacts({ operations }: Model): string {
  const facts = operations.map((operation) => {
    const { operationId, parameters } = operation;
    const success = successOf(operation);
    if (success === undefined)
      throw new SpecError(`${operationId} has no status for a success: add one, since \`default\` is for errors`);
    const [status, { shape }] = success;
    const lists = parameters.filter(isJoined).map(({ name, style }) => [name, delimiters[style]] as const);
    const own: JsonObject = {
      ...(lists.length > 0 && { delimiters: Object.fromEntries(lists) }),
      status: Number(status),
      ...(shape !== undefined && { body: rule(shape) }),
    };
    return [operationId, own] as const;
  });
  const unfiltered = operations.map((one) => [one.operationId, unfilteredBy(one)] as const);
  const some = Object.fromEntries(unfiltered.filter(([, names]) => names.length > 0));
  return (
    "/** Of each operation: what delimits the lists of its query, and the status and the body of its success. */\n" +
    `export const service = ${literal(Object.fromEntries(facts))} as const;\n\n` +
    "/** The query parameters that the fake API cannot carry out yet, by operation. It refuses them. */\n" +
    `export const unfilteredQuery: Readonly<Record<string, readonly string[]>> = ${literal(some)};\n`
  );
}
