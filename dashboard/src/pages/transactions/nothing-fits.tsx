import { useQueries } from '@tanstack/react-query';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/states.tsx';
import { usePerson } from '../../session/person-context.tsx';
import { NO_FILTER, type ListField, type TransactionFilter } from './filter.ts';
import { useZone } from '../../components/moment.tsx';
import { othersOf } from './filter-bar.tsx';
import { countsQuery, countText } from './use-counts.ts';

interface Props {
  readonly filter: TransactionFilter;
  readonly show: (filter: TransactionFilter) => void;
  /** What the list always asks, and nobody can drop. */
  readonly stays?: ListField;
}

/** Names the part of the filter that excludes most, and drops it in one click. */
export function NothingFits({ filter, show, stays }: Props) {
  const { username } = usePerson();
  const zone = useZone();
  const parts = othersOf(filter, stays === undefined ? [] : [stays], false, zone);
  const { totals, counted } = useQueries({
    queries: parts.map(({ without }) => countsQuery(without, username)),
    combine: (answers) => ({
      totals: answers.map(({ data }) => data?.total ?? null),
      counted: answers.every(({ isPending }) => !isPending),
    }),
  });
  const ranked = parts
    .map((part, place) => ({ part, total: totals[place] ?? null }))
    .toSorted((one, other) => (other.total?.count ?? 0) - (one.total?.count ?? 0));
  const [most] = ranked;
  const gains = most?.total !== null && most !== undefined && most.total.count > 0;
  // The order follows from the counts: until they are known nothing is offered, so that nothing changes places.
  const look = counted ? '' : 'invisible';
  return (
    <Notice
      title="Nothing fits these filters"
      actions={
        <div className={`contents ${look}`}>
          {ranked.map(({ part: { key, words, without }, total }, place) => (
            <Button
              key={key}
              look={gains && place === 0 ? 'solid' : 'plain'}
              className="max-w-full"
              onClick={() => show(without)}
            >
              <span className="truncate">Drop {words}</span>
              {total !== null && total.count > 0 && (
                <span className="shrink-0 font-normal">shows {countText(total)}</span>
              )}
            </Button>
          ))}
          {parts.length > 1 && <Button onClick={() => show(NO_FILTER)}>Clear filters</Button>}
        </div>
      }
    >
      <span className={`block min-h-11 ${look}`}>
        {gains ? `${most.part.words} excludes most. ` : ''}New ones that fit appear here by themselves.
      </span>
    </Notice>
  );
}
