/**
 * Openapi-typescript writes what the contract says of something as `@description`, which editors show as a tag like any other.
 * Here a comment says it in its own words: what it is called, what it is, and its format. It has lines of its own: those of a single line
 * end up behind the property before when declarations are bundled, where editors do not find them.
 */
export function plainComments(types: string): string {
  return types
    .replace(/^( *)\/\*\* (.*) \*\/$/gm, "$1/**\n$1 * $2\n$1 */")
    .replace(
      /^( *)\/\*\*\n([^]*?)\n\1 \*\/$/gm,
      (_, indent: string, inner: string) => `${indent}/**\n${plain(inner, `${indent} *`)}\n${indent} */`,
    );
}

function plain(inner: string, margin: string): string {
  const lines = inner.split("\n").map((line) => line.slice(margin.length + 1));
  const described = lines.findIndex((line) => line.startsWith("@description "));
  if (described === -1) return inner;
  const tags = lines.findIndex((line, index) => index > described && line.startsWith("@"));
  const end = tags === -1 ? lines.length : tags;
  const isFormat = (line: string): boolean => line.startsWith("Format: ");
  const before = lines.slice(0, described);
  const paragraphs = [
    before.filter((line) => !isFormat(line)),
    lines.slice(described, end).map((line) => line.replace(/^(?:@description| {4})/, "").trimStart()),
    before.filter(isFormat),
    lines.slice(end),
  ];
  return paragraphs
    .filter(({ length }) => length > 0)
    .map((paragraph) => paragraph.map((line) => `${margin} ${line}`.trimEnd()).join("\n"))
    .join(`\n${margin}\n`);
}
