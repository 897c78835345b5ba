import { Link } from '@tanstack/react-router';
import type { SourceHealth, SourceList } from '../../api/schema.ts';
import type { ApiProblem } from '../../api/problem.ts';
import { Age } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { StaleMark } from '../../components/stale-mark.tsx';
import { ProblemPanel, Skeleton } from '../../components/states.tsx';
import { sourceWords } from '../../format/labels.ts';
import { formatSeconds, formatSpan } from '../../format/time.ts';
import { FRESH_MS } from '../../live/reading-progress.ts';
import { rateWords } from '../sources/source-words.ts';

interface Props {
  readonly sources: SourceList | null;
  readonly problem: ApiProblem | null;
  readonly retry: () => void;
  /** When they were read, ms since 1970; 0 before the first time. */
  readonly renewedAt: number;
}

/** The three feeds in a line each: how much comes, how far behind it is, and since when nothing has come. */
export function SourcesPanel({ sources, problem, retry, renewedAt }: Props) {
  return (
    <Panel
      title="Sources"
      aside={
        <span className="flex items-center gap-3">
          <StaleMark at={renewedAt} problem={problem} />
          <Link to="/sources" className="font-medium text-matched hover:underline">
            All of each
          </Link>
        </span>
      }
    >
      {problem !== null && sources === null && (
        <ProblemPanel what="The sources could not be read." problem={problem} retry={retry} />
      )}
      {sources === null && problem === null && (
        <div className="p-4">
          <Skeleton className="h-[88px] w-full" />
        </div>
      )}
      <ul>
        {sources?.items.map((health) => (
          <Line key={health.source} health={health} />
        ))}
      </ul>
    </Panel>
  );
}

function Line({ health }: { health: SourceHealth }) {
  const { source, per_minute, lag_ms, silent_since } = health;
  const unread = lag_ms !== null && lag_ms > FRESH_MS;
  return (
    <li
      data-source={source}
      data-per-minute={per_minute}
      className="grid min-h-10 grid-cols-[5rem_1fr_auto] items-center gap-3 border-b border-line px-4 text-table last:border-0"
    >
      <span className="font-medium">{sourceWords(source)}</span>
      <span className="truncate text-right" title="Records a minute, over the last 5 whole minutes">
        {rateWords(per_minute)}
      </span>
      {unread ? (
        <span className="rounded-[4px] bg-attention px-1.5 text-small font-medium text-attention-ink">
          not read for {formatSpan(lag_ms)}
        </span>
      ) : silent_since === null ? (
        <span className="min-w-24 text-right text-small text-waiting" title="How far behind now it is read">
          {lag_ms === null ? 'nothing yet' : `${formatSeconds(lag_ms)} s behind`}
        </span>
      ) : (
        <span className="rounded-[4px] bg-attention px-1.5 text-small font-medium text-attention-ink">
          silent for <Age since={silent_since} />
        </span>
      )}
    </li>
  );
}
