import { peakRssOf } from '../measure/processes.ts';
import { openApi } from '../stage/api.ts';
import type { Database, Ground } from '../stage/ground.ts';

export interface ExportReading {
  readonly name: string;
  readonly rows: number;
  readonly seconds: number;
  readonly megabytes: number;
  /** The most memory that the API's process had, before and after. */
  readonly rssBefore: number;
  readonly rssAfter: number;
}

const NEWLINE = 0x0a;

/** Takes both exports of everything, counts their rows, and looks at what memory that took. */
export async function measureExports(ground: Ground, database: Database): Promise<ExportReading[]> {
  const api = await openApi(ground, database, 'bench-reading:');
  try {
    const headers = { authorization: `Bearer ${api.token}` };
    await fetch(`${api.url}/api/v1/transactions`, { headers }).then((response) => response.text());
    const readings: ExportReading[] = [];
    for (const [name, head] of [
      ['export.csv', 1],
      ['export.jsonl', 0],
    ] as const) {
      const rssBefore = await peakRssOf(api.pid);
      const startedAt = performance.now();
      const { lines, bytes } = await taken(await fetch(`${api.url}/api/v1/${name}`, { headers }));
      const seconds = (performance.now() - startedAt) / 1000;
      const rssAfter = await peakRssOf(api.pid);
      readings.push({ name, rows: lines - head, seconds, megabytes: bytes / 1e6, rssBefore, rssAfter });
    }
    return readings;
  } finally {
    await api.close();
  }
}

async function taken(response: Response): Promise<{ lines: number; bytes: number }> {
  if (!response.ok || response.body === null)
    throw new Error(`the export was answered with ${response.status}`);
  let lines = 0;
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) lines += 1;
  }
  return { lines, bytes };
}
