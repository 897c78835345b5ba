import { TieoutError } from '@tieout/core';
import type { Encoder, OutgoingRecord } from '@tieout/runtime';
import type { Outcome } from '@tieout/schemas';
import type { Change } from '@tieout/store/reading';
import { z } from 'zod';

const integer = z.string().regex(/^-?\d+$/);

/** What of a VERDICT row's detail an outcome tells. */
const VerdictDetail = z.object({
  amount_minor: integer,
  at: z.iso.datetime(),
  at_risk_minor: integer,
  chain: z.string(),
  channel: z.string(),
  currency: z.string(),
  discrepancy_minor: integer.nullable(),
  previous_status: z.string().nullable(),
  reasons: z.array(z.string()),
  rule_version: z.int(),
  seq: integer,
  severity: z.string().nullable(),
  status: z.string(),
  txn_id: z.string().min(1),
});

/** The header by which a reader that keeps what it has seen knows a repeat: `chain:seq`. */
const IDEMPOTENCY_KEY = 'idempotency-key';

/**
 * A changed verdict as the topic carries it.
 *
 * @throws {TieoutError} INVALID_STATE where the row cannot be told: its columns and its detail disagree, or a field is not what it must be
 */
export function outcomeOf({ chain, seq, detail }: Change): Outcome {
  const told = VerdictDetail.safeParse(JSON.parse(detail));
  if (!told.success)
    throw new TieoutError('INVALID_STATE', `row ${seq} of ${chain}: ${z.prettifyError(told.error)}`);
  const verdict = told.data;
  if (verdict.chain !== chain || verdict.seq !== String(seq)) {
    throw new TieoutError(
      'INVALID_STATE',
      `row ${seq} of ${chain} says that it is row ${verdict.seq} of ${verdict.chain}`,
    );
  }
  return {
    txn_id: verdict.txn_id,
    chain,
    seq: BigInt(seq),
    at: Date.parse(verdict.at),
    status: verdict.status,
    previous_status: verdict.previous_status,
    reasons: verdict.reasons,
    severity: verdict.severity,
    amount_minor: BigInt(verdict.amount_minor),
    currency: verdict.currency,
    discrepancy_minor: verdict.discrepancy_minor === null ? null : BigInt(verdict.discrepancy_minor),
    at_risk_minor: verdict.at_risk_minor,
    channel: verdict.channel,
    rule_version: verdict.rule_version,
  };
}

/** @throws {TieoutError} INVALID_STATE as above; Error where a field does not fit the schema */
export function outcomeRecord(change: Change, topic: string, encoder: Encoder<Outcome>): OutgoingRecord {
  const outcome = outcomeOf(change);
  return {
    topic,
    key: outcome.txn_id,
    value: encoder.encode(outcome),
    headers: { [IDEMPOTENCY_KEY]: `${change.chain}:${change.seq}` },
  };
}
