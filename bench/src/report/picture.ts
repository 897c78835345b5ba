import type { Figures } from '../measure/figures.ts';
import { median } from '../measure/statistics.ts';
import type { EntryResult } from '../run.ts';

interface Panel {
  readonly title: string;
  readonly bars: readonly { readonly name: string; readonly value: number; readonly isOurs: boolean }[];
}

const WIDTH = 860;
const NAME = 230;
const VALUE = 110;
const BAR = 18;
const GAP = 8;
const HEAD = 34;

const of = (result: EntryResult, value: (one: Figures) => number): number =>
  median(result.figures.map(value));

/** Bars of throughput, processor time and memory, one panel each, as an SVG that reads on light and dark pages. */
export function picture(results: readonly EntryResult[]): string {
  const peers = results.filter(({ entry, figures }) => entry.kind !== 'floor' && figures.length > 0);
  const panel = (title: string, value: (result: EntryResult) => number): Panel => ({
    title,
    bars: peers.map((result) => ({
      name: result.entry.title,
      value: value(result),
      isOurs: result.entry.kind === 'product',
    })),
  });
  const panels = [
    panel('Events a second, more is better', (one) => of(one, ({ eventsPerSecond }) => eventsPerSecond)),
    panel('Processor seconds per million events, all processes, less is better', (one) =>
      of(one, ({ cpuPerMillion }) => cpuPerMillion.all),
    ),
    panel('Peak memory of the process, MB, less is better', (one) =>
      of(one, ({ peakRssBytes }) => peakRssBytes / 1e6),
    ),
  ];
  const height = HEAD + peers.length * (BAR + GAP) + GAP;
  const drawn = panels.map((one, index) => draw(one, index * height)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${panels.length * height}" font-family="system-ui, sans-serif" font-size="13" role="img">
<style>text { fill: #24292f } .title { font-weight: 600 } .ours { fill: #0b7a75 } .peer { fill: #8c959f }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .ours { fill: #3fc1b8 } .peer { fill: #6e7681 } }</style>
${drawn}
</svg>
`;
}

function draw({ title, bars }: Panel, top: number): string {
  const greatest = Math.max(...bars.map(({ value }) => value));
  const lines = bars.map(({ name, value, isOurs }, index) => {
    const y = top + HEAD + index * (BAR + GAP);
    const width = Math.max(1, (value / greatest) * (WIDTH - NAME - VALUE));
    const shown = value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US');
    return `<text x="${NAME - 10}" y="${y + 14}" text-anchor="end">${escaped(name)}</text><rect class="${
      isOurs ? 'ours' : 'peer'
    }" x="${NAME}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2"/><text x="${(NAME + width + 8).toFixed(1)}" y="${
      y + 14
    }">${shown}</text>`;
  });
  return [`<text class="title" x="${NAME}" y="${top + 20}">${escaped(title)}</text>`, ...lines].join('\n');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
