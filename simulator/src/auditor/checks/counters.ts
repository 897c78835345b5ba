import { SOURCES } from '../contract/event.ts';
import type { StatRow, Tables, Violation } from '../evidence.ts';
import { changeOf, type ChangeRow } from '../read-audit.ts';
import type { ReadInput } from '../read-input.ts';

/** I5: the lanes' counters and the statistics say what the rows say. */
export function checkCounters(
  read: ReadInput,
  tables: Tables,
  topics: ReadonlyMap<string, string>,
): Violation[] {
  return [...checkLanes(read, tables, topics), ...checkStatistics(read, tables, topics)];
}

function checkLanes(read: ReadInput, tables: Tables, topics: ReadonlyMap<string, string>): Violation[] {
  return tables.lanes.flatMap(({ partition, statusCounts, arrived }) => {
    const where = `lane ${partition}`;
    const violations: Violation[] = [];
    const counted = new Map<string, number>();
    for (const row of tables.results)
      if (row.partition === partition) counted.set(row.status, (counted.get(row.status) ?? 0) + 1);
    for (const status of new Set([...Object.keys(statusCounts), ...counted.keys()]))
      if ((statusCounts[status] ?? 0) !== (counted.get(status) ?? 0))
        violations.push({
          invariant: 'I5',
          where,
          what: `counts ${statusCounts[status] ?? 0} ${status}, there are ${counted.get(status) ?? 0}`,
        });
    for (const source of SOURCES) {
      const kept =
        tables.rawEvents.filter(
          (row) =>
            row.source === source &&
            row.partition === partition &&
            !read.isHealed(source, partition, row.offset),
        ).length +
        tables.deadLetters.filter((row) => topics.get(row.topic) === source && row.partition === partition)
          .length;
      if (arrived[source] !== BigInt(kept))
        violations.push({
          invariant: 'I5',
          where,
          what: `counts ${arrived[source]} records of ${source}, there are ${kept}`,
        });
    }
    return violations;
  });
}

interface Sum {
  count: number;
  amount: bigint;
}

function checkStatistics(read: ReadInput, tables: Tables, topics: ReadonlyMap<string, string>): Violation[] {
  const wanted = new Sums();
  for (const { source, partition, offset, currency, amount } of tables.rawEvents) {
    wanted.add('judged', source, currency, amount);
    if (read.isHealed(source, partition, offset)) wanted.add('redriven', source, '', 0n);
  }
  for (const { topic } of tables.deadLetters) wanted.add('refused', topics.get(topic) ?? topic, '', 0n);
  const latest = new Map<string, ChangeRow>();
  for (const row of tables.auditRows) {
    if (row.action !== 'VERDICT') continue;
    const change = changeOf(row);
    const before = latest.get(`${row.chain} ${change.txnId}`);
    latest.set(`${row.chain} ${change.txnId}`, change);
    addChange(wanted, before, change);
  }
  const found = new Sums();
  for (const { measure, key, currency, count, amount } of tables.stats)
    // Which bucket of time it fell into the rows do not say exactly enough; that it was counted they do.
    found.add(measure, measure === 'decided_within' ? '' : key, currency, amount, count);
  return wanted.differencesFrom(found);
}

const AWAITED: ReadonlySet<string> = new Set(['PENDING', 'PARTIAL']);
const DECIDED: ReadonlySet<string> = new Set(['MATCHED', 'MISMATCHED', 'RESOLVED']);

function addChange(sums: Sums, before: ChangeRow | undefined, change: ChangeRow): void {
  const { status, reasons, currency, amount, atRisk } = change;
  if (before?.status !== status) sums.add('verdict', status, currency, amount);
  const wasAwaited = before === undefined || AWAITED.has(before.status);
  if (wasAwaited && DECIDED.has(status)) sums.add('decided_within', '', '', 0n);
  for (const reason of reasons)
    if (!before?.reasons.includes(reason)) sums.add('reason', reason, currency, atRisk);
  const wasBroken = before?.status === 'MISMATCHED';
  const isBroken = status === 'MISMATCHED';
  if (isBroken && !wasBroken) sums.add('opened', '', currency, atRisk);
  if (wasBroken && !isBroken) sums.add('closed_break', '', currency, 0n);
}

class Sums {
  readonly #sums = new Map<string, Sum>();

  add(measure: string, key: string, currency: string, amount: StatRow['amount'], count = 1): void {
    const name = [measure, key, currency].filter((word) => word !== '').join(' ');
    const sum = this.#sums.get(name) ?? { count: 0, amount: 0n };
    this.#sums.set(name, { count: sum.count + count, amount: sum.amount + amount });
  }

  differencesFrom(found: Sums): Violation[] {
    const names = new Set([...this.#sums.keys(), ...found.#sums.keys()]);
    return [...names].flatMap((name) => {
      const [wanted, told] = [this.#sums.get(name), found.#sums.get(name)].map((sum) =>
        sum === undefined ? 'none' : `${sum.count} of ${sum.amount}`,
      );
      return wanted === told
        ? []
        : [{ invariant: 'I5', where: `statistic ${name}`, what: `says ${told} instead of ${wanted}` }];
    });
  }
}
