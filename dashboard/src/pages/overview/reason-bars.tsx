import { REASONS } from '@tieout/core';
import { Link } from '@tanstack/react-router';
import { memo, useMemo, useState } from 'react';
import type { Reason, SummarySeries } from '../../api/schema.ts';
import { Chip } from '../../components/button.tsx';
import { useZone } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { Skeleton } from '../../components/states.tsx';
import { reasonWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { formatMinute } from '../../format/time.ts';
import { NO_FILTER, searchOf } from '../transactions/filter.ts';
import { BAR, CursorBand, followPointer, MINUTE, MinuteTicks, type MinuteCursor } from './minute-chart.tsx';
import { MinuteTable } from './minute-table.tsx';

const HEIGHT = 28;

interface Line {
  readonly reason: Reason;
  readonly counts: readonly number[];
  readonly total: number;
}

/** Which reasons transactions gained in the last hour: one line of bars a reason, all on one scale, in the order of the rules. */
export function ReasonBars({ series, cursor }: { series: SummarySeries | null; cursor: MinuteCursor }) {
  const [asTable, setAsTable] = useState(false);
  const lines = useMemo(() => (series === null ? [] : linesOf(series)), [series]);
  const minutes = series?.buckets.map(({ start }) => start) ?? [];
  return (
    <Panel
      title="Reasons a minute, last hour"
      aside={
        <Chip pressed={asTable} onClick={() => setAsTable(!asTable)}>
          View as table
        </Chip>
      }
    >
      {series === null ? (
        <div className="flex flex-col gap-3 p-4">
          {[0, 1, 2, 3].map((line) => (
            <Skeleton key={line} className="h-5 w-full" />
          ))}
        </div>
      ) : asTable ? (
        <MinuteTable
          label="Reasons a minute"
          minutes={minutes}
          columns={REASONS.map((reason) => ({
            key: reason,
            head: reasonWords(reason),
            counts: series.buckets.map(({ reasons }) => reasons[reason] ?? 0),
          }))}
        />
      ) : lines.length === 0 ? (
        <p className="px-4 py-8 text-center text-ink-soft">Nothing disagreed in the last hour.</p>
      ) : (
        <Lines lines={lines} minutes={minutes} cursor={cursor} />
      )}
    </Panel>
  );
}

function linesOf({ buckets }: SummarySeries): readonly Line[] {
  return REASONS.map((reason) => {
    const counts = buckets.map(({ reasons }) => reasons[reason] ?? 0);
    return { reason, counts, total: counts.reduce((sum, count) => sum + count, 0) };
  }).filter(({ total }) => total > 0);
}

function Lines({
  lines,
  minutes,
  cursor,
}: {
  lines: readonly Line[];
  minutes: readonly string[];
  cursor: MinuteCursor;
}) {
  const { timeZone } = useZone();
  const { at } = cursor;
  const top = Math.max(1, ...lines.flatMap(({ counts }) => counts));
  const figuresOf = at === null ? 'Last hour' : formatMinute(Date.parse(minutes[at] ?? ''), timeZone);
  const grid = 'grid grid-cols-[minmax(96px,148px)_minmax(0,1fr)_3.5rem] items-center gap-x-3';
  return (
    <div className="px-4 pt-2 pb-3">
      <div className={`${grid} text-micro text-waiting`}>
        <span>
          Most in a minute: <span className="whitespace-nowrap">{formatCount(top, LOCALE)}</span>
        </span>
        <span />
        <span className="text-right">{figuresOf}</span>
      </div>
      <ul>
        {lines.map(({ reason, counts, total }) => (
          <li key={reason} className={`${grid} border-b border-line last:border-0`}>
            <Link
              to="/transactions"
              search={searchOf({ ...NO_FILTER, reason: [reason] })}
              title={reason}
              className="truncate rounded-[3px] py-1.5 text-table outline-offset-[-2px] hover:underline"
            >
              {reasonWords(reason)}
            </Link>
            <svg
              role="img"
              aria-label={`${reasonWords(reason)}: ${formatCount(total, LOCALE)} in the last hour, at most ${formatCount(Math.max(...counts), LOCALE)} a minute`}
              viewBox={`0 0 ${counts.length * MINUTE} ${HEIGHT}`}
              preserveAspectRatio="none"
              className="block h-7 w-full"
              {...followPointer(counts.length, cursor)}
            >
              <CursorBand at={at} height={HEIGHT} />
              <Strip counts={counts} top={top} />
            </svg>
            <span className="text-right text-table font-medium">
              {formatCount(at === null ? total : (counts[at] ?? 0), LOCALE)}
            </span>
          </li>
        ))}
      </ul>
      <div className={grid}>
        <span />
        <MinuteTicks minutes={minutes} />
        <span />
      </div>
    </div>
  );
}

const Strip = memo(function Strip({ counts, top }: { counts: readonly number[]; top: number }) {
  return (
    <>
      <rect width={counts.length * MINUTE} height={HEIGHT} className="fill-transparent" />
      {counts.map((count, index) => {
        if (count === 0) return null;
        const height = Math.max(2, (count / top) * (HEIGHT - 4));
        return (
          <rect
            key={index}
            x={index * MINUTE}
            y={HEIGHT - height}
            width={BAR}
            height={height}
            className="fill-mismatched"
          />
        );
      })}
    </>
  );
});
