import type { ApiProblem } from '../api/problem.ts';
import { formatClock } from '../format/time.ts';
import { FRESH_MS } from '../live/reading-progress.ts';
import { useNow, useZone } from './moment.tsx';

interface Props {
  /** When what is shown was true, ms since 1970; 0 where nothing is shown yet. */
  readonly at: number;
  /** Why it could not be renewed, where that is known. */
  readonly problem: ApiProblem | null;
}

/** Says of what is shown since when it stands still. As small as a word, so that nothing moves when it comes or goes. */
export function StaleMark({ at, problem }: Props) {
  const now = useNow();
  const { timeZone, label } = useZone();
  if (at === 0 || (problem === null && now - at <= FRESH_MS)) return null;
  const why =
    problem === null
      ? 'Nothing newer has come since'
      : [
          problem.message,
          problem.code,
          ...(problem.requestId === null ? [] : [`request ${problem.requestId}`]),
        ];
  return (
    <span
      data-testid="stale"
      title={[why].flat().join('\n')}
      className="rounded-[4px] bg-attention px-1.5 text-small font-medium whitespace-nowrap text-attention-ink"
    >
      as of {formatClock(at, timeZone).slice(0, 8)} {label}
    </span>
  );
}
