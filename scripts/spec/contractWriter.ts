import { STATUS_CODES } from "node:http";
import { asList, asObject, text, type Json, type JsonObject } from "../openapi/json";
import { isSuccess, readModel, type Body, type Operation, type Parameter, type Reply } from "../openapi/model";
import type { Shape } from "../openapi/shape";
import { operationPlace, sharedReply } from "./contentEdits";
import type { ContractDocument } from "./contractDocument";
import type { NewSchemas } from "./newSchemas";
import { agreesOn } from "./parameterEdits";

/** Writes operations, parameters and responses that the contract does not have yet, with its own components. */
export class ContractWriter {
  readonly #document: ContractDocument;
  readonly #schemas: NewSchemas;

  constructor(document: ContractDocument, schemas: NewSchemas) {
    this.#document = document;
    this.#schemas = schemas;
  }

  addOperation(their: Operation): void {
    const paths = asObject(this.#document.json["paths"]);
    const path = Object.keys(paths).find((one) => wirePath(one) === wirePath(their.path)) ?? their.path;
    const { operationId, deprecated, prose, parameters, body, responses } = their;
    const inherited = asList(asObject(paths[path])["parameters"]).map((node) => JSON.stringify(node));
    const nodes = parameters
      .map((parameter) => this.#parameterNode(parameter))
      .filter((node) => !inherited.includes(JSON.stringify(node)));
    const description = text(prose["description"]);
    const place = operationPlace({ path, method: their.method });
    if (paths[path] === undefined) this.#document.set(["paths", path], {}, { spaced: true });
    this.#document.set(place, {
      operationId,
      tags: this.#tags(prose["tags"]),
      summary: text(prose["summary"]) ?? operationId,
      ...(description !== undefined && { description }),
      ...(deprecated && { deprecated }),
      ...(nodes.length > 0 && { parameters: nodes }),
      ...(body && { requestBody: this.bodyNode(body) }),
    });
    this.#document.set([...place, "responses"], {});
    for (const [status, reply] of Object.entries(responses))
      this.#document.set([...place, "responses", status], this.replyNode(status, reply), { sorted: true });
  }

  addParameters(ours: Operation, their: Operation): void {
    for (const parameter of their.parameters) {
      if (ours.parameters.some(({ name, in: where }) => name === parameter.name && where === parameter.in)) continue;
      this.#document.append([...operationPlace(ours), "parameters"], this.#parameterNode(parameter));
    }
  }

  /** A response; for an error, the contract's own for that status, which is made if there is none. */
  replyNode(status: string, { shape, headers, prose }: Reply): JsonObject {
    const reason = STATUS_CODES[status] ?? (status === "default" ? "Any other status" : `Status ${status}`);
    const node = {
      description: text(prose["description"]) ?? `${reason}.`,
      ...(Object.keys(headers).length > 0 && {
        headers: Object.fromEntries(Object.entries(headers).map(([name, header]) => [name, this.headerNode(header)])),
      }),
      ...(shape && { content: this.content(shape, `status ${status}`) }),
    };
    if (isSuccess(status)) return node;
    const known = sharedReply(this.#document, status);
    if (known !== undefined) return { $ref: known };
    const name = reason.replaceAll(/\W+/g, "");
    this.#document.set(["components", "responses", name], node);
    return { $ref: `#/components/responses/${name}` };
  }

  bodyNode({ required, shape }: Body): JsonObject {
    return { required, content: this.content(shape, "the request body") };
  }

  content(shape: Shape, where: string): JsonObject {
    return { "application/json": { schema: this.#schemas.node(shape, where) } };
  }

  headerNode({ description, ...shape }: Shape): JsonObject {
    return { ...(description !== undefined && { description }), schema: this.#schemas.inline(shape, "a header") };
  }

  #parameterNode(parameter: Parameter): JsonObject {
    const { name, in: where, required, deprecated, serialisation, shape, fields, prose } = parameter;
    for (const key of Object.keys(asObject(asObject(this.#document.json["components"])["parameters"]))) {
      const $ref = `#/components/parameters/${key}`;
      const [known] = readModel({ ...this.#document.json, paths: probe($ref) }).operations[0]?.parameters ?? [];
      if (known?.name === name && known.in === where && agreesOn(known, parameter)) return { $ref };
    }
    const description = text(prose["description"]);
    return {
      name,
      in: where,
      ...(required && { required }),
      ...(deprecated && { deprecated }),
      ...(description !== undefined && { description }),
      ...serialisation,
      schema: this.#schemas.node(shape, name),
      ...(fields && { "x-fields": fields }),
    };
  }

  #tags(theirs: Json | undefined): Json {
    const ours = asList(this.#document.json["tags"]).map((tag) => asObject(tag)["name"] ?? null);
    const known = asList(theirs).filter((tag) => ours.includes(tag));
    return known.length > 0 ? known : ours.slice(0, 1);
  }
}

const wirePath = (path: string) => path.replaceAll(/\{[^}]*\}/g, "{}");
const probe = ($ref: string): JsonObject => ({
  "/": { get: { operationId: "probe", parameters: [{ $ref }], responses: {} } },
});
