import { Link } from '@tanstack/react-router';
import type { LetterOfTxn, Source, Txn } from '../../api/schema.ts';
import { Moment, useNow } from '../../components/moment.tsx';
import { deadLetterWords, sourceWords } from '../../format/labels.ts';
import { formatSpan } from '../../format/time.ts';

interface Props {
  readonly source: Source;
  readonly txn: Txn;
  /** Refused records of this transaction, as far as they are known. */
  readonly letters: readonly LetterOfTxn[];
}

/** The column of a source that has not spoken: never expected, still in time (with a countdown), or overdue. */
export function AbsentLeg({ source, txn, letters }: Props) {
  const now = useNow();
  const name = sourceWords(source);
  if (!txn.missing.includes(source)) {
    return <p className="px-2 py-1.5 text-waiting">{name} is not expected on this channel.</p>;
  }
  const left = Date.parse(txn.deadline_at) - now;
  const inTime = left > 0;
  return (
    <div
      className={`flex h-full min-h-20 flex-col gap-1 rounded-control border border-dashed px-2.5 py-2.5 ${inTime ? 'border-edge' : 'border-mismatched'}`}
    >
      <p className="flex items-center gap-2 font-semibold">
        {inTime && <CountdownRing share={shareLeft(txn, left)} />}
        Nothing from {name}
      </p>
      <p className="text-ink-soft">
        {inTime ? 'Due ' : 'Was due '}
        <Moment at={txn.deadline_at} clock="arrival deadline" zoned />
        {inTime ? `, in ${formatSpan(left)}` : `, ${formatSpan(-left)} ago`}
      </p>
      {letters
        .filter((letter) => letter.source === source)
        .map(({ id, code }) => (
          <Link key={id} to="/dead-letters" search={{ peek: id }} className="text-matched hover:underline">
            A record was refused: {deadLetterWords(code).toLowerCase()}
          </Link>
        ))}
    </div>
  );
}

/** How much of the time between the first event and the deadline is left, 0 to 1. */
function shareLeft({ first_seen_at, deadline_at }: Txn, left: number): number {
  const whole = Date.parse(deadline_at) - Date.parse(first_seen_at);
  return whole <= 0 ? 0 : Math.min(1, left / whole);
}

const RADIUS = 6;
const LENGTH = 2 * Math.PI * RADIUS;

function CountdownRing({ share }: { share: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      strokeWidth="2.4"
      aria-hidden="true"
      className="shrink-0 -rotate-90"
    >
      <circle cx="8" cy="8" r={RADIUS} className="stroke-line" />
      <circle
        cx="8"
        cy="8"
        r={RADIUS}
        className="stroke-matched transition-[stroke-dashoffset] duration-1000 ease-linear"
        strokeDasharray={LENGTH}
        strokeDashoffset={LENGTH * (1 - share)}
      />
    </svg>
  );
}
