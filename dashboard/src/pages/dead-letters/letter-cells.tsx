import { Link } from '@tanstack/react-router';
import type { DeadLetter } from '../../api/schema.ts';
import { MiddleTruncated } from '../../components/middle-truncated.tsx';
import { formatCount, LOCALE } from '../../format/money.ts';

/** What the key names: a link where a transaction of that id exists. */
export function TransactionOf({ letter }: { letter: DeadLetter }) {
  const { txn_id: id, txn_exists: exists } = letter;
  if (id === null) return <span className="text-waiting">–</span>;
  if (!exists) {
    return (
      <span className="font-mono" title={`No transaction with the id ${id} is known`}>
        <MiddleTruncated text={id} />
      </span>
    );
  }
  return (
    <Link
      to="/transactions/$txnId"
      params={{ txnId: id }}
      aria-label={id}
      className="inline-flex max-w-full font-mono text-matched hover:underline"
    >
      <MiddleTruncated text={id} />
    </Link>
  );
}

/** Where it stands now: words only, the colour of a break belongs to breaks. */
export function State({ letter }: { letter: DeadLetter }) {
  if (letter.redriven_at !== null) return <span className="text-matched">Redriven</span>;
  if (letter.attempts > 0) {
    return <span>Refused again · {formatCount(letter.attempts, LOCALE)} redrives</span>;
  }
  return <span className="text-ink-soft">Refused</span>;
}
