import type { TxnDetail } from '../../api/schema.ts';
import { reasonWords } from '../../format/labels.ts';

/** What a person does about it, a line per reason. */
export function NextActions({ txn: { next_action: actions, status } }: { txn: TxnDetail }) {
  if (actions.length === 0 || status === 'RESOLVED') return null;
  return (
    <section aria-label="Next action" className="rounded-panel border border-line bg-panel px-4 py-3 lg:px-5">
      <h2 className="text-small font-medium text-ink-soft">Next action</h2>
      <ul className="mt-1 flex flex-col gap-1">
        {actions.map(({ reason, text }) => (
          <li key={reason} className="flex flex-wrap gap-x-3">
            {actions.length > 1 && <span className="min-w-36 text-ink-soft">{reasonWords(reason)}</span>}
            <span className="font-medium">{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
