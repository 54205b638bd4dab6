import { execFile, spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { LanguageService } from "./editor";
import { JsonRpc } from "./jsonRpc";

interface Position {
  readonly line: number;
  readonly character: number;
}
interface Diagnostic {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly severity: number;
  readonly message: string;
}
interface CompletionItem {
  readonly label: string;
  readonly insertText?: string;
  readonly documentation?: { readonly value: string };
}

const mistake = 1;
const markdown = ["markdown"];
const capabilities = {
  textDocument: {
    hover: { contentFormat: markdown },
    completion: { completionItem: { documentationFormat: markdown } },
  },
};

/** The language server of TypeScript 7, for the `program.ts` of a project. */
export function languageServer(home: string, project: string): LanguageService {
  const tsc = join(home, "bin/tsc");
  const folder = dirname(project);
  const server = spawn(process.execPath, [tsc, "--lsp", "--stdio"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const connection = new JsonRpc(server);
  const textDocument = { uri: pathToFileURL(join(folder, "program.ts")).href, languageId: "typescript" };
  const rootUri = pathToFileURL(folder).href;
  let version = 0;
  const open = async (text: string): Promise<void> => {
    if (version === 0) {
      await connection.request("initialize", { processId: process.pid, rootUri, capabilities });
      connection.notify("initialized", {});
      connection.notify("textDocument/didOpen", { textDocument: { ...textDocument, version, text } });
    }
    version += 1;
    connection.notify("textDocument/didChange", {
      textDocument: { ...textDocument, version },
      contentChanges: [{ text }],
    });
  };
  const ask = async <T>(method: string, more?: object): Promise<T> =>
    await connection.request(`textDocument/${method}`, { textDocument, ...more });
  return {
    open: () => undefined,
    async completions(text, offset) {
      await open(text);
      const answer = await ask<{ items: CompletionItem[] } | null>("completion", {
        position: positionIn(text, offset),
      });
      return (answer?.items ?? []).map((item) => ({
        name: item.insertText ?? item.label,
        text: async () => {
          const { documentation } = await connection.request<CompletionItem>("completionItem/resolve", item);
          return documentation?.value ?? "";
        },
      }));
    },
    async hover(text, offset) {
      await open(text);
      const answer = await ask<{ contents: { value: string } } | null>("hover", { position: positionIn(text, offset) });
      const [, type = "", said = ""] = /^```\w+\n([^]*?)\n```\n?([^]*)$/.exec(answer?.contents.value ?? "") ?? [];
      return { type, text: said };
    },
    async mistakes(text) {
      await open(text);
      const { items } = await ask<{ items: Diagnostic[] }>("diagnostic");
      return items
        .filter(({ severity }) => severity === mistake)
        .map(({ range, message }) => ({
          code: text.slice(offsetIn(text, range.start), offsetIn(text, range.end)),
          message,
        }));
    },
    // Not what a language server is asked for: the compiler itself does it.
    async declarations(text) {
      await writeFile(join(folder, "program.ts"), text);
      const emit = ["--declaration", "--emitDeclarationOnly", "--rootDir", "/", "--outDir", join(folder, "emitted")];
      await promisify(execFile)(process.execPath, [tsc, "--project", project, ...emit]);
      return await readFile(join(folder, "emitted", folder, "program.d.ts"), "utf8");
    },
    close: () => {
      server.kill();
    },
  };
}

function positionIn(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

function offsetIn(text: string, { line, character }: Position): number {
  const before = text.split("\n").slice(0, line);
  return before.join("\n").length + (line === 0 ? 0 : 1) + character;
}
