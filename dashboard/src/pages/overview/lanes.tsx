import type { Lane, Summary } from '../../api/schema.ts';
import { Moment } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { Skeleton } from '../../components/states.tsx';
import { sourceWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { formatSeconds, formatSpan } from '../../format/time.ts';
import { FRESH_MS } from '../../live/reading-progress.ts';

/** The proof of being live: how much was read, and up to when, lane by lane. */
export function Lanes({ summary }: { summary: Summary | null }) {
  return (
    <div id="lanes" className="scroll-mt-4">
      <Panel
        title={summary === null ? 'Read so far' : `Read so far, all within ${behindAll(summary)}`}
        aside={summary !== null && <Arrived summary={summary} />}
      >
        {summary === null ? (
          <div className="p-4">
            <Skeleton className="h-10 w-full" />
          </div>
        ) : (
          <ul className="grid gap-px overflow-hidden rounded-b-panel bg-line sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-6">
            {summary.lanes.map((lane) => (
              <LaneCell key={lane.lane} lane={lane} />
            ))}
          </ul>
        )}
      </Panel>
    </div>
  );
}

/** The lane furthest behind, in words: the proof holds for all of them. */
function behindAll({ lanes }: Summary): string {
  return formatSpan(Math.ceil(Math.max(0, ...lanes.map(({ lag_ms }) => lag_ms)) / 1000) * 1000);
}

function Arrived({ summary: { proof } }: { summary: Summary }) {
  return (
    <span>
      {formatCount(proof.arrived, LOCALE)} events
      <span className="max-sm:hidden">
        {': '}
        {proof.sources
          .map(({ source, arrived }) => `${sourceWords(source)} ${formatCount(arrived, LOCALE)}`)
          .join(' · ')}
      </span>
    </span>
  );
}

function LaneCell({ lane }: { lane: Lane }) {
  const behind = lane.lag_ms > FRESH_MS;
  const why = lane.halted ?? (behind ? lane.stalled : null);
  const name = lane.lane.replace('lane-', 'Lane ');
  return (
    <li className="flex flex-col gap-0.5 bg-panel px-4 py-2.5 text-table">
      <span className="flex items-center justify-between gap-2 text-small text-ink-soft">
        {name}
        {lane.halted !== null && <Flag>halted</Flag>}
        {lane.halted === null && behind && <Flag>behind</Flag>}
      </span>
      <span className="flex items-baseline justify-between gap-2">
        <Moment at={lane.lane_time} clock="lane time" zoned />
        <span className="text-small text-waiting" title="Now − lane time">
          {formatSeconds(lane.lag_ms)} s
        </span>
      </span>
      {why !== null && <span className="text-small text-ink-soft">{why}</span>}
    </li>
  );
}

function Flag({ children }: { children: string }) {
  return (
    <span className="rounded-[4px] bg-attention px-1.5 text-micro font-medium text-attention-ink">
      {children}
    </span>
  );
}
