import { type Reason, type Source, SOURCES } from '@tieout/core';
import type { KeptRecords, StoredRecord, StoredVerdict } from '@tieout/store/reading';
import type { Truth } from '../scenario/truth.ts';
import { eventName, type Expectation } from './expectation.ts';

/** Something that is not as it must be. */
export interface Difference {
  /** The transaction, or the part of the log. */
  readonly where: string;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

type Figures = Readonly<Record<string, string>>;

/** Holds the stored verdicts against the truth: status, reasons, severity, figures and legs. */
export function compareVerdicts(
  expected: readonly Expectation[],
  stored: readonly StoredVerdict[],
): Difference[] {
  const byTxn = Map.groupBy(stored, (row) => row.txn_id);
  return expected.flatMap(({ txnId, caseName, truth }) => {
    const where = `${txnId} (${caseName})`;
    const rows = byTxn.get(txnId) ?? [];
    const [row] = rows;
    if (row === undefined || rows.length > 1)
      return [{ where, what: 'rows', expected: '1', found: String(rows.length) }];
    const wanted = figuresOfTruth(truth);
    const found = figuresOfRow(row);
    return Object.entries(wanted)
      .filter(([what, value]) => found[what] !== value)
      .map(([what, value]) => ({ where, what, expected: value, found: found[what] ?? 'nothing' }));
  });
}

function figuresOfTruth(truth: Truth): Figures {
  const { reasons, legs } = truth;
  return {
    status: truth.status,
    reasons: list(reasons),
    severity: truth.severity ?? 'none',
    'at fault': truth.atFault ?? 'nobody',
    hints: list(truth.hints),
    currency: truth.currency,
    amount: String(truth.amountMinor),
    discrepancy: String(truth.discrepancyMinor),
    'at risk': String(truth.atRiskMinor),
    channel: truth.channel,
    sources: list(SOURCES.filter((source) => legs[source] !== null)),
    missing: list(SOURCES.filter((source) => reasons.includes(MISSING[source]))),
    ...perSource((source) => {
      const leg = legs[source];
      return leg && [leg.eventId, leg.type, leg.outcome, leg.amountMinor, leg.currency];
    }),
  };
}

function figuresOfRow(row: StoredVerdict): Figures {
  return {
    status: row.status,
    reasons: list(row.reasons),
    severity: row.severity ?? 'none',
    'at fault': row.at_fault ?? 'nobody',
    hints: list(row.hints),
    currency: row.currency,
    amount: row.amount_minor,
    discrepancy: String(row.discrepancy_minor),
    'at risk': row.at_risk_minor,
    channel: row.channel,
    sources: list(row.sources),
    missing: list(row.missing),
    ...perSource((source) => {
      const leg = row.legs[source];
      return leg && [leg.event_id, leg.type, leg.outcome, leg.amount_minor, leg.currency];
    }),
  };
}

/** Once every deadline has passed, what is missing is a reason. */
const MISSING: Readonly<Record<Source, Reason>> = {
  core: 'MISSING_CORE',
  gateway: 'MISSING_GATEWAY',
  mobile: 'MISSING_MOBILE',
};

const list = (words: readonly string[]): string => (words.length === 0 ? 'none' : words.join(' + '));

function perSource(legOf: (source: Source) => readonly unknown[] | null): Figures {
  return Object.fromEntries(
    SOURCES.map((source) => [`leg ${source}`, legOf(source)?.join(' ') ?? 'none'] as const),
  );
}

/** Every event of the workload has been recorded, and no other event of its transactions. */
export function compareEvents(
  expected: readonly Expectation[],
  records: readonly StoredRecord[],
): Difference[] {
  const found = new Map<string, Set<string>>();
  for (const { txnId, source, eventId } of records) {
    const ids = found.get(txnId) ?? new Set<string>();
    found.set(txnId, ids.add(eventName(source, eventId)));
  }
  return expected.flatMap(({ txnId, caseName, eventIds }) => {
    const where = `${txnId} (${caseName})`;
    const recorded = found.get(txnId) ?? new Set<string>();
    const lost = [...eventIds].filter((id) => !recorded.has(id));
    const foreign = [...recorded].filter((id) => !eventIds.has(id));
    return [
      ...lost.map((id) => ({ where, what: 'raw event', expected: id, found: 'none' })),
      ...foreign.map((id) => ({ where, what: 'raw event', expected: 'none', found: id })),
    ];
  });
}

/** Every record of the log is in raw_events or in dead_letters, once. */
export function compareRecords(
  kept: readonly KeptRecords[],
  topics: Readonly<Record<Source, string>>,
): Difference[] {
  return kept.flatMap(({ source, partition, position, rows, offsets, refused }) => {
    const where = `${topics[source]} partition ${partition}`;
    const differences: Difference[] = [];
    if (rows !== offsets)
      differences.push({
        where,
        what: 'raw events of one offset',
        expected: '1 each',
        found: `${rows} rows of ${offsets} offsets`,
      });
    if (offsets + refused !== position)
      differences.push({
        where,
        what: 'records kept (records of Kafka itself, such as the ends of its transactions, take offsets too)',
        expected: String(position),
        found: `${offsets} raw events + ${refused} dead letters`,
      });
    return differences;
  });
}
