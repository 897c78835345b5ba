import { CHAIN_START, type ChainHead } from '@tieout/store';
import type { ChainEnd, StoredAuditRow } from '@tieout/store/evidence';
import type { Finding, FindingCode } from '../finding.ts';
import type { TrustedChain } from '../checkpoints/trust.ts';

/**
 * Follows one chain row by row: no gap, each tied to the one before, each that a signed checkpoint names still what it was. Where the
 * beginning is no longer kept, a checkpoint must have seen it, and have seen a day end there.
 */
export class Links {
  readonly #chain: string;
  readonly #end: ChainEnd;
  readonly #keptFrom: string;
  readonly #trusted: TrustedChain | undefined;
  readonly #from: ChainHead;
  #last: ChainHead | null = null;
  #day = '';
  readonly #dayEnds = new Map<string, bigint>();

  /**
   * @param end what the chain's writer says of its end, read before the first row
   * @param from the row to begin at, included: of the last checkpoint, or the beginning
   * @param keptFrom the first day of which audit rows are kept
   */
  constructor(end: ChainEnd, trusted: TrustedChain | undefined, from: ChainHead, keptFrom: string) {
    this.#chain = end.chain;
    this.#end = end;
    this.#keptFrom = keptFrom;
    this.#trusted = trusted;
    this.#from = from;
  }

  /** The last row followed; what the walk began from where there was none. */
  get last(): ChainHead {
    return this.#last ?? this.#from;
  }

  /** The last seq of each day that was seen. */
  get dayEnds(): ReadonlyMap<string, bigint> {
    return this.#dayEnds;
  }

  /** Takes the next row. Its own hash has been looked at. */
  follow(row: StoredAuditRow): Finding | null {
    const wrong = this.#last === null ? this.#first(row) : this.#tied(row, this.#last);
    if (wrong !== null) return wrong;
    const mark = this.#trusted?.hashAt(row.seq);
    if (mark !== undefined && !mark.equals(row.hash))
      return this.#finding(
        'CHECKPOINT_DIFFERS',
        row.seq,
        'the row is not the one the signed checkpoint saw',
        mark.toString('hex'),
        row.hash.toString('hex'),
      );
    this.#last = { seq: row.seq, hash: row.hash };
    this.#day = row.loggedOn;
    this.#dayEnds.set(this.#day, row.seq);
    return null;
  }

  #first(row: StoredAuditRow): Finding | null {
    const from = this.#from;
    // The checkpoint's own row: what it is tied to has been looked at before.
    if (from.seq > 0n && row.seq === from.seq) return null;
    if (row.seq <= 0n)
      return this.#finding('ROW_UNEXPECTED', row.seq, 'a chain begins with seq 1', '1', `${row.seq}`);
    if (row.seq === 1n) return this.#tied(row, CHAIN_START);
    return this.#beginning(row);
  }

  /** The rows before this one are not there. They may only be those of days that were detached. */
  #beginning(row: StoredAuditRow): Finding | null {
    const before = row.seq - 1n;
    const missing = this.#from.seq > 0n ? this.#from.seq : 1n;
    const absent = (problem: string): Finding =>
      this.#finding('ROW_MISSING', missing, problem, `seq ${missing}`, `seq ${row.seq}`);
    if (this.#end.firstSeq !== row.seq) return absent('the row is not there');
    const seen = this.#trusted?.last;
    if (seen === undefined || seen.seq < before)
      return absent(
        `the rows up to seq ${before} are not there, and no signed checkpoint has seen all of them`,
      );
    const day = this.#trusted?.dayEndingWith(before);
    if (day === undefined || day >= this.#keptFrom)
      return absent(`the rows up to seq ${before} are not there, and they are not the rows of detached days`);
    return seen.seq === before ? this.#tied(row, seen) : null;
  }

  #tied(row: StoredAuditRow, last: ChainHead): Finding | null {
    const next = last.seq + 1n;
    if (row.seq < next)
      return this.#finding(
        'ROW_UNEXPECTED',
        row.seq,
        'the seq is there twice',
        `seq ${next}`,
        `seq ${row.seq} again`,
      );
    if (row.seq > next) return this.#missing(next, `seq ${row.seq}`);
    if (row.prevHash.equals(last.hash)) return null;
    return this.#finding(
      'LINK_BROKEN',
      row.seq,
      'the row is not tied to the one before it',
      last.hash.toString('hex'),
      row.prevHash.toString('hex'),
    );
  }

  /** After the last row: whether the chain ends where its writer says, and not before a checkpoint. */
  finish(): Finding | null {
    const end = this.#end;
    const { seq, hash } = this.last;
    const seen = this.#trusted?.last;
    if (seen !== undefined && seen.seq > end.seq)
      return this.#finding(
        'CHECKPOINT_DIFFERS',
        end.seq + 1n,
        'the chain ends before the row that the signed checkpoint saw: its tail was cut',
        `seq ${seen.seq}`,
        `an end at seq ${end.seq}`,
      );
    // Nothing was read, not even the row to begin at; or all of it was detached.
    if (this.#last === null && end.seq > 0n) return this.#allGone();
    if (seq < end.seq) return this.#missing(seq + 1n, 'no row: the tail was cut');
    if (!hash.equals(end.hash))
      return this.#finding(
        'HEAD_DIFFERS',
        seq,
        'the last row is not the one the chain’s writer left',
        end.hash.toString('hex'),
        hash.toString('hex'),
      );
    if (end.lastSeq !== null && end.lastSeq > end.seq)
      return this.#finding(
        'ROW_UNEXPECTED',
        end.seq + 1n,
        'there are rows behind the chain’s end',
        `an end at seq ${end.seq}`,
        `seq ${end.lastSeq}`,
      );
    return null;
  }

  /** A chain that has not been written to for longer than rows are kept: a checkpoint has seen its last row. */
  #allGone(): Finding | null {
    const { seq, hash } = this.#end;
    const seen = this.#trusted?.last;
    const day = this.#trusted?.dayEndingWith(seq);
    const detached = this.#end.firstSeq === null && day !== undefined && day < this.#keptFrom;
    if (detached && seen?.seq === seq && seen.hash.equals(hash)) return null;
    return this.#missing(this.#from.seq > 0n ? this.#from.seq : 1n, 'no row');
  }

  #missing(seq: bigint, found: string): Finding {
    return this.#finding('ROW_MISSING', seq, 'the row is not there', `seq ${seq}`, found);
  }

  #finding(code: FindingCode, seq: bigint, problem: string, expected: string, found: string): Finding {
    return { code, chain: this.#chain, seq, place: null, problem, expected, found };
  }
}
