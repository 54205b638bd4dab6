/** A fenced block of a guide: a command with what it prints, or an edit of a file. */
export type Step =
  | { readonly kind: "console"; readonly command: string; readonly printed: string }
  | { readonly kind: "diff"; readonly file: string; readonly before: string; readonly after: string };

/** The blocks of a section of a guide, in order; of the text before the first section if there is no heading. */
export function stepsOf(markdown: string, heading?: string): Step[] {
  const [start, ...sections] = markdown.split(/^(?=## )/m);
  const text = heading === undefined ? start : sections.find((one) => one.startsWith(`## ${heading}\n`));
  if (text === undefined) throw new Error(`the guide has no section ${heading ?? ""}`);
  return [...text.matchAll(/^```(console|diff) ?(\S+)?\n([^]*?)^```$/gm)].map(
    ([, kind, file = "", body = ""]): Step => {
      if (kind === "diff") {
        const lines = body.replace(/\n$/, "").split("\n");
        const side = (mark: string) =>
          lines
            .filter((line) => !line.startsWith(mark))
            .map((line) => line.slice(1))
            .join("\n");
        return { kind, file, before: side("+"), after: side("-") };
      }
      const [command = "", ...printed] = body.split("\n");
      return { kind: "console", command: command.replace(/^\$ /, ""), printed: printed.join("\n").trim() };
    },
  );
}

/** The text of a file after an edit, whose context has to stand in it exactly once. */
export function edited(text: string, { file, before, after }: Extract<Step, { kind: "diff" }>): string {
  const count = text.split(`${before}\n`).length - 1;
  if (count !== 1) throw new Error(`${file} has the lines of the edit ${count} times:\n${before}`);
  return text.replace(`${before}\n`, () => `${after}\n`);
}

/** What a command prints, without what depends on the day and the machine. */
export const timeless = (text: string): string =>
  text
    .replace(/\bin \d+\.\d s\.$/m, "in some seconds.")
    .replaceAll(/\b\d+\.\d+\.\d+\b/g, "x.y.z")
    .replaceAll(/, at 0\.x one place lower/g, "")
    .trim();
