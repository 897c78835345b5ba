import { SOURCES, type Source } from '../contract/event.ts';
import type { Judgement } from '../contract/judgement.ts';
import { judgementOf } from '../contract/judgement.ts';
import type { LaneRow, ResultLeg, RuleSetRow, Tables, VerdictRow, Violation } from '../evidence.ts';
import type { ReadInput } from '../read-input.ts';

/** I2: each verdict in force is the one that the contract gives the events read so far at the lane's time, and each transaction has one. */
export function checkVerdicts(read: ReadInput, tables: Tables, slaMs: number): Violation[] {
  return tables.lanes.flatMap((lane) => checkLane(read, tables, lane, slaMs));
}

function checkLane(read: ReadInput, tables: Tables, lane: LaneRow, slaMs: number): Violation[] {
  const { partition, positions, laneTime } = lane;
  const violations: Violation[] = [];
  const tell = (txnId: string, what: string, invariant = 'I2'): void => {
    violations.push({ invariant, where: `${txnId} in lane ${partition}`, what });
  };
  const rows = new Map(
    tables.results.filter((row) => row.partition === partition).map((row) => [row.txnId, row]),
  );
  for (const txnId of read.transactions(partition)) {
    const row = rows.get(txnId);
    rows.delete(txnId);
    const tellings = read.tellings(partition, txnId, positions);
    const judgement = judgementOf(tellings, laneTime, slaMs);
    if (judgement === null && row !== undefined) tell(txnId, 'has a verdict and nothing was told of it');
    if (judgement !== null && row === undefined) tell(txnId, `has no verdict instead of ${judgement.status}`);
    if (judgement === null || row === undefined) continue;
    for (const problem of differences(judgement, row)) tell(txnId, problem);
    const version = versionAt(tables.ruleSets, judgement.firstSeenAt);
    if (row.ruleVersion !== version) tell(txnId, `rules: ${row.ruleVersion} instead of ${version}`);
    const dueAt = nextChange(judgement, laneTime, (at) => judgementOf(tellings, at, slaMs));
    if (row.dueAt !== dueAt) tell(txnId, `is open until ${row.dueAt} instead of ${dueAt}`, 'I5');
  }
  for (const txnId of rows.keys()) tell(txnId, 'has a verdict and was never sent');
  return violations;
}

/** Judged by the version in force when its first event was appended. */
function versionAt(ruleSets: readonly RuleSetRow[], firstSeenAt: number): number {
  const inForce = ruleSets.filter(({ effectiveFrom }) => effectiveFrom <= firstSeenAt);
  return Math.max(...inForce.map(({ version }) => version));
}

/** What a deadline may change. */
function conclusion(judgement: Judgement | null): string {
  const { status, reasons, severity, atRisk } = judgement ?? {};
  return [status, reasons?.join(), severity, atRisk].join(' ');
}

/** The deadline ahead that will change the verdict if nobody tells anything more; null where it is closed. */
function nextChange(
  now: Judgement,
  laneTime: number,
  judgedAt: (laneTime: number) => Judgement | null,
): number | null {
  const ahead = [now.deadline, now.reversalDeadline ?? now.deadline].filter((time) => time > laneTime);
  const changes = ahead.filter((time) => conclusion(judgedAt(time)) !== conclusion(now));
  return changes.length === 0 ? null : Math.min(...changes);
}

/** In which respects a row differs from the judgement. */
export function differences(judgement: Judgement, row: VerdictRow): string[] {
  const wanted = figuresOf(judgement, (source) => {
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
