import { sql } from 'kysely';
import { inSnapshot, type Reader } from './snapshot.ts';

/** What the verifications of the evidence have said so far. */
export interface Verification {
  /** When the newest run ended, ms. */
  readonly at: number;
  /** That run began at the beginning, whatever a checkpoint had seen. */
  readonly whole: boolean;
  readonly chains: number;
  readonly auditRows: number;
  readonly rawRows: number;
  /** The newest failure that no run since has shown to be gone; null where all holds. */
  readonly failure: VerificationFailure | null;
}

interface VerificationFailure {
  /** When the run ended that found it, ms. */
  readonly at: number;
  readonly findings: number;
  readonly code: string;
  readonly chain: string | null;
  readonly seq: string | null;
  readonly place: string | null;
  readonly problem: string;
}

interface Row {
  ended_at: Date;
  whole: boolean;
  chains: number;
  audit_rows: string;
  raw_rows: string;
  failed_at: Date | null;
  findings: number;
  code: string;
  chain: string | null;
  seq: string | null;
  place: string | null;
  problem: string;
}

/**
 * Null before the first run. A run that began later, or left results out, has not looked at what an earlier one found: only one that looked at as much
 * says that it is gone.
 */
export function readVerification(reader: Reader): Promise<Verification | null> {
  return inSnapshot(reader, async (snapshot) => {
    const { rows } = await sql<Row>`
      SELECT last.ended_at, last.since IS NULL AS whole, last.chains, last.audit_rows, last.raw_rows,
             failed.ended_at AS failed_at, failed.findings, failed.code, failed.chain, failed.seq, failed.place, failed.problem
      FROM (SELECT * FROM verifications ORDER BY id DESC LIMIT 1) AS last LEFT JOIN (
        SELECT * FROM verifications AS f
        WHERE findings > 0 AND NOT EXISTS (
          SELECT FROM verifications AS later
          WHERE later.id > f.id AND later.findings = 0
            AND (later.since IS NULL OR later.since <= f.since) AND (later.results OR NOT f.results)
        )
        ORDER BY id DESC LIMIT 1
      ) AS failed ON true
    `.execute(snapshot);
    const [row] = rows;
    if (row === undefined) return null;
    const { failed_at: failedAt, findings, code, chain, seq, place, problem } = row;
    return {
      at: row.ended_at.getTime(),
      whole: row.whole,
      chains: row.chains,
      auditRows: Number(row.audit_rows),
      rawRows: Number(row.raw_rows),
      failure:
        failedAt === null ? null : { at: failedAt.getTime(), findings, code, chain, seq, place, problem },
    };
  });
}
