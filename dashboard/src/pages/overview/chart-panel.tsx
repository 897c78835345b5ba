import { useState, type ReactNode } from 'react';
import type { ApiProblem } from '../../api/problem.ts';
import type { SummarySeries, VerdictStatus } from '../../api/schema.ts';
import { Chip } from '../../components/button.tsx';
import { useZone } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { StaleMark } from '../../components/stale-mark.tsx';
import { ProblemPanel, Skeleton } from '../../components/states.tsx';
import type { BucketCursor, Buckets } from './time-chart.tsx';
import { Swatch } from './tip-rows.tsx';

/** What all charts of the page share. */
export interface SharedTime {
  readonly buckets: Buckets;
  readonly cursor: BucketCursor;
  readonly onSpan: (from: number, to: number) => void;
  /** Out of a stretch that was drawn; null where none was. */
  readonly onBack: (() => void) | null;
  /** Opens the list of a stretch of time, ms: of some statuses only, or of all. */
  readonly onOpen: (from: number, to: number, status: readonly VerdictStatus[]) => void;
}

export interface ChartProps {
  readonly series: SummarySeries | null;
  /** Why there is nothing newer; what there was stays. */
  readonly problem: ApiProblem | null;
  readonly retry: () => void;
  /** When it was, ms since 1970; 0 before the first. */
  readonly renewedAt: number;
  /** Over which time, in words. */
  readonly range: string;
  /** Of another range, while the one asked for is on its way. */
  readonly stale: boolean;
  readonly time: SharedTime;
}

interface Props extends ChartProps {
  readonly title: string;
  readonly heightPx: number;
  readonly legend: readonly { readonly label: string; readonly swatch: string }[];
  readonly aside?: ReactNode;
  readonly chart: (series: SummarySeries, time: SharedTime) => ReactNode;
  readonly table: (series: SummarySeries) => ReactNode;
}

/** A chart with its legend, or the same as a table. It takes its room before it has anything to show. */
export function ChartPanel(props: Props) {
  const {
    title,
    heightPx,
    legend,
    aside,
    chart,
    table,
    series,
    problem,
    retry,
    range,
    stale,
    time,
    renewedAt,
  } = props;
  const [asTable, setAsTable] = useState(false);
  const { label: zone } = useZone();
  return (
    <Panel
      title={`${title}, ${range}`}
      aside={
        (series !== null || problem === null) && (
          <span className="flex flex-wrap items-center justify-end gap-1.5">
            <StaleMark at={renewedAt} problem={problem} />
            {!asTable && aside}
            <Chip pressed={asTable} onClick={() => setAsTable(!asTable)}>
              View as table
            </Chip>
          </span>
        )
      }
    >
      {problem !== null && series === null && (
        <ProblemPanel what={`${title} could not be loaded.`} problem={problem} retry={retry} />
      )}
      {series === null ? (
        problem === null && (
          <div style={{ height: heightPx + LEGEND_PX }} className="p-4">
            <Skeleton className="h-full w-full" />
          </div>
        )
      ) : (
        <div
          style={{ height: heightPx + LEGEND_PX }}
          className={`flex flex-col transition-opacity ${stale ? 'opacity-50' : ''}`}
        >
          {asTable ? (
            table(series)
          ) : (
            <figure className="pt-1">
              {chart(series, time)}
              <figcaption className="flex flex-wrap gap-x-4 px-4 pl-13 text-small text-ink-soft max-sm:gap-x-3">
                {legend.map(({ label, swatch }) => (
                  <Swatch key={label} label={label} swatch={swatch} />
                ))}
                <span className="ml-auto text-waiting" title="The zone of the times above">
                  {zone}
                </span>
              </figcaption>
            </figure>
          )}
        </div>
      )}
    </Panel>
  );
}

/** Two lines of it, on a phone. */
const LEGEND_PX = 46;
