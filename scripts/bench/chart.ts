import { ours, raw } from "./contenders";
import type { Durations } from "./measure";
import type { Results } from "./results";

const width = 760;
const labelWidth = 150;
const valueWidth = 60;
const barHeight = 18;
const rowHeight = 26;
const top = 64;

interface Panel {
  readonly title: string;
  readonly durations: Durations;
}

/**
 * The time of a call with each client, as a multiple of that of raw `fetch`. It has a background of its own, so that it can be read
 * wherever it is shown, and is dark where the reader's system is.
 */
export function chart({ date, node, parts }: Results): string {
  const panels: Panel[] = [
    { title: "get, stub", durations: parts.stub.get },
    { title: "list of 100, stub", durations: parts.stub.list },
    { title: "get, loopback HTTP, 50 in flight", durations: parts.loopback.fifty },
  ];
  let y = top;
  const drawn = panels.map((panel) => {
    const at = y;
    y += 40 + rowHeight * Object.keys(panel.durations).length;
    return draw(panel, at);
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
<text class="faint" x="16" y="48">less is better; medians of one run, ${date.slice(0, 10)}, Node.js ${node}</text>
${drawn.join("\n")}
</svg>
`;
}

function draw({ title, durations }: Panel, y: number): string {
  const one = durations[raw] ?? NaN;
  const ratios = Object.entries(durations).map(([name, time]) => ({ name, ratio: time / one }));
  const scale = (width - labelWidth - valueWidth) / Math.max(...ratios.map(({ ratio }) => ratio));
  const bottom = y + 24 + rowHeight * ratios.length;
  const bars = ratios.map(({ name, ratio }, index) => {
    const barTop = y + 24 + rowHeight * index;
    const end = labelWidth + ratio * scale;
    const baseline = barTop + barHeight - 5;
    return [
      `<text x="${labelWidth - 8}" y="${baseline}" text-anchor="end">${name}</text>`,
      `<rect class="${name === ours ? "own" : "bar"}" x="${labelWidth}" y="${barTop}" width="${(ratio * scale).toFixed(1)}" height="${barHeight}" rx="2"/>`,
      `<text x="${(end + 6).toFixed(1)}" y="${baseline}">${ratio.toFixed(2)}</text>`,
    ].join("");
  });
  const line = (labelWidth + scale).toFixed(1);
  return [
    `<text class="faint" x="16" y="${y + 14}">${title}</text>`,
    ...bars,
    `<line class="one" x1="${line}" y1="${y + 20}" x2="${line}" y2="${bottom - 4}"/>`,
  ].join("\n");
}
