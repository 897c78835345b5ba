import { Button } from '../../components/button.tsx';
import { useNow, useZone } from '../../components/moment.tsx';
import { Notice } from '../../components/states.tsx';
import { formatMoment } from '../../format/time.ts';
import type { ListKeeper } from './list-keeper.ts';
import type { TransactionList } from './transaction-list.ts';

/** Where a list rests: how far back it has looked, and the way on. */
export function LookFurther({
  keeper,
  list,
}: {
  readonly keeper: ListKeeper;
  readonly list: TransactionList;
}) {
  const since = useSince(list);
  const on = <Button onClick={() => keeper.lookFurther()}>Look further back</Button>;
  if (list.rows.length === 0) {
    return (
      <Notice title={`Nothing fits${since}`} actions={on}>
        Older ones were not looked at yet. New ones that fit appear here by themselves.
      </Notice>
    );
  }
  return (
    <div
      role="status"
      className="flex shrink-0 items-center justify-between gap-3 border-t border-line bg-panel px-4 py-2 text-ink-soft"
    >
      <span>Nothing more fits{since}.</span>
      {on}
    </div>
  );
}

function useSince({ lookedTo }: TransactionList): string {
  const now = useNow();
  const { timeZone, label } = useZone();
  if (lookedTo === null) return ' so far';
  // To the second: nobody looks for what lies within one.
  return ` since ${formatMoment(Date.parse(lookedTo), now, timeZone).slice(0, -'.000'.length)} ${label}`;
}
