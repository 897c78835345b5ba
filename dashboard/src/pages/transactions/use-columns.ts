import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { setPreferences, usePreferences } from '../../preferences/preferences.ts';
import { choiceOf, chosenColumns } from './column-choice.ts';
import type { Column } from './columns.tsx';
import type { ListKeeper } from './list-keeper.ts';
import { listSearch } from './list-search.ts';
import type { ListLayout } from './transaction-grid.tsx';

export interface ColumnsChosen {
  readonly all: readonly Column[];
  readonly shown: readonly Column[];
  /** As it is written down; undefined: the list's own. */
  readonly choice: string | undefined;
  readonly choose: (shown: readonly Column[]) => void;
}

/**
 * The columns of a list: what its address says, else what this person chose last, else its own. A choice goes to both, so that the address can be sent on and
 * the next visit finds it.
 * @param address what it says
 */
export function useColumns(
  { path }: ListKeeper,
  layout: ListLayout,
  all: readonly Column[],
  address: string | undefined,
): ColumnsChosen {
  const navigate = useNavigate();
  const { columns } = usePreferences();
  const choice = address ?? columns[layout];
  const shown = useMemo(() => chosenColumns(all, choice), [all, choice]);
  return {
    all,
    shown,
    choice,
    choose: (next) => {
      const chosen = choiceOf(all, next);
      setPreferences({ columns: { ...columns, [layout]: chosen } });
      void navigate({
        to: path,
        search: (before) => listSearch({ ...before, columns: chosen }),
        replace: true,
      });
    },
  };
}
