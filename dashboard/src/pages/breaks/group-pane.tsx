import { counted } from '../../format/labels.ts';
import { dropped, type TransactionFilter } from '../transactions/filter.ts';
import { FIELD_NAMES, valueWords } from '../transactions/filter-words.ts';
import { countText, useCounts } from '../transactions/use-counts.ts';
import { groupsOf, showingGroup, type Grouping } from './groups.ts';

interface Props {
  readonly grouping: Grouping;
  readonly filter: TransactionFilter;
  /** What the list asks besides. */
  readonly asked: TransactionFilter;
  readonly show: (filter: TransactionFilter) => void;
}

const ENTRY =
  'flex min-h-8 shrink-0 items-center gap-3 rounded-control px-2.5 text-left text-table whitespace-nowrap hover:bg-hover aria-[current=true]:bg-selected aria-[current=true]:font-medium aria-[current=true]:text-matched';

/** The groups there are with their counts; the list beside them shows the one that is chosen, or all. */
export function GroupPane({ grouping, filter, asked, show }: Props) {
  const counts = useCounts(dropped(asked, grouping));
  const name = FIELD_NAMES[grouping];
  return (
    <nav
      aria-label={`Groups by ${name}`}
      className="flex shrink-0 gap-0.5 border-line bg-panel p-2 max-lg:min-h-[49px] max-lg:overflow-x-auto max-lg:border-b lg:w-56 lg:flex-col lg:overflow-y-auto lg:border-r"
    >
      {counts !== null && (
        <>
          <button
            type="button"
            aria-current={filter[grouping].length === 0}
            onClick={() => show(dropped(filter, grouping))}
            className={ENTRY}
          >
            <span className="flex-1">All</span>
            <span className="text-small text-ink-soft">{countText(counts.total)}</span>
          </button>
          {groupsOf(grouping, counts, filter).map(({ value, chosen, ...count }) =>
            value === null ? (
              <p
                key="none"
                className="flex min-h-8 shrink-0 items-center gap-3 px-2.5 text-table text-ink-soft"
              >
                <span className="flex-1 whitespace-nowrap">No source named</span>
                <span className="text-small">{countText(count)}</span>
              </p>
            ) : (
              <button
                key={value}
                type="button"
                aria-current={chosen}
                title={counted(countText(count), 'break')}
                onClick={() => show(showingGroup(filter, grouping, value))}
                className={ENTRY}
              >
                <span className="min-w-0 flex-1 truncate">{valueWords(grouping, value)}</span>
                <span className="text-small text-ink-soft">{countText(count)}</span>
              </button>
            ),
          )}
        </>
      )}
    </nav>
  );
}
