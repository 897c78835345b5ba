/** What does not hold, by kind. */
export type FindingCode =
  | 'ROW_MISSING'
  | 'ROW_CHANGED'
  | 'LINK_BROKEN'
  | 'COLUMN_DIFFERS'
  | 'ROW_UNEXPECTED'
  | 'HEAD_DIFFERS'
  | 'CHECKPOINT_DIFFERS'
  | 'CHECKPOINT_FORGED'
  | 'RAW_RANGE_DIFFERS'
  | 'RAW_ROW_DIFFERS'
  | 'RAW_UNEXPECTED'
  | 'DAY_MISSING'
  | 'RESULT_DIFFERS';

/** One thing that does not hold, and where. */
export interface Finding {
  readonly code: FindingCode;
  /** Null where it is about no chain. */
  readonly chain: string | null;
  /** The first bad or missing row of the chain. */
  readonly seq: bigint | null;
  /** Where it lies, if not at a row of a chain: a range of raw rows, a line of a file, a transaction. */
  readonly place: string | null;
  readonly problem: string;
  readonly expected: string | null;
  readonly found: string | null;
}

/** Where, as people say it. */
export function placeOf({ chain, seq, place }: Finding): string {
  const row = chain === null ? [] : seq === null ? [chain] : [`${chain}, seq ${seq}`];
  return [...row, ...(place === null ? [] : [place])].join(', ');
}

const COMPARE =
  'Somebody with rights above the services’ changed the evidence. Keep the database as it is, compare the place with a backup from before, and look who could connect as owner or superuser.';

const NEXT: Readonly<Record<FindingCode, string>> = {
  ROW_MISSING: COMPARE,
  ROW_CHANGED: COMPARE,
  LINK_BROKEN: COMPARE,
  COLUMN_DIFFERS:
    'The hashed detail is whole, so it tells the truth: what was read from this column since was not. Correct nothing before it is copied; then compare with a backup.',
  ROW_UNEXPECTED: COMPARE,
  HEAD_DIFFERS: COMPARE,
  CHECKPOINT_DIFFERS:
    'The chain was written anew, or the database was set back to an older state. The signed checkpoint is right: compare the rows up to this one with a backup, and run again with --full to see where they first differ.',
  CHECKPOINT_FORGED:
    'Compare the file with the copy kept elsewhere. Was the key exchanged? Then move the old files away and run with --full.',
  RAW_RANGE_DIFFERS:
    'Read the same offsets from Kafka, while it still has them, or from a backup: the row that differs was changed, deleted or inserted.',
  RAW_ROW_DIFFERS:
    'The row’s exact bytes tell the truth. What was read from the column since was not: compare with a backup.',
  RAW_UNEXPECTED: 'No flush wrote this row. Copy it for the enquiry; it takes no part in any verdict.',
  DAY_MISSING: 'Attach the partition of that day again, or restore it from a backup.',
  RESULT_DIFFERS:
    'The audit row tells what was decided. Compare the results row with a backup; its next event judges it anew.',
};

export function whatNext({ code }: Finding): string {
  return NEXT[code];
}
