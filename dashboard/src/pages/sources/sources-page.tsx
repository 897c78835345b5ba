import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { asProblem } from '../../api/problem.ts';
import { FIGURES_EVERY_MS, sourcesQuery, summaryQuery } from '../../api/queries.ts';
import type { SourceHealth } from '../../api/schema.ts';
import { Age, Moment, useZone } from '../../components/moment.tsx';
import { StaleMark } from '../../components/stale-mark.tsx';
import { ProblemPanel, Skeleton } from '../../components/states.tsx';
import { counted, sourceWords } from '../../format/labels.ts';
import { formatCount, LOCALE, UNKNOWN } from '../../format/money.ts';
import { formatClock, formatSeconds, formatSpan } from '../../format/time.ts';
import { FRESH_MS, readingOf } from '../../live/reading-progress.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { changeWords, latenessWords, rateWords } from './source-words.ts';

const count = (value: number): string => formatCount(value, LOCALE);

/** Whether each system still tells its side, how much, and how late. */
export function SourcesPage() {
  usePageTitle('Sources');
  const { data, error, refetch, dataUpdatedAt } = useQuery(sourcesQuery);
  return (
    <div className="mx-auto flex max-w-[1480px] flex-col gap-4 p-4">
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-3">
        <h1 className="text-title font-semibold">Sources</h1>
        <span className="flex flex-wrap items-center gap-x-3 text-small text-waiting">
          <Standing />
          {data !== undefined &&
            (error === null ? (
              <span>
                as of <Moment at={data.at} clock="read" zoned />
              </span>
            ) : (
              <StaleMark at={dataUpdatedAt} problem={asProblem(error)} />
            ))}
        </span>
      </div>
      {error !== null && data === undefined && (
        <div className="overflow-clip rounded-panel border border-line bg-panel">
          <ProblemPanel
            what="The sources could not be read."
            problem={asProblem(error)}
            retry={() => void refetch()}
          />
        </div>
      )}
      {(data !== undefined || error === null) && (
        <ul className="grid gap-4 lg:grid-cols-3">
          {data === undefined
            ? ['core', 'gateway', 'mobile'].map((source) => (
                <li key={source} className="rounded-panel border border-line bg-panel p-4">
                  <Skeleton className="h-[378px] w-full" />
                </li>
              ))
            : data.items.map((health) => (
                <li key={health.source}>
                  <SourceCard health={health} />
                </li>
              ))}
        </ul>
      )}
    </div>
  );
}

/** Why nothing at all is read, whatever the sources send. */
function Standing() {
  const { data } = useQuery({ ...summaryQuery, refetchInterval: FIGURES_EVERY_MS });
  const { timeZone, label } = useZone();
  const reading = data === undefined ? null : readingOf(data);
  if (reading === null || reading.standing === null) return null;
  const since = `${formatClock(reading.readUpTo, timeZone).slice(0, 8)} ${label}`;
  return (
    <span role="status" className="rounded-[4px] bg-attention px-2 py-0.5 font-medium text-attention-ink">
      Nothing is read since {since}: {reading.standing}
    </span>
  );
}

function SourceCard({ health }: { health: SourceHealth }) {
  const { source, last_record_at, lateness, looked_at, again, refused_last_hour, schema_ids } = health;
  const name = sourceWords(source);
  return (
    <section
      aria-label={name}
      data-testid={`source-${source}`}
      className="h-full overflow-clip rounded-panel border border-line bg-panel"
    >
      <header className="flex min-h-12 items-center justify-between gap-3 border-b border-line px-4">
        <h2 className="text-title font-semibold">{name}</h2>
        <Flow health={health} />
      </header>
      <div className="px-4 pt-3 pb-1">
        <p className="text-figure font-semibold tracking-tight">{rateWords(health.per_minute)}</p>
        <p className="text-small text-waiting">{changeWords(health)}</p>
      </div>
      <dl className="px-4 pb-2">
        <Line name="Last record" explains="By the broker's clock">
          {last_record_at === null ? UNKNOWN : <Moment at={last_record_at} clock="received" zoned />}
        </Line>
        <Line name="Read up to" explains="How far behind now it is known to have been read, in every lane">
          {health.lag_ms === null ? UNKNOWN : `${formatSeconds(health.lag_ms)} s ago`}
        </Line>
        <Line name="Usual gap" explains="95 of 100 gaps between two records are not longer">
          {latenessWords(health.usual_gap_ms)}
        </Line>
        <Line
          name="Late by, half within"
          explains="From when it happened, as the source says, to when it arrived. Below zero: its clock is ahead"
        >
          {latenessWords(lateness?.p50_ms ?? null)}
        </Line>
        <Line name="Late by, 95 % within">{latenessWords(lateness?.p95_ms ?? null)}</Line>
        <Line name="Sent again" explains="Under an event id that was there before">
          {looked_at === 0 ? UNKNOWN : `${count(again)} of the newest ${count(looked_at)}`}
        </Line>
        <Line name="Refused in the last hour">
          {refused_last_hour === 0 ? (
            '0'
          ) : (
            <Link to="/dead-letters" className="font-medium text-mismatched hover:underline">
              {counted(count(refused_last_hour), 'record')}
            </Link>
          )}
        </Line>
        <Line name="Schema ids" explains="In the registry, of the newest records">
          <span className="font-mono">{schema_ids.length === 0 ? UNKNOWN : schema_ids.join(', ')}</span>
        </Line>
      </dl>
    </section>
  );
}

function Flow({ health: { silent_since, last_record_at, lag_ms } }: { health: SourceHealth }) {
  if (lag_ms !== null && lag_ms > FRESH_MS)
    return (
      <span className="rounded-[4px] bg-attention px-2 py-0.5 text-small font-medium text-attention-ink">
        not read for {formatSpan(lag_ms)}
      </span>
    );
  if (silent_since !== null)
    return (
      <span className="rounded-[4px] bg-attention px-2 py-0.5 text-small font-medium text-attention-ink">
        silent for <Age since={silent_since} />
      </span>
    );
  return (
    <span className="text-small text-waiting">{last_record_at === null ? 'nothing yet' : 'flowing'}</span>
  );
}

function Line({ name, explains, children }: { name: string; explains?: string; children: ReactNode }) {
  return (
    <div className="flex min-h-9 items-center justify-between gap-4 border-b border-line py-1 text-table last:border-0">
      <dt className="text-ink-soft" title={explains}>
        {name}
      </dt>
      <dd className="text-right font-medium">{children}</dd>
    </div>
  );
}
