import { Check, ChevronDown, X } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { RefObject } from 'react';

export interface Option {
  readonly value: string;
  readonly words: string;
  /** How many rows it would show, as it is to be read; null where that is not known. */
  readonly count: string | null;
}

interface Props {
  readonly name: string;
  /** What is chosen, in words; empty where nothing is. */
  readonly chosen: string;
  readonly options: readonly Option[];
  readonly isChosen: (value: string) => boolean;
  readonly onToggle: (value: string) => void;
  readonly onClear: () => void;
  readonly onOpen?: (open: boolean) => void;
  /** Several at once: the menu stays open. */
  readonly several: boolean;
  readonly trigger?: RefObject<HTMLButtonElement | null> | undefined;
}

const ITEM =
  'flex min-h-8 cursor-pointer items-center gap-2 rounded-[5px] px-2 text-table outline-none data-[highlighted]:bg-hover';

/** A field of the filter: its menu of values with counts, what is chosen, and a way to take it away. */
export function FacetChip({
  name,
  chosen,
  options,
  isChosen,
  onToggle,
  onClear,
  onOpen,
  several,
  trigger,
}: Props) {
  const on = chosen !== '';
  return (
    <span
      className={`inline-flex h-7 shrink-0 items-stretch rounded-full border text-small ${on ? 'border-matched bg-matched-tint text-matched' : 'border-control bg-panel text-ink-soft'}`}
    >
      {/* Not modal: locking the page would write a style element, which the content security policy refuses. */}
      <DropdownMenu.Root modal={false} {...(onOpen === undefined ? {} : { onOpenChange: onOpen })}>
        <DropdownMenu.Trigger
          ref={trigger}
          className={`inline-flex items-center gap-1 pl-2.5 whitespace-nowrap hover:text-ink ${on ? 'rounded-l-full pr-1 font-medium' : 'rounded-full pr-2'}`}
        >
          {name}
          {on && `: ${chosen}`}
          {!on && <ChevronDown size={13} aria-hidden="true" />}
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="start"
            sideOffset={6}
            className="z-50 max-h-[min(420px,70dvh)] min-w-56 overflow-y-auto rounded-panel border border-line bg-panel p-1.5 text-ink shadow-float"
          >
            {options.length === 0 && (
              <p className="px-2 py-1.5 text-table text-ink-soft">Nothing to choose from.</p>
            )}
            {options.map(({ value, words, count }) => (
              <DropdownMenu.CheckboxItem
                key={value}
                checked={isChosen(value)}
                onCheckedChange={() => onToggle(value)}
                onSelect={(event) => {
                  if (several) event.preventDefault();
                }}
                className={ITEM}
              >
                <span aria-hidden="true" className="flex w-4 justify-center text-matched">
                  {isChosen(value) && <Check size={14} strokeWidth={2.4} />}
                </span>
                <span className="flex-1">{words}</span>
                {count !== null && <span className="pl-4 text-small text-ink-soft">{count}</span>}
              </DropdownMenu.CheckboxItem>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {on && <Remove label={`Drop ${name}`} onClick={onClear} />}
    </span>
  );
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="inline-flex w-6 items-center justify-center rounded-r-full hover:text-ink"
    >
      <X size={13} aria-hidden="true" />
    </button>
  );
}
