import { ArrowDownWideNarrow, Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { Sort } from '../transactions/list-order.ts';

const CHOICES: readonly { readonly sort: Sort; readonly words: string; readonly money: boolean }[] = [
  { sort: 'severity', words: 'Severity, then oldest', money: false },
  { sort: 'age', words: 'Oldest', money: false },
  { sort: 'time', words: 'Newest', money: false },
  { sort: 'at_risk', words: 'At risk', money: true },
  { sort: 'discrepancy', words: 'Difference', money: true },
];

interface Props {
  readonly sort: Sort;
  /** Amounts have an order only within one currency. */
  readonly oneCurrency: boolean;
  readonly onSort: (sort: Sort) => void;
}

export function SortMenu({ sort, oneCurrency, onSort }: Props) {
  const shown = CHOICES.find((choice) => choice.sort === sort);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={`Sorted by ${shown?.words ?? sort}. Change the order`}
        className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control border border-control bg-panel px-2.5 text-table whitespace-nowrap hover:bg-hover"
      >
        <ArrowDownWideNarrow size={15} aria-hidden="true" />
        <span className="max-sm:sr-only">{shown?.words}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 w-64 rounded-panel border border-line bg-panel p-1.5 text-ink shadow-float"
        >
          <DropdownMenu.RadioGroup value={sort}>
            {CHOICES.map(({ sort: choice, words, money }) => (
              <DropdownMenu.RadioItem
                key={choice}
                value={choice}
                disabled={money && !oneCurrency}
                onSelect={() => onSort(choice)}
                className="flex min-h-8 cursor-pointer items-center gap-2 rounded-[5px] px-2 text-table outline-none data-[disabled]:cursor-not-allowed data-[disabled]:text-waiting data-[highlighted]:bg-hover"
              >
                <span aria-hidden="true" className="flex w-4 justify-center text-matched">
                  {choice === sort && <Check size={14} strokeWidth={2.4} />}
                </span>
                <span>
                  {words}
                  {money && !oneCurrency && (
                    <span className="block text-micro">needs one currency in the filter</span>
                  )}
                </span>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
