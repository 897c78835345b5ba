import { createHash } from 'node:crypto';
import { outcomeOf, SOURCES, type Source } from '../contract/event.ts';
import { judgementOf } from '../contract/judgement.ts';
import type { AuditRow, Tables, Violation } from '../evidence.ts';
import { changeOf, flushOf, lateLegs, type ChangeRow, type FlushRow } from '../read-audit.ts';
import type { ReadInput } from '../read-input.ts';
import { differences, rowFigures } from './verdicts.ts';

/** The raw rows of a source at their offsets. */
export type RawAt = (source: Source, offset: bigint) => Tables['rawEvents'][number] | undefined;

/**
 * Every verdict that was ever visible was right when it was given: by what had been read then, at the lane time of then; none said MISSING of an event
 * that was in time. Each change names what it replaced, and the last one is what the results row says (I2). Positions, epochs and lane time
 * never went back, and each flush holds what it says (I1, I3).
 */
export class LaneHistory {
  #violations: Violation[] = [];
  readonly #partition: number;
  readonly #slaMs: number;
  readonly #latest = new Map<string, ChangeRow>();
  #flush: FlushRow | undefined;

  constructor(partition: number, slaMs: number) {
    this.#partition = partition;
    this.#slaMs = slaMs;
  }

  add(row: AuditRow, read: ReadInput, rawAt: RawAt): Violation[] {
    if (row.action === 'FLUSH') this.#addFlush(row, rawAt);
    if (row.action === 'VERDICT') this.#addChange(row, read);
    return this.#taken();
  }

  end({ results }: Tables): Violation[] {
    for (const result of results) {
      if (result.partition !== this.#partition) continue;
      const last = this.#latest.get(result.txnId);
      if (last === undefined) this.#tell('I2', result.txnId, 'has a verdict that no audit row tells of');
      else if (last.status !== result.status || last.reasons.join() !== result.reasons.join())
        this.#tell('I2', result.txnId, `reads ${result.status} and was last told to be ${last.status}`);
      else if (last.revision > result.revision)
        this.#tell('I2', result.txnId, `has revision ${result.revision} after ${last.revision}`);
    }
    return this.#taken();
  }

  #taken(): Violation[] {
    const violations = this.#violations;
    this.#violations = [];
    return violations;
  }

  #addFlush(row: AuditRow, rawAt: RawAt): void {
    const flush = flushOf(row);
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
      const rows: Tables['rawEvents'][number][] = [];
      for (let offset = told.from; offset < told.to; offset++) {
        const found = rawAt(source, offset);
        if (found !== undefined) rows.push(found);
      }
      if (rows.length !== told.count)
        this.#tell('I1', where, `says ${told.count} raw events of ${source}, there are ${rows.length}`);
      else if (digestOf(rows) !== told.sha256) this.#tell('I1', where, `its digest of ${source} is another`);
    }
  }

  #addChange(row: AuditRow, read: ReadInput): void {
    const change = changeOf(row);
    const { txnId } = change;
    const before = this.#latest.get(txnId);
    this.#latest.set(txnId, change);
    const tell = (what: string): void =>
      this.#tell('I2', `${txnId} in lane ${this.#partition} row ${row.seq}`, what);
    if (this.#flush === undefined) return tell('comes before any flush');
    const { laneTime, sources } = this.#flush;
    const positions = { core: sources.core.to, gateway: sources.gateway.to, mobile: sources.mobile.to };
    const tellings = read.tellings(this.#partition, txnId, positions);
    const judgement = judgementOf(tellings, laneTime, this.#slaMs);
    if (judgement === null) return tell('is a verdict and nothing was told of it yet');
    for (const problem of differences(judgement, change)) tell(`was wrong when it was given: ${problem}`);
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
    this.#checkMissing(change, read, tell);
  }

  /** An outage must never look like a silent source: what was appended in time is not missing, read or not. */
  #checkMissing(
    { txnId, reasons, deadline }: ChangeRow,
    read: ReadInput,
    tell: (what: string) => void,
  ): void {
    for (const source of SOURCES) {
      if (!reasons.includes(`MISSING_${source.toUpperCase()}`)) continue;
      const inTime = read
        .tellings(this.#partition, txnId)
        .find(
          (told) => told.source === source && told.appendTime <= deadline && outcomeOf(told) !== 'IGNORED',
        );
      if (inTime !== undefined) tell(`says MISSING of ${source}, which told ${inTime.eventId} in time`);
    }
  }

  #tell(invariant: string, where: string, what: string): void {
    this.#violations.push({ invariant, where, what });
  }
}

function isSame(a: ChangeRow, b: ChangeRow): boolean {
  return Object.values(rowFigures(a)).join('|') === Object.values(rowFigures(b)).join('|');
}

/** SHA-256 over offset, append time, schema id, length and bytes of each row. */
function digestOf(rows: Tables['rawEvents']): string {
  const digest = createHash('sha256');
  for (const { offset, appendTime, schemaId, payload } of rows) {
    const lead = Buffer.alloc(24);
    lead.writeBigInt64BE(offset, 0);
    lead.writeBigInt64BE(BigInt(appendTime), 8);
    lead.writeInt32BE(schemaId, 16);
    lead.writeInt32BE(payload.length, 20);
    digest.update(lead).update(payload);
  }
  return digest.digest('hex');
}
