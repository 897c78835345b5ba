import type { Figures } from '../measure/figures.ts';
import { median } from '../measure/statistics.ts';
import type { EntryResult, Outcome } from '../run.ts';
import { committedAt } from '../scenarios/paced.ts';

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

/** Bars of throughput, processor time, memory and latency, one panel each, as an SVG that reads on light and dark pages. */
export function picture({ results, scenarios }: Pick<Outcome, 'results' | 'scenarios'>): string {
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
    {
      title: 'From acknowledged to committed at 20 % of its own rate, p99 in ms, less is better',
      bars: peers.flatMap(({ entry }) => {
        const what = committedAt(entry.title, 20, 'p99');
        const values = scenarios.flatMap(({ figures }) =>
          figures.flatMap((readings) => readings.filter((one) => one.what === what)),
        );
        if (values.length === 0) return [];
        const value = median(values.map((one) => one.value));
        return [{ name: entry.title, value, isOurs: entry.kind === 'product' }];
      }),
    },
  ].filter(({ bars }) => bars.length > 0);
  let height = 0;
  const drawn = panels
    .map((one) => {
      const top = height;
      height += HEAD + one.bars.length * (BAR + GAP) + GAP;
      return draw(one, top);
    })
    .join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img">
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
