import { outcomeOf, SOURCES, type Source } from '../contract/event.ts';
import { judgementOf } from '../contract/judgement.ts';
import type { SlaAt } from '../contract/situation.ts';
import type { AuditRow, Invariant, RawRow, Tables, Violation } from '../evidence.ts';
import { changeOf, detailOf, flushOf, lateLegs, type ChangeRow, type FlushRow } from '../read-audit.ts';
import type { ReadInput } from '../read-input.ts';
import type { Casebook, Matter, Tell } from './casebook.ts';
import { digestOf } from './digest.ts';
import { differences, rowFigures } from './verdicts.ts';

/** The raw rows of a source at their offsets. */
export type RawAt = (source: Source, offset: bigint) => RawRow | undefined;

interface FlushSeen extends FlushRow {
  readonly seq: bigint;
}

/**
 * Every verdict that was ever visible was right when it was given: by what had been read and done then, at the lane time of then; none said MISSING of
 * an event that was in time. Each change names what it replaced, and the last one is what the results row says (I2). Positions, epochs and lane time
 * never went back, and each flush holds what it says (I1, I3). What people and policies did is the casebook's (I8).
 */
export class LaneHistory {
  #violations: Violation[] = [];
  readonly #partition: number;
  readonly #slaAt: SlaAt;
  readonly #casebook: Casebook;
  readonly #latest = new Map<string, ChangeRow>();
  #flush: FlushSeen | undefined;

  constructor(partition: number, slaAt: SlaAt, casebook: Casebook) {
    this.#partition = partition;
    this.#slaAt = slaAt;
    this.#casebook = casebook;
  }

  add(row: AuditRow, read: ReadInput, rawAt: RawAt): Violation[] {
    const where = `${row.txnId ?? 'nothing'} in lane ${this.#partition} row ${row.seq}`;
    switch (row.action) {
      case 'FLUSH':
        this.#endFlush();
        this.#addFlush(row, rawAt);
        break;
      case 'VERDICT':
        this.#addChange(row, read, (what) => this.#tell('I2', where, what));
        break;
      case 'RULES_ACTIVATED':
        this.#addRules(row, read);
        break;
      case 'LANE_TAKEN':
      case 'DATA_LOSS':
      case 'REDRIVE':
        break;
      default: {
        const tell: Tell = (what) => this.#tell('I8', where, `${row.action} ${what}`);
        this.#casebook.add(row, row.txnId === null ? null : this.#matter(row.txnId, read), tell);
      }
    }
    return this.#taken();
  }

  end({ results }: Tables): Violation[] {
    this.#endFlush();
    for (const result of results) {
      if (result.partition !== this.#partition) continue;
      const last = this.#latest.get(result.txnId);
      const where = `${result.txnId} in lane ${this.#partition}`;
      if (last === undefined) this.#tell('I2', where, 'has a verdict that no audit row tells of');
      else if (last.status !== result.status || last.reasons.join() !== result.reasons.join())
        this.#tell('I2', where, `reads ${result.status} and was last told to be ${last.status}`);
      else if (last.revision > result.revision)
        this.#tell('I2', where, `has revision ${result.revision} after ${last.revision}`);
    }
    return this.#taken();
  }

  #taken(): Violation[] {
    const violations = this.#violations;
    this.#violations = [];
    return violations;
  }

