import { Casebook } from './checks/casebook.ts';
import { ChainCheck } from './checks/chains.ts';
import { checkAnswered, checkCommands } from './checks/commands.ts';
import { checkCounters } from './checks/counters.ts';
import { LaneHistory, type RawAt } from './checks/history.ts';
import { checkRecords } from './checks/records.ts';
import { checkRedrives } from './checks/redrives.ts';
import { checkVerdicts } from './checks/verdicts.ts';
import { SOURCES } from './contract/event.ts';
import { rulesAt } from './contract/versions.ts';
import { UNTOUCHED } from './contract/work.ts';
import type { CommandRow, Input, LaneRow, RuleSetRow, Tables, Violation } from './evidence.ts';
import { ReadInput } from './read-input.ts';

interface LaneAudit {
  readonly chain: ChainCheck;
  readonly history: LaneHistory;
  readonly casebook: Casebook;
}

/**
 * Audits lanes' tables against everything that was ever sent and asked for, at any moment. Trusts nobody; but audit rows, which nobody may change, it
 * looks at once.
 */
export class Auditor {
  readonly #lanes = new Map<number, LaneAudit>();
  #rowsAudited = 0;
  #ruleSets: readonly RuleSetRow[] = [];
  #commands: ReadonlyMap<string, CommandRow> = new Map();

  /** What must hold at every moment, of what has been read (I1–I5, I8). */
  audit(inputs: readonly Input[], tables: Tables): Violation[] {
    const { ruleSets, commands, auditRows } = tables;
    this.#ruleSets = ruleSets;
    this.#commands = new Map(commands.map((command) => [command.id, command]));
    const read = new ReadInput(inputs, auditRows);
    const topics = new Map(inputs.map(({ topic, source }) => [topic, source]));
    // First the rows, which tell what was done; then what must have come of it.
    const told = this.#auditRows(read, tables);
    const caseOf = (partition: number, txnId: string) =>
      this.#lanes.get(partition)?.casebook.caseOf(txnId) ?? UNTOUCHED;
    return [
      ...checkRecords(read, tables),
      ...checkVerdicts(read, tables, this.#slaAt, caseOf),
      ...told,
      ...checkCounters(read, tables, topics),
      ...checkCommands(tables),
      ...checkRedrives(inputs, tables),
    ];
  }

  /** What must hold besides once the input has ended and every deadline has passed (I7, nothing left open or waiting). */
  auditEnd(inputs: readonly Input[], tables: Tables): Violation[] {
    const violations = [...this.audit(inputs, tables), ...checkAnswered(tables)];
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

  readonly #slaAt = (time: number): number => rulesAt(this.#ruleSets, time).slaMs;

  #auditRows(read: ReadInput, tables: Tables): Violation[] {
    const violations: Violation[] = [];
    const raw = new Map(
      tables.rawEvents
        .filter(({ source, partition, offset }) => !read.isHealed(source, partition, offset))
        .map((row) => [`${row.source} ${row.partition} ${row.offset}`, row] as const),
    );
    const byChain = Map.groupBy(tables.auditRows.slice(this.#rowsAudited), ({ chain }) => chain);
    this.#rowsAudited = tables.auditRows.length;
    const lanes = new Set(read.inputs.map(({ partition }) => partition)).size;
    for (const lane of tables.lanes) {
      const { partition } = lane;
      const { chain, history, casebook } = this.#laneAudit(partition, lanes);
      const rawAt: RawAt = (source, offset) => raw.get(`${source} ${partition} ${offset}`);
      for (const row of byChain.get(`lane-${partition}`) ?? [])
        violations.push(...chain.add(row), ...history.add(row, read, rawAt));
      violations.push(...chain.end(lane), ...history.end(tables));
      const what = casebook.policies.differences(lane);
      if (what !== undefined) violations.push({ invariant: 'I5', where: `lane ${partition}`, what });
    }
    return violations;
  }

  #laneAudit(partition: number, lanes: number): LaneAudit {
    let audit = this.#lanes.get(partition);
    if (audit === undefined) {
      const casebook = new Casebook(
        lanes,
        () => this.#commands,
        () => this.#ruleSets,
      );
      const history = new LaneHistory(partition, this.#slaAt, casebook);
      audit = { chain: new ChainCheck(partition), history, casebook };
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
