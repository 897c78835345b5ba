import {
  countSettled,
  NOTHING_COUNTED,
  readCounters,
  readIncidents,
  readOpenBreaks,
  readSources,
  readVerification,
  type Counters,
  type Incident,
  type OpenBreaks,
  type Reader,
  type SourcesRead,
  type Verification,
} from '@tieout/store/reading';
import { keep } from './kept.ts';
import { readSeries, type Series } from './series.ts';
import { SettledStats } from './settled-stats.ts';

/** The figures of the whole, for everybody who looks: each is read at most once at a time, and not more often than eyes need. */
export interface Figures {
  counters(): Promise<Counters>;
  openBreaks(): Promise<OpenBreaks>;
  /** Null before the first run. */
  verification(): Promise<Verification | null>;
  incidents(): Promise<readonly Incident[]>;
  sources(): Promise<SourcesRead>;
  /** @param range its name, or "from/to" in ms */
  series(range: string): Promise<Series>;
}

const COUNTERS_MS = 500;
const BREAKS_MS = 1_000;
const INCIDENTS_MS = 2_000;
const VERIFICATION_MS = 2_000;
const SOURCES_MS = 2_000;
const SERIES_MS = 1_000;
const SERIES_MAX = 64;

export function keepFigures(reader: Reader): Figures {
  let before = NOTHING_COUNTED;
  const counters = keep({ atLeastMs: COUNTERS_MS, entriesMax: 1 }, async () => {
    before = await countSettled(reader, before, Date.now());
    return readCounters(reader, before);
  });
  const openBreaks = keep({ atLeastMs: BREAKS_MS, entriesMax: 1 }, () => readOpenBreaks(reader));
  const incidents = keep({ atLeastMs: INCIDENTS_MS, entriesMax: 1 }, () => readIncidents(reader));
  const verification = keep({ atLeastMs: VERIFICATION_MS, entriesMax: 1 }, () => readVerification(reader));
  const sources = keep({ atLeastMs: SOURCES_MS, entriesMax: 1 }, () => readSources(reader));
  const stats = new SettledStats(reader);
  const series = keep({ atLeastMs: SERIES_MS, entriesMax: SERIES_MAX }, (range: string) =>
    readSeries(stats, range, Date.now()),
  );
  return {
    counters: () => counters.get(''),
    openBreaks: () => openBreaks.get(''),
    verification: () => verification.get(''),
    incidents: () => incidents.get(''),
    sources: () => sources.get(''),
    series: (range) => series.get(range),
  };
}
