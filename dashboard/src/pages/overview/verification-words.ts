import type { Summary } from '../../api/schema.ts';
import { counted } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';

type Verification = NonNullable<Summary['verification']>;
type Failure = NonNullable<Verification['failure']>;

const count = (value: number): string => formatCount(value, LOCALE);

/** "lane-3, row 4,118"; where it is about no row, where it lies. */
export function placeWords({ chain, seq, place, code }: Failure): string {
  if (chain === null) return place ?? code;
  return seq === null ? chain : `${chain}, row ${formatCount(Number(seq), LOCALE)}`;
}

/** What the last run went through, and what it found. */
export function verificationLines(verification: Verification | null): readonly string[] {
  if (verification === null) return ['The chains have never been verified: npm run verify'];
  const { whole, chains, audit_rows, raw_rows, failure } = verification;
  const went = [
    counted(count(chains), 'chain'),
    counted(count(audit_rows), 'audit row'),
    counted(count(raw_rows), 'raw row'),
  ].join(', ');
  return [
    `Verified last: ${went}, ${whole ? 'from the beginning' : 'from the last signed checkpoint'}`,
    ...(failure === null
      ? []
      : [`${counted(count(failure.findings), 'finding')}: ${failure.problem} (${failure.code})`]),
  ];
}
