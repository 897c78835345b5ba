import type { Pool } from 'pg';

/** What one run of the verification came to. */
export interface VerificationResult {
  /** The number of the checkpoint it began from; null where it began at the beginning. */
  readonly since: number | null;
  /** Every transaction's verdict was held against the log as well. */
  readonly results: boolean;
  readonly chains: number;
  readonly auditRows: number;
  readonly rawRows: number;
  /** How much did not hold. */
  readonly findings: number;
  /** The first of it; null where all held. */
  readonly first: {
    readonly code: string;
    readonly chain: string | null;
    readonly seq: bigint | null;
    readonly place: string | null;
    readonly problem: string;
  } | null;
}

/** Leaves it where the API finds it. The one thing a verifier may write. */
export async function leaveResult(pool: Pool, result: VerificationResult): Promise<void> {
  const { since, results, chains, auditRows, rawRows, findings, first } = result;
  await pool.query(
    `INSERT INTO verifications (since, results, chains, audit_rows, raw_rows, findings, code, chain, seq, place, problem)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      since,
      results,
      chains,
      auditRows,
      rawRows,
      findings,
      ...(first === null
        ? [null, null, null, null, null]
        : [first.code, first.chain, first.seq, first.place, first.problem]),
    ],
  );
}
