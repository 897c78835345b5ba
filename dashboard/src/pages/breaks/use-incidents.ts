import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { incidentsQuery } from '../../api/queries.ts';
import type { Fold, Incident } from '../transactions/fold.ts';

interface Incidents {
  /** To be shown, a line each, with figures as of now. */
  readonly shown: readonly Incident[];
  /** What the list leaves out for them; null while nobody knows. */
  readonly folds: readonly Fold[] | null;
}

const NONE: readonly Incident[] = [];

/**
 * What is folded, where anything is to be. A new incident is folded once nobody holds the list: until then its breaks stand where they stand, and no row
 * moves. Where incidents cannot be read, nothing is folded and every break has its row.
 */
export function useIncidents(wanted: boolean, held: boolean): Incidents {
  const { data, error } = useQuery({ ...incidentsQuery, enabled: wanted });
  const known = data?.items ?? (error === null ? null : NONE);
  const [taken, setTaken] = useState<readonly Incident[] | null>(null);
  useEffect(() => {
    if (wanted && known !== null && (taken === null || !held)) setTaken(known);
  }, [known, held, taken, wanted]);
  if (!wanted) return { shown: NONE, folds: NONE };
  const shown = (taken ?? NONE).map(
    (fold) => known?.find(({ missing, from }) => missing === fold.missing && from === fold.from) ?? fold,
  );
  return { shown, folds: taken };
}
