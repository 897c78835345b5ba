import { useMemo } from 'react';
import { setPreferences, usePreferences } from '../../preferences/preferences.ts';
import { choiceOf, chosenColumns } from './column-choice.ts';
import type { Column } from './columns.tsx';
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
 * @param onAddress has the address say this; undefined: nothing
 */
export function useColumns(
  layout: ListLayout,
  all: readonly Column[],
  address: string | undefined,
  onAddress: (columns: string | undefined) => void,
): ColumnsChosen {
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
      onAddress(chosen);
    },
  };
}
