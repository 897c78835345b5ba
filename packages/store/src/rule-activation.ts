import type { RuleSet } from '@tieout/core';
import { appendToChain, laneChain, type ChainHead, type AuditRow } from './audit/chain.ts';
import { isoTime } from './audit/iso-time.ts';
import type { LaneHead } from './lane-ports.ts';

/** Who puts a rule set in force. Times ms UTC. */
export interface ActivatedBy {
  /** Who wrote it and who agreed, as audit rows name actors. */
  readonly author: string;
  readonly approver: string | null;
  /** For the audit rows. */
  readonly at: number;
}

/** What has been read and judged when a rule set is put in force, while no flush is under way. Times ms UTC. */
export interface JudgedSoFar {
  readonly lanes: readonly Pick<LaneHead, 'progress'>[];
  /** First event of the youngest transaction there is; null where there is none. */
  readonly firstSeenAt: number | null;
  /** Of the youngest rule set there is. */
  readonly effectiveFrom: number | null;
}

/**
 * From when the next version is in force: after everything read (a lane's last record may lie 1 ms beyond its progress), after the first event of every
 * transaction there is, and after the version before. So no transaction there is changes its version.
 */
export function inForceFrom({ lanes, firstSeenAt, effectiveFrom }: JudgedSoFar): number {
  const read = lanes.flatMap(({ progress }) => Object.values(progress).map((time) => time + 1));
  const seen = [effectiveFrom, firstSeenAt].flatMap((time) => time ?? []);
  return Math.max(0, ...read, ...seen) + 1;
}

/** The row of a lane's chain that tells of the activation. */
export function activationRow(
  { partition, rulesVersion, chain }: Pick<LaneHead, 'partition' | 'rulesVersion' | 'chain'>,
  ruleSet: RuleSet,
  { author, approver, at }: ActivatedBy,
): { readonly row: AuditRow; readonly head: ChainHead } {
  const told = appendToChain(laneChain(partition), chain, [
    {
      at,
      actor: approver ?? author,
      action: 'RULES_ACTIVATED',
      txnId: null,
      facts: {
        approver,
        author,
        effective_from: isoTime(ruleSet.effectiveFrom),
        partition,
        previous_version: rulesVersion,
        version: ruleSet.version,
      },
    },
  ]);
  const [row] = told.rows;
  if (row === undefined) throw new RangeError('a chain took no row');
  return { row, head: told.head };
}
