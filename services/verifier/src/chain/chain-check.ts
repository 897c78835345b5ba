import type { SourceReader } from '@tieout/sources';
import { CHAIN_START, type ChainHead, type PerSource } from '@tieout/store';
import {
  auditRows,
  rawRows,
  redriveRows,
  type ChainEnd,
  type PagedRows,
  type StoredAuditRow,
} from '@tieout/store/evidence';
import type { Pool } from 'pg';
import type { Mark } from '../checkpoints/checkpoint.ts';
import type { TrustedChain } from '../checkpoints/trust.ts';
import type { Finding } from '../finding.ts';
import { changed, columnDiffering, parseDetail } from './audit-row.ts';
import { Links } from './links.ts';
import { RawCheck } from './raw-check.ts';
import { Redriven } from './redriven.ts';

/** Findings of one chain beyond this are counted, not told: one cause brings many. */
const FINDINGS_MAX = 20;
const OFFSET_MIN = -(2n ** 63n);

export interface ChainCheckOptions {
  readonly pool: Pool;
  readonly readers: PerSource<SourceReader>;
  readonly end: ChainEnd;
  readonly trusted: TrustedChain | undefined;
  /** From the chain's beginning, whatever a checkpoint has seen. */
  readonly full: boolean;
  /** The first days of which rows are kept. */
  readonly keptFrom: { readonly audit: string; readonly raw: string };
  readonly onRows: (counts: ChainCounts) => void;
}

export interface ChainCounts {
  readonly auditRows: number;
  readonly rawRows: number;
  readonly flushes: number;
  /** Flushes whose raw rows are of detached days: their digests stay, their rows are elsewhere. */
  readonly flushesDetached: number;
}

export interface ChainReport extends ChainCounts {
  readonly chain: string;
  readonly from: bigint;
  readonly to: bigint;
  readonly findings: readonly Finding[];
  /** How many more there were than `findings` holds. */
  readonly findingsLeftOut: number;
  /** What a checkpoint may say of it; null where it does not hold. */
  readonly mark: Mark | null;
}

/** Walks one chain, and a lane's raw rows beside it, up to where it ended when it was asked. */
export async function checkChain(options: ChainCheckOptions): Promise<ChainReport> {
  const { pool, end, trusted, full, onRows } = options;
  const findings: Finding[] = [];
  let findingsLeftOut = 0;
  const report = (finding: Finding): void => {
    if (findings.length < FINDINGS_MAX) findings.push(finding);
    else findingsLeftOut++;
  };
  const from = full || trusted === undefined ? CHAIN_START : trusted.last;
  const links = new Links(end, trusted, from, options.keptFrom.audit);
  const raw = rawCheck(options, from, report);
  let rowsRead = 0;
  const counts = (): ChainCounts => ({
    auditRows: rowsRead,
    rawRows: raw?.counts.rows ?? 0,
    flushes: raw?.counts.flushes ?? 0,
    flushesDetached: raw?.counts.flushesDetached ?? 0,
  });
  const rows = auditRows(pool, end.chain, from.seq === 0n ? OFFSET_MIN : from.seq, end.seq);
  const broken = await walk(rows, async (row) => {
    rowsRead++;
    const detail = parseDetail(row.detail);
    const wrong = changed(row) ?? links.follow(row) ?? columnDiffering(row, detail);
    if (wrong !== null) return wrong;
    if (raw !== null && row.seq > from.seq) {
      const place = { seq: row.seq, day: row.loggedOn };
      if (row.action === 'FLUSH') await raw.flush(place, detail);
      if (row.action === 'REDRIVE') await raw.redrive(place, detail);
    }
    if (rowsRead % 1_000 === 0) onRows(counts());
    return null;
  });
  const wrong = broken ?? links.finish();
  if (wrong !== null) report(wrong);
  // Behind a break nobody knows which raw rows ought to be there.
  else await raw?.finish();
  return {
    ...counts(),
    chain: end.chain,
    from: from.seq,
    to: end.seq,
    findings,
    findingsLeftOut,
    mark: findings.length === 0 ? markOf(end, links) : null,
  };
}

async function walk(
  rows: PagedRows<StoredAuditRow>,
  visit: (row: StoredAuditRow) => Promise<Finding | null>,
): Promise<Finding | null> {
  for (;;) {
    const row = rows.peek();
    if (row === undefined) {
      if (await rows.more()) continue;
      return null;
    }
    rows.take();
    const wrong = await visit(row);
    if (wrong !== null) return wrong;
  }
}

function rawCheck(
  { pool, readers, end, trusted, keptFrom }: ChainCheckOptions,
  from: ChainHead,
  report: (finding: Finding) => void,
): RawCheck | null {
  const { chain, lane } = end;
  if (lane === null) return null;
  const all = { core: OFFSET_MIN, gateway: OFFSET_MIN, mobile: OFFSET_MIN };
  const redriven = new Redriven(from.seq, (after) => redriveRows(pool, chain, after));
  const wholeChain = end.firstSeq === null || end.firstSeq <= 1n;
  return new RawCheck({
    chain,
    lane,
    readers,
    keptFrom: keptFrom.raw,
    from: from.seq > 0n ? (trusted?.raw ?? null) : wholeChain ? all : null,
    redriven,
    open: (source, first) =>
      rawRows(pool, source, lane.partition, { from: first, to: lane.positions[source] }, () =>
        redriven.refresh(),
      ),
    at: (source, offset) => rawRows(pool, source, lane.partition, { from: offset, to: offset + 1n }),
    report,
  });
}

function markOf(end: ChainEnd, links: Links): Mark {
  const positions = end.lane?.positions;
  return {
    seq: end.seq.toString(),
    hash: end.hash.toString('hex'),
    raw: positions
      ? { core: `${positions.core}`, gateway: `${positions.gateway}`, mobile: `${positions.mobile}` }
      : null,
    days: Object.fromEntries([...links.dayEnds].map(([day, seq]) => [day, seq.toString()])),
  };
}
