import { STATUS_CODES } from "node:http";
import { bodyNode } from "./bodyEdits";
import type { ContractDocument } from "./contractDocument";
import { isList, isObject, text, type Json, type JsonObject } from "./json";
import { readModel, type Operation, type Parameter, type Reply } from "./model";
import type { NewSchemas } from "./newSchemas";
import { agreesOn } from "./parameterEdits";
import { sharedReply } from "./replyEdits";
import type { Shape } from "./shape";

/** Writes operations, parameters and responses that the contract does not have yet, with its own components. */
export class OperationWriter {
  readonly #document: ContractDocument;
  readonly #schemas: NewSchemas;

  constructor(document: ContractDocument, schemas: NewSchemas) {
    this.#document = document;
    this.#schemas = schemas;
  }

  addOperation(their: Operation): void {
    const paths = Object.keys(asObject(this.#document.json["paths"]));
    const path = paths.find((one) => wirePath(one) === wirePath(their.path)) ?? their.path;
    const { operationId, prose, parameters, body, responses } = their;
    const inherited = asList(asObject(asObject(this.#document.json["paths"])[path])["parameters"]).map(canonicalRef);
    const nodes = parameters
      .map((parameter) => this.#parameterNode(parameter))
      .filter((node) => !inherited.includes(canonicalRef(node)));
    const description = text(prose["description"]);
    const node: JsonObject = {
      operationId,
      tags: this.#tags(prose["tags"]),
      summary: text(prose["summary"]) ?? operationId,
      ...(description !== undefined && { description }),
      ...(nodes.length > 0 && { parameters: nodes }),
      ...(body && { requestBody: bodyNode(this.#schemas, body) }),
    };
    const place = ["paths", path, their.method.toLowerCase()];
    if (!paths.includes(path)) this.#document.set(["paths", path], {}, { spaced: true });
    this.#document.set(place, node);
    this.#document.set([...place, "responses"], {});
    for (const [status, reply] of Object.entries(responses))
      this.#document.set([...place, "responses", status], this.replyNode(status, reply), { sorted: true });
  }

  addParameters(ours: Operation, their: Operation): void {
    for (const parameter of their.parameters) {
      if (ours.parameters.some(({ name, in: where }) => name === parameter.name && where === parameter.in)) continue;
      const list = ["paths", ours.path, ours.method.toLowerCase(), "parameters"];
      this.#document.append(list, this.#parameterNode(parameter));
    }
  }

  /** A response; for an error, the contract's own for that status, which is made if there is none. */
  replyNode(status: string, { shape, prose }: Reply): JsonObject {
    const reason = STATUS_CODES[status] ?? `Status ${status}`;
    const description = text(prose["description"]) ?? `${reason}.`;
    const node = { description, ...(shape && { content: this.content(shape) }) };
    if (status.startsWith("2")) return node;
    const known = sharedReply(this.#document, status);
    if (known !== undefined) return { $ref: known };
    const name = reason.replaceAll(/\W+/g, "");
    this.#document.set(["components", "responses", name], node);
    return { $ref: `#/components/responses/${name}` };
  }

  content(shape: Shape): JsonObject {
    return { "application/json": { schema: this.#schemas.node(shape) } };
  }

  #parameterNode(parameter: Parameter): JsonObject {
    const { name, in: where, required, serialisation, shape, fields, prose } = parameter;
    const shared = Object.entries(asObject(asObject(this.#document.json["components"])["parameters"]));
    for (const [key] of shared) {
      const $ref = `#/components/parameters/${key}`;
      const [known] = readModel({ ...this.#document.json, paths: probe($ref) }).operations[0]?.parameters ?? [];
      if (known?.name === name && known.in === where && agreesOn(known, parameter)) return { $ref };
    }
    const description = text(prose["description"]);
    return {
      name,
      in: where,
      ...(required && { required }),
      ...(description !== undefined && { description }),
      ...serialisation,
      schema: this.#schemas.node(shape),
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
const asObject = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});
const asList = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);
const canonicalRef = (value: Json): string => JSON.stringify(value);
const probe = ($ref: string): JsonObject => ({
  "/": { get: { operationId: "probe", parameters: [{ $ref }], responses: {} } },
});
