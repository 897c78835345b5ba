import type { Reason, Source } from '../vocabulary.ts';
import type { Verdict } from './verdict.ts';

const SOURCE_NAMES: Readonly<Record<Source, string>> = { core: 'Bank', gateway: 'Gateway', mobile: 'App' };

/** What people call the source. */
export function sourceName(source: Source): string {
  return SOURCE_NAMES[source];
}

/** The reason in people's names for the sources: MISSING_CORE reads BANK_MISSING. */
export function reasonLabel(reason: Reason): string {
  switch (reason) {
    case 'MISSING_CORE':
      return missingLabel('core');
    case 'MISSING_GATEWAY':
      return missingLabel('gateway');
    case 'MISSING_MOBILE':
      return missingLabel('mobile');
    default:
      return reason;
  }
}

function missingLabel(source: Source): string {
  return `${sourceName(source).toUpperCase()}_MISSING`;
}

export type LifeCycle =
  | 'INIT'
  | 'CORE_RECEIVED'
  | 'GATEWAY_RECEIVED'
  | 'MOBILE_RECEIVED'
  | 'PARTIAL'
  | 'MATCHED'
  | 'MISMATCHED'
  | 'RESOLVED'
  | 'CLOSED';

const RECEIVED = {
  core: 'CORE_RECEIVED',
  gateway: 'GATEWAY_RECEIVED',
  mobile: 'MOBILE_RECEIVED',
} as const satisfies Record<Source, LifeCycle>;

/**
 * The stage shown to people: INIT → *SOURCE*_RECEIVED → PARTIAL → MATCHED or MISMATCHED → RESOLVED; CLOSED where there was nothing to match
 * with. Null stands for a transaction of which no event has come.
 */
export function lifeCycle(verdict: Pick<Verdict, 'status' | 'sources'> | null): LifeCycle {
  if (verdict === null) return 'INIT';
  if (verdict.status !== 'PENDING') return verdict.status;
  const [first, second] = verdict.sources;
  if (first === undefined) return 'INIT';
  return second === undefined ? RECEIVED[first] : 'PARTIAL';
}
