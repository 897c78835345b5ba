import type { IncidentList, Source, Txn } from '../../api/schema.ts';

/** Breaks shown as one line: all that miss this source, and only it, and were first seen in this stretch; `to` is not in it. */
export interface Fold {
  readonly missing: Source;
  /** ISO 8601 in UTC. */
  readonly from: string;
  readonly to: string;
}

export type Incident = IncidentList['items'][number];

/** Whether the line stands for this transaction; the same answer as the API's. ISO instants of one form compare as text. */
export function isFolded(folds: readonly Fold[], { missing, first_seen_at }: Txn): boolean {
  return folds.some(
    (fold) =>
      missing.length === 1 &&
      missing[0] === fold.missing &&
      first_seen_at >= fold.from &&
      first_seen_at < fold.to,
  );
}

/** As the API is asked, and one key for equal folds. */
export function foldTexts(folds: readonly Fold[]): string[] {
  return folds.map(({ missing, from, to }) => `${missing}/${from}/${to}`);
}
