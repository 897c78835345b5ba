import { SOURCES, type Source } from '../contract/event.ts';
import type { Judgement } from '../contract/judgement.ts';
import { judgementOf } from '../contract/judgement.ts';
import type { SlaAt } from '../contract/situation.ts';
import { rulesAt } from '../contract/versions.ts';
import { type Case, nextChange, type Standing, standingOf } from '../contract/work.ts';
import type { Invariant, LaneRow, ResultLeg, Tables, VerdictRow, Violation } from '../evidence.ts';
import type { ReadInput } from '../read-input.ts';

/** I2: each verdict in force is the one that the contract gives the events read so far at the lane's time, and each transaction has one. */
export function checkVerdicts(
  read: ReadInput,
  tables: Tables,
  slaAt: SlaAt,
  caseOf: (partition: number, txnId: string) => Case,
): Violation[] {
  return tables.lanes.flatMap((lane) =>
    checkLane(read, tables, lane, slaAt, (txnId) => caseOf(lane.partition, txnId)),
  );
}

function checkLane(
  read: ReadInput,
  tables: Tables,
  lane: LaneRow,
  slaAt: SlaAt,
  caseOf: (txnId: string) => Case,
): Violation[] {
  const { partition, positions, laneTime } = lane;
  const violations: Violation[] = [];
  const tell = (txnId: string, what: string, invariant: Invariant = 'I2'): void => {
    violations.push({ invariant, where: `${txnId} in lane ${partition}`, what });
  };
  const rows = new Map(
    tables.results.filter((row) => row.partition === partition).map((row) => [row.txnId, row]),
  );
  for (const txnId of read.transactions(partition)) {
    const row = rows.get(txnId);
    rows.delete(txnId);
    const tellings = read.tellings(partition, txnId, undefined, positions);
    const judgement = judgementOf(tellings, laneTime, slaAt);
    if (judgement === null && row !== undefined) tell(txnId, 'has a verdict and nothing was told of it');
    if (judgement !== null && row === undefined) tell(txnId, `has no verdict instead of ${judgement.status}`);
    if (judgement === null || row === undefined) continue;
    const known = caseOf(txnId);
    for (const problem of differences(judgement, standingOf(judgement, known), row)) tell(txnId, problem);
    const { version } = rulesAt(tables.ruleSets, judgement.firstSeenAt);
    if (row.ruleVersion !== version) tell(txnId, `rules: ${row.ruleVersion} instead of ${version}`);
    const dueAt = nextChange(judgement, laneTime, known, (at) => judgementOf(tellings, at, slaAt));
    if (row.dueAt !== dueAt) tell(txnId, `is open until ${row.dueAt} instead of ${dueAt}`, 'I5');
  }
  for (const txnId of rows.keys()) tell(txnId, 'has a verdict and was never sent');
  return violations;
}

/** In which respects a row differs from the judgement. */
export function differences(judgement: Judgement, standing: Standing, row: VerdictRow): string[] {
  const wanted = figuresOf({ ...judgement, ...standing }, (source) => {
    const leg = judgement.legs[source];
    return leg && { ...leg.told, outcome: leg.outcome, late: leg.late };
  });
  const found = rowFigures(row);
  return Object.entries(wanted)
    .filter(([name, value]) => found[name] !== value)
    .map(([name, value]) => `${name}: ${found[name]} instead of ${value}`);
}

/** All that people see of a verdict. */
export const rowFigures = (row: VerdictRow): Record<string, string> =>
  figuresOf(row, (source) => row.legs[source]);

function figuresOf(
  verdict: Omit<VerdictRow, 'txnId' | 'legs'>,
  legOf: (source: Source) => ResultLeg | null,
): Record<string, string> {
  const { status, severity, atFault, currency, channel } = verdict;
  const figures: Record<string, string> = {
    status,
    reasons: [...verdict.reasons].toSorted().join('+'),
    severity: String(severity),
    'at fault': String(atFault),
    hints: [...verdict.hints].toSorted().join('+'),
    currency,
    amount: String(verdict.amount),
    discrepancy: String(verdict.discrepancy),
    'at risk': String(verdict.atRisk),
    channel,
    sources: verdict.sources.join('+'),
    missing: verdict.missing.join('+'),
    'first seen': String(verdict.firstSeenAt),
    deadline: String(verdict.deadline),
    'work state': verdict.workState,
  };
  for (const source of SOURCES) {
    const leg = legOf(source);
    figures[`${source} leg`] = leg === null ? 'none' : legFigures(leg);
  }
  return figures;
}

function legFigures(leg: ResultLeg): string {
  const { eventId, type, outcome, amount, currency, eventTime, appendTime, late, fee } = leg;
  const { reference, clientTime, offset } = leg;
  return [
    eventId,
    type,
    outcome,
    amount,
    currency,
    eventTime,
    appendTime,
    late,
    fee,
    reference,
    clientTime,
    offset,
  ].join(' ');
}
