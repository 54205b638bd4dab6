import { ours, raw, unpaced } from "./names";
import type { Results, Table } from "./tables";

const width = 760;
const left = 150;
const rowHeight = 26;
const panels = { "get, stub": "get, stub", "list of 100, stub": "list of 100, stub" };

/**
 * The time of a call with each client, as a multiple of that of raw `fetch`. The chart has a background of its own, so that it can be
 * read wherever it is shown, and follows the reader's system into the dark.
 */
export function chart({ date, node, tables }: Results): string {
  let y = 64;
  const drawn = Object.entries(panels).map(([title, label]) => {
    const clients = Object.fromEntries(Object.entries(tables[title] ?? {}).filter(([name]) => name !== unpaced));
    const panel = draw(label, clients, y);
    y += 40 + rowHeight * Object.keys(clients).length;
    return panel;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" role="img" aria-labelledby="title">
<title id="title">Time of a call as a multiple of raw fetch</title>
<style>
  svg { --back: #ffffff; --text: #1f2328; --faint: #59636e; --bar: #8c959f; --own: #0969da }
  @media (prefers-color-scheme: dark) {
    svg { --back: #0d1117; --text: #f0f6fc; --faint: #9198a1; --bar: #656c76; --own: #4493f8 }
  }
  text { font: 13px system-ui, sans-serif; fill: var(--text) }
  .title { font-size: 16px; font-weight: 600 }
  .faint { fill: var(--faint) }
  .bar { fill: var(--bar) }
  .own { fill: var(--own) }
  .one { stroke: var(--faint); stroke-dasharray: 3 3 }
</style>
<rect width="${width}" height="${y}" rx="6" style="fill: var(--back)"/>
<text class="title" x="16" y="28">Time of a call, × raw fetch</text>
<text class="faint" x="16" y="48">lower is better; ${date.slice(0, 10)}, Node.js ${node}</text>
${drawn.join("\n")}
</svg>
`;
}

function draw(label: string, clients: Table, top: number): string {
  const ratios = Object.entries(clients).map(([name, row]) => [name, row[`× ${raw}`] ?? NaN] as const);
  const scale = (width - left - 60) / Math.max(...ratios.map(([, ratio]) => ratio));
  const bars = ratios.map(([name, ratio], index) => {
    const y = top + 24 + rowHeight * index;
    const length = ratio * scale;
    return [
      `<text x="${left - 8}" y="${y + 13}" text-anchor="end">${name}</text>`,
      `<rect class="${name === ours ? "own" : "bar"}" x="${left}" y="${y}" width="${length.toFixed(1)}" height="18" rx="2"/>`,
      `<text x="${(left + length + 6).toFixed(1)}" y="${y + 13}">${ratio.toFixed(2)}</text>`,
    ].join("");
  });
  const one = (left + scale).toFixed(1);
  const end = top + 20 + rowHeight * ratios.length;
  return [
    `<text class="faint" x="16" y="${top + 14}">${label}</text>`,
    ...bars,
    `<line class="one" x1="${one}" y1="${top + 20}" x2="${one}" y2="${end}"/>`,
  ].join("\n");
}
