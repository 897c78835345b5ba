import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

interface Choice<T extends string> {
  readonly value: T;
  readonly words: string;
  /** Why it cannot be chosen now. */
  readonly refused?: string | undefined;
}

interface Props<T extends string> {
  /** What the button is called for who cannot see it. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onChoose: (value: T) => void;
}

/** One of a few ways to see the list. */
export function Menu<T extends string>({ label, icon, value, choices, onChoose }: Props<T>) {
  const shown = choices.find((choice) => choice.value === value);
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={label}
        className="inline-flex h-8 shrink-0 items-center gap-1.5 rounded-control border border-control bg-panel px-2.5 text-table whitespace-nowrap hover:bg-hover"
      >
        {icon}
        <span className="max-sm:sr-only">{shown?.words}</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 w-64 rounded-panel border border-line bg-panel p-1.5 text-ink shadow-float"
        >
          <DropdownMenu.RadioGroup value={value}>
            {choices.map(({ value: choice, words, refused }) => (
              <DropdownMenu.RadioItem
                key={choice}
                value={choice}
                disabled={refused !== undefined}
                onSelect={() => onChoose(choice)}
                className="flex min-h-8 cursor-pointer items-center gap-2 rounded-[5px] px-2 text-table outline-none data-[disabled]:cursor-not-allowed data-[disabled]:text-waiting data-[highlighted]:bg-hover"
              >
                <span aria-hidden="true" className="flex w-4 justify-center text-matched">
                  {choice === value && <Check size={14} strokeWidth={2.4} />}
                </span>
                <span>
                  {words}
                  {refused !== undefined && <span className="block text-micro">{refused}</span>}
                </span>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
