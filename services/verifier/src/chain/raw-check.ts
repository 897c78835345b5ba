import { SOURCES, type Source } from '@tieout/core';
import type { SourceReader } from '@tieout/sources';
import { RawDigest, type PerSource } from '@tieout/store';
import type { LaneEnd, PagedRows, StoredRawRow } from '@tieout/store/evidence';
import { z } from 'zod';
import type { Finding, FindingCode } from '../finding.ts';
import type { Detail } from './audit-row.ts';
import { rawColumnDiffering, rawPlace } from './raw-columns.ts';
import { acceptedBy, type Redriven } from './redriven.ts';

const offset = z
  .string()
  .regex(/^\d{1,19}$/)
  .transform(BigInt);
const writtenRange = z.object({ count: z.int(), from: offset, sha256: z.string(), to: offset });
const flushFacts = z.object({
  sources: z.object({ core: writtenRange, gateway: writtenRange, mobile: writtenRange }),
});
type Range = z.infer<typeof writtenRange>;

export interface RawCheckOptions {
  readonly chain: string;
  readonly lane: LaneEnd;
  readonly readers: PerSource<SourceReader>;
  /** The first day of which raw rows are kept. */
  readonly keptFrom: string;
  /** Rows below were seen by a checkpoint; null where the chain's beginning is not kept: then the first flush tells where to begin. */
  readonly from: PerSource<bigint> | null;
  /** Whose rows belong to no flush. */
  readonly redriven: Pick<Redriven, 'has'>;
  readonly open: (source: Source, from: bigint) => PagedRows<StoredRawRow>;
  /** Those of one offset. */
  readonly at: (source: Source, offset: bigint) => PagedRows<StoredRawRow>;
  readonly report: (finding: Finding) => void;
}

/** A FLUSH or a REDRIVE, where it stands in the chain. */
interface WritingRow {
  readonly seq: bigint;
  /** Its day, which is that of its raw rows. */
  readonly day: string;
}

/**
 * Walks a lane's raw rows beside its chain: each flush's rows, and what each redrive put among them later, are all there, nothing was changed in
 * them, and there are no others.
 */
export class RawCheck {
  readonly #options: RawCheckOptions;
  readonly #streams = new Map<Source, PagedRows<StoredRawRow>>();
  #rows = 0;
  #flushes = 0;
  #flushesDetached = 0;

  constructor(options: RawCheckOptions) {
    this.#options = options;
    if (options.from !== null)
      for (const source of SOURCES) this.#streams.set(source, options.open(source, options.from[source]));
  }

  get counts(): { readonly rows: number; readonly flushes: number; readonly flushesDetached: number } {
    return { rows: this.#rows, flushes: this.#flushes, flushesDetached: this.#flushesDetached };
  }

  async flush(row: WritingRow, detail: Detail | undefined): Promise<void> {
    const facts = flushFacts.safeParse(detail);
    if (!facts.success) {
      this.#report('COLUMN_DIFFERS', row.seq, null, {
        problem: `the FLUSH row does not say what it wrote: ${z.prettifyError(facts.error)}`,
      });
      return;
    }
    this.#flushes++;
    if (row.day < this.#options.keptFrom) this.#flushesDetached++;
    for (const source of SOURCES) await this.#range(row, source, facts.data.sources[source]);
  }

