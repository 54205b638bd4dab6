import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { languageServer } from "./languageServer";
import { languageService } from "./languageService";

/** A name that an editor offers, and what it says of it. */
export interface Completion {
  readonly name: string;
  readonly text: string;
}

/** What an editor shows for a name under the pointer: its type, and the text beneath it. */
export interface Hover {
  readonly type: string;
  readonly text: string;
}

/** What the compiler finds wrong: the code it underlines, and what it says about it. */
export interface Mistake {
  readonly code: string;
  readonly message: string;
}

/** One version of TypeScript, asked about one file at a time. */
export interface LanguageService {
  /** Programs that will be asked about: together they take hardly longer than one of them. */
  open(texts: readonly string[]): void;
  /** What an editor asks for of each name only when it is looked at is a function here. */
  completions(
    text: string,
    position: number,
  ): Promise<{ readonly name: string; readonly text: () => Promise<string> }[]>;
  hover(text: string, position: number): Promise<Hover>;
  mistakes(text: string): Promise<Mistake[]>;
  declarations(text: string): Promise<string>;
  close(): void;
}

const root = join(__dirname, "../../..");

/** The version that answers, and the types it is asked about: those of this repository, unless `scripts/types/matrix.ts` names others. */
const typescript = process.env["EDITOR_TYPESCRIPT"] ?? join(root, "node_modules/typescript");
const types = process.env["EDITOR_TYPES"] ?? join(root, "src/index.ts");

const { version } = JSON.parse(readFileSync(join(typescript, "package.json"), "utf8")) as { version: string };

/** TypeScript 7 and later: a language server instead of a language service in JavaScript. */
export const isNative = Number.parseInt(version) >= 7;

const preamble = `
import { ApiUsersClient, type ApiUser, type ApiUserFields, type ApiUserWith, type GetApiUserQuery, type Known } from "sigfox-api-users";
const apiUsers = new ApiUsersClient({ auth: { username: "my-login", password: "my-password" } });
`;

// The first question makes it load the library and the sources.
jest.setTimeout(60_000);

/** A user's editor. The programs it is asked about have `apiUsers` and the imports they need; `‸` marks the cursor. */
export class Editor {
  readonly #folder = mkdtempSync(join(tmpdir(), "editor-"));
  readonly #service: LanguageService;

  /** @param options - of the compiler, beside the strictest there are */
  constructor(options: Readonly<Record<string, unknown>> = {}) {
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      target: "es2022",
      lib: ["es2022", "dom", "dom.iterable"],
      module: "esnext",
      moduleResolution: "bundler",
      types: [],
      skipLibCheck: true,
      paths: { "sigfox-api-users": [types] },
      ...options,
    };
    const project = join(this.#folder, "tsconfig.json");
    writeFileSync(project, JSON.stringify({ compilerOptions, files: ["program.ts"] }));
    writeFileSync(join(this.#folder, "program.ts"), "export {};");
    this.#service = (isNative ? languageServer : languageService)(typescript, project);
  }

  /** Opens programs that will be asked about, all together: each by itself takes as long as all of them. */
  open(programs: readonly string[]): void {
    this.#service.open(programs.map((program) => atCursor(program)[0]));
  }

  /** The rows of a table, whose second column are programs, which are opened. */
  rows<Row extends readonly [name: string, program: string, ...rest: unknown[]]>(rows: readonly Row[]): readonly Row[] {
    this.open(rows.map(([, program]) => program));
    return rows;
  }

  /** The names that are offered at the cursor, in the order of the alphabet. */
  async names(program: string): Promise<string[]> {
    return (await this.#service.completions(...atCursor(program))).map(({ name }) => name).sort();
  }

  /** What is offered at the cursor. */
  async completions(program: string): Promise<Completion[]> {
    const offered = await this.#service.completions(...atCursor(program));
    return await Promise.all(offered.map(async ({ name, text }) => ({ name, text: await text() })));
  }

  /** What is shown for the name that begins at the cursor; its type on one line. */
  async hover(program: string): Promise<Hover> {
    const { type, text } = await this.#service.hover(...atCursor(program));
    return { type: asPublished(type).replace(/\s+/g, " "), text };
  }

  async mistakes(program: string): Promise<Mistake[]> {
    return await this.#service.mistakes(preamble + program);
  }

  /** The declarations that a library of the user's would be published with. */
  async declarations(program: string): Promise<string> {
    return asPublished(await this.#service.declarations(preamble + program));
  }

  close(): void {
    this.#service.close();
    rmSync(this.#folder, { recursive: true });
  }
}

/** These have no name outside of the package, where what they stand for is shown instead. */
const asPublished = (types: string): string =>
  types.replace(/(?:import\("[^"]*"\)\.)?components\["schemas"\]\["(\w+)"\]/g, (_, name) =>
    name === "Id" ? "string" : "string[]",
  );

function atCursor(program: string): [text: string, position: number] {
  const text = preamble + program;
  return [text.replace("‸", ""), text.indexOf("‸")];
}
