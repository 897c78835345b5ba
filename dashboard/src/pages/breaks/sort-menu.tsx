import { ArrowDownWideNarrow } from 'lucide-react';
import type { Sort } from '../transactions/list-order.ts';
import { Menu } from './menu.tsx';

const CHOICES: readonly { readonly value: Sort; readonly words: string; readonly money: boolean }[] = [
  { value: 'severity', words: 'Severity, then oldest', money: false },
  { value: 'age', words: 'Oldest', money: false },
  { value: 'time', words: 'Newest', money: false },
  { value: 'at_risk', words: 'At risk', money: true },
  { value: 'discrepancy', words: 'Difference', money: true },
];

interface Props {
  readonly sort: Sort;
  /** Amounts have an order only within one currency. */
  readonly oneCurrency: boolean;
  readonly onSort: (sort: Sort) => void;
}

export function SortMenu({ sort, oneCurrency, onSort }: Props) {
  const words = CHOICES.find(({ value }) => value === sort)?.words ?? sort;
  return (
    <Menu
      label={`Sorted by ${words}. Change the order`}
      icon={<ArrowDownWideNarrow size={15} aria-hidden="true" />}
      value={sort}
      choices={CHOICES.map(({ value, words: choice, money }) => ({
        value,
        words: choice,
        refused: money && !oneCurrency ? 'needs one currency in the filter' : undefined,
      }))}
      onChoose={onSort}
    />
  );
}
