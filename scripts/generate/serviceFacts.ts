import { isSuccess, type Model, type Parameter } from "../openapi/model";
import { SpecError } from "../openapi/SpecError";
import { literal, rule } from "./rule";

const delimiters: Readonly<Record<string, string>> = { form: ",", spaceDelimited: " ", pipeDelimited: "|" };

/** The source of the facts that only a server needs: how lists come in a query, and the successful answer of each operation. */
export function serviceFacts({ operations }: Model): string {
  const facts = Object.fromEntries(
    operations.map(({ operationId, node, parameters, responses }) => {
      const success = Object.entries(responses).find(([status]) => isSuccess(status));
      if (success === undefined) throw new SpecError(`${operationId} has no successful response`, node);
      const [status, { shape }] = success;
      const lists = parameters.filter(isJoined);
      return [
        operationId,
        {
          ...(lists.length > 0 && {
            delimiters: Object.fromEntries(
              lists.map(({ name, serialisation: { style = "form" } }) => [name, delimiters[style]]),
            ),
          }),
          status: Number(status),
          ...(shape !== undefined && { body: rule(shape) }),
        },
      ];
    }),
  );
  return (
    "/** Of each operation: what delimits the lists of its query, and the status and the body of its success. */\n" +
    `export const service = ${literal(facts)} as const;\n`
  );
}

/** Whether a list is sent in a single parameter. By default, a form repeats the parameter instead. */
const isJoined = ({ in: where, shape, serialisation: { style = "form", explode = style === "form" } }: Parameter) =>
  where === "query" && shape.type === "array" && !explode;
