import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { asProblem } from '../../api/problem.ts';
import { FIGURES_EVERY_MS, seriesQuery, sourcesQuery, summaryQuery } from '../../api/queries.ts';
import type { Summary, SummarySeries, VerdictStatus } from '../../api/schema.ts';
import { Panel } from '../../components/panel.tsx';
import { StaleMark } from '../../components/stale-mark.tsx';
import { Notice, ProblemPanel } from '../../components/states.tsx';
import { FRESH_MS, readingOf } from '../../live/reading-progress.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { AgesPanel } from './ages-panel.tsx';
import { listBetween } from './bucket-list.ts';
import { BreaksPanel } from './breaks-panel.tsx';
import { Figures } from './figures.tsx';
import { Lanes } from './lanes.tsx';
import { ProofLine } from './proof-line.tsx';
import { queryOf } from './range.ts';
import { RangePicker, rangeWords, useRange } from './range-picker.tsx';
import { ReasonsPanel } from './reasons-panel.tsx';
import { SourcesPanel } from './sources-panel.tsx';
import { StatusCounts } from './status-counts.tsx';
import type { Buckets } from './time-chart.tsx';
import { VerdictsPanel } from './verdicts-panel.tsx';

export function OverviewPage() {
  usePageTitle('Overview');
  const [range, setRange] = useRange();
  const now = useQuery({ ...summaryQuery, refetchInterval: FIGURES_EVERY_MS });
  const over = useQuery({ ...seriesQuery(queryOf(range)), placeholderData: keepPreviousData });
  const feeds = useQuery(sourcesQuery);
  const router = useRouter();
  const [at, move] = useState<number | null>(null);
  const summary = now.data ?? null;
  const series = over.data ?? null;
  const buckets = useMemo(() => bucketsOf(series), [series]);
  const failed = now.error !== null && summary === null;
  const chart = {
    series,
    problem: over.error === null ? null : asProblem(over.error),
    renewedAt: over.dataUpdatedAt,
    retry: () => void over.refetch(),
    range: rangeWords(range),
    stale: over.isPlaceholderData,
    time: {
      buckets,
      cursor: { at, move },
      onBack: range.kind === 'span' ? () => router.history.back() : null,
      onOpen: (from: number, to: number, status: readonly VerdictStatus[]) =>
        void router.navigate({ to: '/transactions', search: listBetween(from, to, status) }),
      onSpan: (from: number, to: number) => setRange({ kind: 'span', from: minute(from), to: minute(to) }),
    },
  };
  if (summary !== null && summary.proof.arrived === 0) return <FirstRun />;
  return (
    <div className="mx-auto flex max-w-[1480px] flex-col gap-4 p-4">
      <h1 className="sr-only">Overview</h1>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        {failed ? <span /> : <ProofLine summary={summary} />}
        <div className="ml-auto flex flex-wrap items-center justify-end gap-x-3 gap-y-2">
          <StaleMark at={trueAt(summary, now.dataUpdatedAt)} problem={now.error && asProblem(now.error)} />
          <RangePicker />
        </div>
      </div>
      {failed && (
        <Panel title="Figures">
          <ProblemPanel
            what="The figures could not be loaded."
            problem={asProblem(now.error)}
            retry={() => void now.refetch()}
          />
        </Panel>
      )}
      {!failed && (
        <>
          <Figures summary={summary} series={series} range={range} rangeWords={rangeWords(range)} />
          <StatusCounts summary={summary} />
        </>
      )}
      <div className="grid items-start gap-4 xl:grid-cols-[2fr_1fr]">
        <div className="flex min-w-0 flex-col gap-4">
          <VerdictsPanel {...chart} />
          <BreaksPanel {...chart} />
          {!failed && <AgesPanel summary={summary} />}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <SourcesPanel
            sources={feeds.data ?? null}
            renewedAt={feeds.dataUpdatedAt}
            problem={feeds.error === null ? null : asProblem(feeds.error)}
            retry={() => void feeds.refetch()}
          />
          {!failed && <ReasonsPanel summary={summary} />}
        </div>
      </div>
      {!failed && <Lanes summary={summary} />}
    </div>
  );
}

/** When the figures were true, ms: when they came, or up to when the lanes had read where those do not keep up. */
function trueAt(summary: Summary | null, renewedAt: number): number {
  const reading = summary && readingOf(summary);
  return reading !== null && reading.lagMs > FRESH_MS ? reading.readUpTo : renewedAt;
}

function FirstRun() {
  return (
    <Notice title="No events yet" heading="h1">
      Start some:{' '}
      <code className="rounded bg-waiting-tint px-1.5 py-0.5 font-mono text-table">
        npm run produce -- all
      </code>
    </Notice>
  );
}

function bucketsOf(series: SummarySeries | null): Buckets {
  return {
    starts: series?.buckets.map(({ start }) => Date.parse(start)) ?? [],
    stepMs: series?.bucket_ms ?? 60_000,
    filling: series !== null && Date.parse(series.to) > Date.parse(series.at),
  };
}

/** To the minute, which is all that is counted. */
function minute(ms: number): string {
  return new Date(Math.round(ms / 60_000) * 60_000).toISOString();
}