  async redrive(row: WritingRow, detail: Detail | undefined): Promise<void> {
    const { keptFrom, at, lane } = this.#options;
    const accepted = acceptedBy(detail);
    if (accepted === null || row.day < keptFrom) return;
    const { source, offset: from, sha256 } = accepted;
    const rows = at(source, from);
    const digest = new RawDigest();
    let count = 0;
    for (
      let found = await below(rows, from + 1n);
      found !== undefined;
      found = await below(rows, from + 1n)
    ) {
      rows.take();
      count++;
      digest.add(found.offset, Math.trunc(found.appendTime), found.schemaId, found.payload);
      await this.#columns(row, source, found);
    }
    this.#rows += count;
    const hex = digest.hex();
    if (count === 1 && hex === sha256) return;
    this.#report('RAW_RANGE_DIFFERS', row.seq, rawPlace(source, lane.partition, from), {
      problem: 'the raw row is not the one that this redrive put there',
      expected: `1 row, sha256 ${sha256}`,
      found: `${count} rows, sha256 ${hex}`,
    });
  }

  async #range(flush: WritingRow, source: Source, range: Range): Promise<void> {
    let stream = this.#streams.get(source);
    if (stream === undefined) this.#streams.set(source, (stream = this.#options.open(source, range.from)));
    await this.#between(stream, source, range.from);
    const kept = flush.day >= this.#options.keptFrom;
    if (!kept) return this.#between(stream, source, range.to);
    const digest = new RawDigest();
    let count = 0;
    let bad = false;
    for (let row = await below(stream, range.to); row !== undefined; row = await below(stream, range.to)) {
      stream.take();
      if (this.#options.redriven.has(source, row.offset)) continue;
      count++;
      digest.add(row.offset, Math.trunc(row.appendTime), row.schemaId, row.payload);
      bad = (await this.#columns(flush, source, row)) || bad;
    }
    this.#rows += count;
    const sha256 = digest.hex();
    if (count === range.count && sha256 === range.sha256) return;
    const place = `raw_events source=${source} partition=${this.#options.lane.partition} offsets ${range.from} to ${range.to - 1n}`;
    this.#report('RAW_RANGE_DIFFERS', flush.seq, place, {
      problem: `the raw rows of this flush are not those it wrote${bad ? ' (the row named above is one of them)' : ''}`,
      expected: `${range.count} rows, sha256 ${range.sha256}`,
      found: `${count} rows, sha256 ${sha256}`,
    });
  }

  /** Whether something was found. */
  async #columns(by: WritingRow, source: Source, row: StoredRawRow): Promise<boolean> {
    const { lane, readers } = this.#options;
    const place = rawPlace(source, lane.partition, row.offset);
    if (row.ingestedOn !== by.day || !Number.isInteger(row.appendTime)) {
      const [column, expected, found] =
        row.ingestedOn === by.day
          ? ['append_time', 'whole milliseconds', `${row.appendTime} ms`]
          : ['ingested_on', by.day, row.ingestedOn];
      const problem = `column ${column} is not what was written`;
      this.#report('RAW_ROW_DIFFERS', by.seq, place, { problem, expected, found });
      return true;
    }
    const difference = await rawColumnDiffering(row, lane, readers[source]);
    if (difference === null) return false;
    this.#report('RAW_ROW_DIFFERS', by.seq, place, difference);
    return true;
  }

  /** Rows that no flush wrote. */
  async #between(stream: PagedRows<StoredRawRow>, source: Source, to: bigint): Promise<void> {
    for (let row = await below(stream, to); row !== undefined; row = await below(stream, to)) {
      stream.take();
      if (this.#options.redriven.has(source, row.offset)) continue;
      this.#report('RAW_UNEXPECTED', null, rawPlace(source, this.#options.lane.partition, row.offset), {
        problem: 'no flush wrote this raw row',
        expected: 'no row',
        found: `a record of ${row.txnId}`,
      });
    }
  }

  /** After the chain's last row: nothing may be left. */
  async finish(): Promise<void> {
    const { lane } = this.#options;
    for (const source of SOURCES) {
      const stream = this.#streams.get(source);
      if (stream !== undefined) await this.#between(stream, source, lane.positions[source]);
      const last = lane.lastOffsets[source];
      if (last !== null && last >= lane.positions[source])
        this.#report('RAW_UNEXPECTED', null, rawPlace(source, lane.partition, last), {
          problem: 'no flush wrote this raw row: it lies behind what the lane has read',
          expected: `offsets below ${lane.positions[source]}`,
          found: `offset ${last}`,
        });
    }
  }

  #report(
    code: FindingCode,
    seq: bigint | null,
    place: string | null,
    what: { readonly problem: string; readonly expected?: string | null; readonly found?: string | null },
  ): void {
    const { problem, expected = null, found = null } = what;
    this.#options.report({ code, chain: this.#options.chain, seq, place, problem, expected, found });
  }
}

/** The next row, where its offset is below `to`. */
async function below(stream: PagedRows<StoredRawRow>, to: bigint): Promise<StoredRawRow | undefined> {
  while (stream.peek() === undefined) if (!(await stream.more())) return undefined;
  const row = stream.peek();
  return row !== undefined && row.offset < to ? row : undefined;
}
