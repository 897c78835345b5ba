import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useId } from 'react';
import { Button, IconButton } from '../../components/button.tsx';
import { choiceOf, movedColumn, toggledColumn } from './column-choice.ts';
import type { Column } from './columns.tsx';
import type { ColumnsChosen } from './use-columns.ts';

/** Which columns the list has, and in which order. Narrow lists have two lines a row instead, so there it is not offered. */
export function ColumnsMenu({ all, shown, choose }: ColumnsChosen) {
  const title = useId();
  const hidden = all.filter((column) => !shown.includes(column));
  const isOwn = choiceOf(all, shown) === undefined;
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={isOwn ? 'Columns' : 'Columns, changed'}
        className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control border border-control bg-panel px-3 text-small font-medium whitespace-nowrap hover:bg-hover max-md:hidden"
      >
        <Columns3 size={14} aria-hidden="true" />
        Columns
        {!isOwn && <span aria-hidden="true" className="size-1.5 rounded-full bg-matched" />}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          aria-labelledby={title}
          className="z-50 flex max-h-[min(560px,var(--radix-popover-content-available-height))] w-72 flex-col rounded-panel border border-line bg-panel text-ink shadow-float"
        >
          <h2 id={title} className="px-3 pt-2.5 pb-1 text-table font-semibold">
            Columns
          </h2>
          <p className="px-3 pb-1.5 text-small text-ink-soft">
            From left to right. A narrow list leaves some of them out.
          </p>
          <ul className="min-h-0 flex-1 overflow-y-auto px-1.5">
            {[...shown, ...hidden].map((column) => (
              <Entry
                key={column.id}
                column={column}
                place={shown.indexOf(column)}
                count={shown.length}
                onToggle={() => choose(toggledColumn(all, shown, column))}
                onMove={(by) => choose(movedColumn(shown, column, by))}
              />
            ))}
          </ul>
          <div className="flex justify-end border-t border-line p-2">
            <Button
              className="!h-7 text-small aria-disabled:opacity-55"
              aria-disabled={isOwn}
              onClick={() => choose(all)}
            >
              Reset columns
            </Button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface EntryProps {
  readonly column: Column;
  /** Among those shown; -1: hidden. */
  readonly place: number;
  readonly count: number;
  readonly onToggle: () => void;
  readonly onMove: (by: -1 | 1) => void;
}

function Entry({ column, place, count, onToggle, onMove }: EntryProps) {
  const name = column.named ?? column.head;
  return (
    <li className="flex items-center gap-1 rounded-[5px] px-1.5 text-table hover:bg-hover">
      <label className="flex min-h-8 min-w-0 flex-1 items-center gap-2">
        <input
          type="checkbox"
          checked={place >= 0}
          disabled={column.fixed === true}
          onChange={onToggle}
          className="size-4 accent-[var(--color-solid)]"
        />
        <span className={place >= 0 ? 'truncate' : 'truncate text-ink-soft'}>{name}</span>
      </label>
      {place >= 0 && (
        <>
          <Move label={`Move ${name} left`} ended={place === 0} onMove={() => onMove(-1)} icon={ArrowUp} />
          <Move
            label={`Move ${name} right`}
            ended={place === count - 1}
            onMove={() => onMove(1)}
            icon={ArrowDown}
          />
        </>
      )}
    </li>
  );
}

interface MoveProps {
  readonly label: string;
  readonly ended: boolean;
  readonly onMove: () => void;
  readonly icon: typeof ArrowUp;
}

/** Keeps the focus at an end, where pressing it again does nothing: a disabled button would let it fall. */
function Move({ label, ended, onMove, icon: Icon }: MoveProps) {
  return (
    <IconButton
      label={label}
      aria-disabled={ended}
      onClick={onMove}
      className="!size-6 aria-disabled:cursor-not-allowed aria-disabled:opacity-40"
    >
      <Icon size={14} aria-hidden="true" />
    </IconButton>
  );
}
