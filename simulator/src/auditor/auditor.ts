import { ChainCheck } from './checks/chains.ts';
import { checkCounters } from './checks/counters.ts';
import { LaneHistory, type RawAt } from './checks/history.ts';
import { checkRecords } from './checks/records.ts';
import { checkVerdicts } from './checks/verdicts.ts';
import { SOURCES } from './contract/event.ts';
import type { Input, LaneRow, Tables, Violation } from './evidence.ts';
import { ReadInput } from './read-input.ts';

interface LaneAudit {
  readonly chain: ChainCheck;
  readonly history: LaneHistory;
}

/**
 * Audits lanes' tables against everything that was ever sent, at any moment. Trusts nobody; but audit rows, which nobody may change, it
 * looks at once.
 */
export class Auditor {
  readonly #slaMs: number;
  readonly #lanes = new Map<number, LaneAudit>();
  #rowsAudited = 0;

  constructor(slaMs: number) {
    this.#slaMs = slaMs;
  }

  /** What must hold at every moment, of what has been read (I1–I5). */
  audit(inputs: readonly Input[], tables: Tables): Violation[] {
    const read = new ReadInput(inputs, tables.auditRows);
    const topics = new Map(inputs.map(({ topic, source }) => [topic, source]));
    return [
      ...checkRecords(read, tables),
      ...checkVerdicts(read, tables, this.#slaMs),
      ...this.#auditRows(read, tables),
      ...checkCounters(tables, topics),
    ];
  }

  /** What must hold besides once the input has ended and every deadline has passed (I7, nothing left open). */
  auditEnd(inputs: readonly Input[], tables: Tables): Violation[] {
    const violations = this.audit(inputs, tables);
    for (const { source, topic, partition, entries } of inputs) {
      const lane = tables.lanes.find((row) => row.partition === partition);
      const position = lane?.positions[source] ?? 0n;
      const what = `was read to ${position} of ${entries.length}`;
      if (position !== BigInt(entries.length))
        violations.push({ invariant: 'I7', where: `${topic}[${partition}]`, what });
    }
    for (const { txnId, partition, dueAt } of tables.results)
      if (dueAt !== null)
        violations.push({ invariant: 'I5', where: `${txnId} in lane ${partition}`, what: 'is still open' });
    return violations;
  }

  #auditRows(read: ReadInput, tables: Tables): Violation[] {
    const violations: Violation[] = [];
    const raw = new Map(
      tables.rawEvents.map((row) => [`${row.source} ${row.partition} ${row.offset}`, row] as const),
    );
    const byChain = Map.groupBy(tables.auditRows.slice(this.#rowsAudited), ({ chain }) => chain);
    this.#rowsAudited = tables.auditRows.length;
    for (const lane of tables.lanes) {
      const { partition } = lane;
      const { chain, history } = this.#laneAudit(partition);
      const rawAt: RawAt = (source, offset) => raw.get(`${source} ${partition} ${offset}`);
      for (const row of byChain.get(`lane-${partition}`) ?? [])
        violations.push(...chain.add(row), ...history.add(row, read, rawAt));
      violations.push(...chain.end(lane), ...history.end(tables));
    }
    return violations;
  }

  #laneAudit(partition: number): LaneAudit {
    let audit = this.#lanes.get(partition);
    if (audit === undefined) {
      audit = { chain: new ChainCheck(partition), history: new LaneHistory(partition, this.#slaMs) };
      this.#lanes.set(partition, audit);
    }
    return audit;
  }
}

/** I3: nothing of a lane's row goes back. */
export function checkProgress(before: LaneRow, now: LaneRow): Violation[] {
  const pairs = [
    ['epoch', before.epoch, now.epoch],
    ['flush number', before.flushNumber, now.flushNumber],
    ['lane time', before.laneTime, now.laneTime],
    ['chain', before.chainSeq, now.chainSeq],
    ...SOURCES.map(
      (source) => [`${source} position`, before.positions[source], now.positions[source]] as const,
    ),
  ] as const;
  return pairs
    .filter(([, was, is]) => is < was)
    .map(([name, was, is]) => ({
      invariant: 'I3',
      where: `lane ${now.partition}`,
      what: `${name} went back from ${was} to ${is}`,
    }));
}
