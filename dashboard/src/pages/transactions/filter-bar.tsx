import { X } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { TxnCounts } from '../../api/schema.ts';
import { Button } from '../../components/button.tsx';
import { useZone } from '../../components/moment.tsx';
import { usePerson } from '../../session/person-context.tsx';
import { useShortcuts } from '../../shell/shortcuts.ts';
import { FacetChip, type Option } from './facet-chip.tsx';
import {
  ALLOWED,
  dropped,
  filterOf,
  isFiltered,
  LIST_FIELDS,
  NO_FILTER,
  searchOf,
  TEXT_FIELDS,
  type ListField,
  type TextField,
  type TransactionFilter,
} from './filter.ts';
import { boundWords, chosenWords, FIELD_NAMES, valueWords, type ZoneShown } from './filter-words.ts';
import { countOf, countsQuery } from './use-counts.ts';

interface Props {
  readonly filter: TransactionFilter;
  readonly onChange: (filter: TransactionFilter) => void;
  readonly fields: readonly ListField[];
  /** Of what the filter shows; null while that is not known. */
  readonly counts: TxnCounts | null;
  /** Whether rows have an age: only what is broken has. */
  readonly aged: boolean;
}

const AGES = ['15m', '1h', '4h', '1d'] as const;
const WITHIN = ['15m', '1h', '6h', '24h', '7d'] as const;

/** One chip a field, and one for whatever else the address or the text asks, to be taken away. */
export function FilterBar({ filter, onChange, fields, counts, aged }: Props) {
  const zone = useZone();
  const first = useRef<HTMLButtonElement>(null);
  useShortcuts({ f: () => first.current?.focus() });
  const set = (field: ListField | TextField, value: string): void =>
    onChange(filterOf({ ...searchOf(filter), [field]: value }));
  const toggle = (field: ListField, value: string): void => {
    const values: readonly string[] = filter[field];
    const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
    set(field, next.join(','));
  };
  const { opened, setOpened, counted } = useOpenedCounts(filter, counts);
  const optionsOf = (field: ListField): readonly Option[] =>
    valuesOf(field, field === opened ? counted : counts).map((value) => ({
      value,
      words: valueWords(field, value),
      count: field === opened ? countOf(counted, field, value) : null,
    }));
  return (
    <div
      role="group"
      aria-label="Filters"
      className="flex min-w-0 gap-1.5 max-lg:-my-1 max-lg:overflow-x-auto max-lg:py-1 max-lg:pr-4 lg:flex-wrap"
    >
      {fields.map((field, place) => (
        <FacetChip
          key={field}
          trigger={place === 0 ? first : undefined}
          name={FIELD_NAMES[field]}
          chosen={chosenWords(field, filter[field])}
          options={optionsOf(field)}
          isChosen={(value) => holds(filter[field], value)}
          onToggle={(value) => toggle(field, value)}
          onClear={() => onChange(dropped(filter, field))}
          onOpen={(open) => setOpened(open ? field : null)}
          several
        />
      ))}
      {aged && (
        <FacetChip
          name="Age"
          chosen={filter.older === '' ? '' : `over ${filter.older}`}
          options={AGES.map((age) => ({ value: age, words: `Over ${age}`, count: null }))}
          isChosen={(value) => filter.older === value}
          onToggle={(value) => set('older', filter.older === value ? '' : value)}
          onClear={() => onChange(dropped(filter, 'older'))}
          several={false}
        />
      )}
      <FacetChip
        name="First seen"
        chosen={filter.within === '' ? '' : `last ${filter.within}`}
        options={WITHIN.map((span) => ({ value: span, words: `Last ${span}`, count: null }))}
        isChosen={(value) => filter.within === value}
        onToggle={(value) =>
          onChange(
            filterOf({ ...searchOf(filter), from: '', to: '', within: filter.within === value ? '' : value }),
          )
        }
        onClear={() => onChange(dropped(filter, 'within'))}
        several={false}
      />
      {othersOf(filter, fields, aged, zone).map(({ key, words, without }) => (
        <Button
          key={key}
          title={`Drop: ${words}`}
          onClick={() => onChange(without)}
          className="!h-7 shrink-0 rounded-full !border-matched !bg-matched-tint !px-2.5 text-small !text-matched"
        >
          {words}
          <X size={13} aria-hidden="true" />
        </Button>
      ))}
      {isFiltered(filter) && (
        <Button look="quiet" className="!h-7 shrink-0 !px-2 text-small" onClick={() => onChange(NO_FILTER)}>
          Clear filters
        </Button>
      )}
    </div>
  );
}

/** The menu that is open says what each of its values would show: of the filter without this one field. */
function useOpenedCounts(filter: TransactionFilter, counts: TxnCounts | null) {
  const { username } = usePerson();
  const [opened, setOpened] = useState<ListField | null>(null);
  const narrowed = opened !== null && filter[opened].length > 0;
  const { data } = useQuery({
    ...countsQuery(opened === null ? filter : dropped(filter, opened), username),
    enabled: narrowed,
  });
  return { opened, setOpened, counted: narrowed ? (data ?? null) : counts };
}

function holds(values: readonly string[], value: string): boolean {
  return values.includes(value);
}

function valuesOf(field: ListField, counts: TxnCounts | null): readonly string[] {
  switch (field) {
    case 'currency':
      return (counts?.facets.currency ?? []).flatMap(({ value }) => value ?? []).toSorted();
    case 'assignee':
      return ['me', 'nobody'];
    default:
      return ALLOWED[field] ?? [];
  }
}

/** Whatever the filter asks that has no chip of its own. */
export function othersOf(
  filter: TransactionFilter,
  fields: readonly ListField[],
  aged: boolean,
  zone: ZoneShown,
): readonly { readonly key: string; readonly words: string; readonly without: TransactionFilter }[] {
  const asked = LIST_FIELDS.filter((field) => !fields.includes(field) && filter[field].length > 0).map(
    (field) => ({
      key: field,
      words: `${FIELD_NAMES[field]}: ${chosenWords(field, filter[field])}`,
      without: dropped(filter, field),
    }),
  );
  const left = LIST_FIELDS.filter((field) => filter.not[field].length > 0).map((field) => ({
    key: `-${field}`,
    words: `Not ${chosenWords(field, filter.not[field])}`,
    without: dropped(filter, `-${field}`),
  }));
  const texts = TEXT_FIELDS.filter(
    (field) => filter[field] !== '' && field !== 'within' && !(aged && field === 'older'),
  ).map((field) => ({ key: field, words: boundWords(field, filter, zone), without: dropped(filter, field) }));
  return [...asked, ...left, ...texts];
}
