// @ts-check
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Application, Comment, CommentTag, Converter, ReferenceType, ReflectionKind, Renderer } from "typedoc";

/**
 * What typedoc needs to be told about this project.
 *
 * @param {import("typedoc").Application} app
 */
export function load(app) {
  app.on(Application.EVENT_BOOTSTRAP_END, () => {
    // Only a run of GitHub Actions knows where the repository is.
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env;
    if (server && repository) app.options.setValue("navigationLinks", { GitHub: `${server}/${repository}` });
  });
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    nameGuide(document);
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    linkNames(project);
    linkOperations(project);
    shortenPaths(project);
    simplifySignatures(project);
    completeExamples(project);
  });
  app.renderer.on(Renderer.EVENT_END, ({ outputDirectory }) => {
    copyDocuments(outputDirectory);
  });
}

/** The groups of documents by their folders, the innermost first. */
const groups = /** @type {const} */ ([
  ["/guides/recipes/", "Recipes"],
  ["/guides/", "Guides"],
  ["/openapi/", "The API"],
  ["/", "Project"],
]);

/**
 * A guide is called what its first heading says, and stands with those of its folder. Without this every guide would need front
 * matter, which GitHub shows as a table.
 *
 * @param {import("typedoc").DocumentReflection} document
 */
function nameGuide(document) {
  const path = document.project.files.getReflectionPath(document)?.replaceAll("\\", "/") ?? "";
  const group = groups.find(([folder]) => path.includes(folder))?.[1];
  const title = /^# (.+)$/m.exec(document.content.map((part) => part.text).join(""))?.[1];
  if (group === undefined || title === undefined) throw new Error(`${path} has no group or no heading`);
  document.frontmatter["group"] = group;
  document.name = title.replaceAll("`", "");
}

/**
 * In a guide, a name in code type that is exported leads to its page, without markup that GitHub would show as it is.
 *
 * @param {import("typedoc").ProjectReflection} project
 */
function linkNames(project) {
  const exported = project
    .getReflectionsByKind(ReflectionKind.SomeExport)
    .filter(({ parent }) => parent?.kindOf(ReflectionKind.Module));
  const byName = new Map(exported.map((reflection) => [`\`${reflection.name}\``, reflection]));
  for (const document of project.documents ?? []) {
    document.content = document.content.map((part, index) => {
      const target = part.kind === "code" ? byName.get(part.text) : undefined;
      const before = document.content[index - 1]?.text ?? "";
      // Not in a heading, and not in what is a link already.
      if (target === undefined || /(?:^|\n)#[^\n]*$|\[[^\]\n]*$/.test(before)) return part;
      return { kind: "inline-tag", tag: "@linkcode", text: target.name, target };
    });
  }
}

/**
 * A method's operation leads to its description. In the source it is plain text, since an editor could not follow the link.
 *
 * @param {import("typedoc").ProjectReflection} project
 */
function linkOperations(project) {
  const target = project.documents?.find(({ name }) => name.endsWith("operations"));
  if (target === undefined) throw new Error("There is no document of the operations");
  for (const { comment } of Object.values(project.reflections)) {
    if (comment === undefined) continue;
    comment.summary = comment.summary.map((part, index) =>
      part.kind === "code" && comment.summary[index - 1]?.text.endsWith("Operation: ")
        ? { kind: "inline-tag", tag: "@linkcode", text: part.text.replaceAll("`", ""), target }
        : part,
    );
  }
}

/**
 * Leads from the type of all paths to the page of the operations. Its members are generated, and would fill a page that no phone has room
 * for.
 *
 * @param {import("typedoc").ProjectReflection} project
 */
function shortenPaths(project) {
  const paths = project.getReflectionsByKind(ReflectionKind.Interface).find(({ name }) => name === "Paths");
  const target = project.documents?.find(({ name }) => name.endsWith("operations"));
  if (!paths?.isDeclaration() || target === undefined)
    throw new Error("There are no paths, or no document of the operations");
  for (const member of [...(paths.children ?? [])]) project.removeReflection(member);
  paths.comment = new Comment(
    [
      { kind: "text", text: "The paths of the contract, as openapi-fetch expects them. See " },
      { kind: "inline-tag", tag: "@link", text: target.name, target },
      { kind: "text", text: "." },
    ],
    [new CommentTag("@category", [{ kind: "text", text: "Client" }])],
  );
}

/**
 * Shows the methods that take `fields` without the type parameter that narrows their result, as if they returned an `ApiUser`. The guide
 * to fields and the page of `ApiUserWith` explain the narrowing.
 *
 * @param {import("typedoc").ProjectReflection} project
 */
function simplifySignatures(project) {
  const user = project.getReflectionsByKind(ReflectionKind.Interface).find(({ name }) => name === "ApiUser");
  if (user === undefined) throw new Error("ApiUser is not exported");
  /** @type {(type: import("typedoc").SomeType, parameter: RegExp) => import("typedoc").SomeType} */
  const simplified = (type, parameter) => {
    if (!(type instanceof ReferenceType) || !parameter.test(type.toString())) return type;
    if (type.name === "ApiUserWith") return ReferenceType.createResolvedReference("ApiUser", user, project);
    const inner = type.typeArguments?.map((argument) => simplified(argument, parameter));
    if (inner?.some((argument) => parameter.test(argument.toString()))) delete type.typeArguments;
    else type.typeArguments = inner;
    return type;
  };
  for (const signature of project.getReflectionsByKind(ReflectionKind.CallSignature)) {
    if (!signature.isSignature() || signature.parent.parent?.name !== "ApiUsersClient") continue;
    const { typeParameters, parameters = [] } = signature;
    if (typeParameters === undefined) continue;
    const parameter = new RegExp(`\\b(?:${typeParameters.map(({ name }) => name).join("|")})\\b`);
    for (const one of [signature, ...parameters]) {
      if (one.type) one.type = simplified(one.type, parameter);
      if (parameter.test(`${one.type}`)) throw new Error(`${signature.name} cannot be shown without ${parameter}`);
    }
    for (const one of typeParameters) project.removeReflection(one);
    delete signature.typeParameters;
  }
}

/**
 * `llms.txt` and what it leads to, for those who read no HTML.
 *
 * @param {string} folder
 */
function copyDocuments(folder) {
  const { files } = /** @type {{ files: string[] }} */ (JSON.parse(readFileSync("package.json", "utf8")));
  for (const name of ["README.md", "LICENSE", ...files])
    if (name !== "dist") cpSync(name, join(folder, name), { recursive: true });
}

const preamble = readFileSync(new URL("preamble.txt", import.meta.url), "utf8");

/**
 * An example in a comment need not say what `apiUsers` is, which an editor would show again and again: on the site it can be copied whole.
 *
 * @param {import("typedoc").ProjectReflection} project
 */
function completeExamples(project) {
  for (const { comment } of Object.values(project.reflections)) {
    for (const part of comment?.blockTags.flatMap(({ content }) => content) ?? []) {
      if (part.kind === "code" && /\bapiUsers\b/.test(part.text) && !/\bapiUsers =/.test(part.text))
        part.text = part.text.replace(/^```ts\n/, (fence) => fence + preamble);
    }
  }
}