  #endFlush(): void {
    const where = `lane ${this.#partition} flush ${this.#flush?.flushNumber ?? 0n}`;
    this.#casebook.endFlush((what) => this.#tell('I8', where, what));
  }

  #addFlush(row: AuditRow, rawAt: RawAt): void {
    const flush = { ...flushOf(row), seq: row.seq };
    const before = this.#flush;
    this.#flush = flush;
    const where = `lane ${this.#partition} flush ${flush.flushNumber}`;
    if (before !== undefined) {
      if (flush.flushNumber <= before.flushNumber)
        this.#tell('I3', where, `follows flush ${before.flushNumber}`);
      if (flush.epoch < before.epoch) this.#tell('I3', where, `its epoch went back from ${before.epoch}`);
      if (flush.laneTime < before.laneTime) this.#tell('I3', where, 'its lane time went back');
    }
    for (const source of SOURCES) {
      const told = flush.sources[source];
      if (told.from < (before?.sources[source].to ?? 0n) || told.to < told.from)
        this.#tell('I3', where, `${source} went back: ${told.from} to ${told.to}`);
      const rows: RawRow[] = [];
      for (let offset = told.from; offset < told.to; offset++) {
        const found = rawAt(source, offset);
        if (found !== undefined) rows.push(found);
      }
      if (rows.length !== told.count)
        this.#tell('I1', where, `says ${told.count} raw events of ${source}, there are ${rows.length}`);
      else if (digestOf(rows) !== told.sha256) this.#tell('I1', where, `its digest of ${source} is another`);
    }
  }

  /** The transaction as this flush finds it; null where nothing that counts was told of it yet. */
  #matter(txnId: string, read: ReadInput): Matter | null {
    if (this.#flush === undefined) return null;
    const { laneTime, sources, seq } = this.#flush;
    const positions = { core: sources.core.to, gateway: sources.gateway.to, mobile: sources.mobile.to };
    const tellings = read.tellings(this.#partition, txnId, seq, positions);
    const judgedAt: Matter['judgedAt'] = (at) => judgementOf(tellings, at, this.#slaAt);
    const judgement = judgedAt(laneTime);
    return judgement && { txnId, judgement, laneTime, judgedAt, shown: this.#latest.get(txnId) };
  }

  #addChange(row: AuditRow, read: ReadInput, tell: Tell): void {
    const change = changeOf(row);
    const { txnId } = change;
    if (this.#flush === undefined) return tell('comes before any flush');
    const matter = this.#matter(txnId, read);
    if (matter === null) return tell('is a verdict and nothing was told of it yet');
    const before = matter.shown;
    this.#casebook.close(matter);
    this.#latest.set(txnId, change);
    for (const problem of differences(matter.judgement, this.#casebook.standing(matter), change))
      tell(`was wrong when it was given: ${problem}`);
    if (change.previousStatus !== (before?.status ?? null))
      tell(`says that it read ${change.previousStatus} before, it read ${before?.status ?? null}`);
    if (change.previousReasons.join() !== (before?.reasons ?? []).join())
      tell('names other reasons as the previous ones');
    const wasLate = before === undefined ? [] : lateLegs(before);
    const late = lateLegs(change).filter((source) => !wasLate.includes(source));
    if (late.join() !== change.lateArrival.join())
      tell(
        `names ${change.lateArrival.join('+') || 'nobody'} as arriving late instead of ${late.join('+') || 'nobody'}`,
      );
    if (before !== undefined && isSame(before, change)) tell('tells of a change and there is none');
    this.#checkMissing(change, this.#flush.seq, read, tell);
  }

  /** An outage must never look like a silent source: what was appended in time is not missing, read or not. */
  #checkMissing({ txnId, reasons, deadline }: ChangeRow, seq: bigint, read: ReadInput, tell: Tell): void {
    for (const source of SOURCES) {
      if (!reasons.includes(`MISSING_${source.toUpperCase()}`)) continue;
      const inTime = read
        .tellings(this.#partition, txnId, seq)
        .find(
          (told) => told.source === source && told.appendTime <= deadline && outcomeOf(told) !== 'IGNORED',
        );
      if (inTime !== undefined) tell(`says MISSING of ${source}, which told ${inTime.eventId} in time`);
    }
  }

  /** Rules are in force from after everything that had been read when they were activated. */
  #addRules(row: AuditRow, read: ReadInput): void {
    const effectiveFrom = Date.parse(String(detailOf(row)['effective_from']));
    for (const input of read.inputs) {
      if (input.partition !== this.#partition) continue;
      const position = this.#flush?.sources[input.source].to ?? 0n;
      const early = read.kept(input, position).find(({ appendTime }) => appendTime >= effectiveFrom);
      if (early !== undefined)
        this.#tell(
          'I2',
          `${input.topic}[${input.partition}] offset ${early.offset}`,
          'had been read before rules were put in force that judge it',
        );
    }
  }

  #tell(invariant: Invariant, where: string, what: string): void {
    this.#violations.push({ invariant, where, what });
  }
}

function isSame(a: ChangeRow, b: ChangeRow): boolean {
  return Object.values(rowFigures(a)).join('|') === Object.values(rowFigures(b)).join('|');
}
