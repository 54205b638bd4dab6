import { Console } from "node:console";
import { Writable } from "node:stream";
import { inspect } from "node:util";

/** Every way in which a program may print a value, copy it, or look into it. */
export function everyView(value: unknown): string {
  const views = [
    inspect(value),
    inspect(value, { depth: null, showHidden: true, maxArrayLength: null, maxStringLength: null, breakLength: 200 }),
    logged(value),
    attempt(() => JSON.stringify(value)),
    attempt(() => String(value)),
    attempt(() => value as string),
    attempt(() => inspect(structuredClone(value), { depth: null, showHidden: true })),
    attempt(() => inspect({ ...(value as object) }, { depth: null })),
    attempt(() => inspect(Object.entries(value as object), { depth: null })),
  ];
  if (value instanceof Error) views.push(...chain(value));
  return views.join("\n\n");
}

/** Where any view of a value shows one of these texts: a little of what stands around it, rather than pages of output. */
export function placesOf(value: unknown, texts: readonly string[]): string[] {
  const view = everyView(value);
  return texts.flatMap((text) => {
    const at = view.indexOf(text);
    return at === -1 ? [] : [view.slice(Math.max(0, at - 60), at + text.length + 20)];
  });
}

/** An error's own text, its stack and everything else in it, through the whole chain of causes, hidden or not. */
function chain(error: Error): string[] {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const visit = (at: unknown): void => {
    if (typeof at === "string" || typeof at === "symbol") texts.push(String(at));
    if (typeof at !== "object" || at === null || seen.has(at)) return;
    seen.add(at);
    if (at instanceof Headers) texts.push(...[...at].flat());
    for (const key of Reflect.ownKeys(at)) {
      texts.push(String(key));
      visit((at as Record<PropertyKey, unknown>)[key]);
    }
  };
  visit(error);
  return texts;
}

/** What `console.log` writes. */
function logged(value: unknown): string {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const terminal = new Console(stream);
  terminal.log(value);
  terminal.log(
    "%s %o %j",
    value,
    value,
    attempt(() => JSON.stringify(value)),
  );
  return text;
}

/** What cannot be copied or converted shows nothing but the refusal. */
function attempt(view: () => string | undefined): string {
  try {
    return view() ?? "";
  } catch (error) {
    return String(error);
  }
}
