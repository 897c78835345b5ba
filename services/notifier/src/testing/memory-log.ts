import { txnId } from '@tieout/core';
import { appendToChain, CHAIN_START, type AuditRow, type ChainHead } from '@tieout/store';
import { BEFORE_FIRST, type ChainNews, type ChainPosition, type Positions } from '@tieout/store/reading';
import type { Move } from '@tieout/store/following';

/** Chains and cursors in memory, as the publisher's ports give them. */
export class MemoryLog {
  readonly chains = new Map<string, { rows: AuditRow[]; head: ChainHead }>();
  readonly cursors = new Map<string, ChainPosition>();

  /** Appends changed verdicts, `broken` ones with an amount that is none. */
  append(chain: string, ids: readonly string[], broken = false): void {
    const { rows, head } = this.chains.get(chain) ?? { rows: [], head: CHAIN_START };
    const added = appendToChain(
      chain,
      head,
      ids.map((id) => ({
        at: Date.UTC(2026, 10, 21),
        actor: 'test',
        action: 'VERDICT',
        txnId: txnId(id),
        facts: {
          amount_minor: broken ? 'much' : '5000',
          at_risk_minor: '0',
          channel: 'WEB',
          currency: 'INR',
          discrepancy_minor: null,
          previous_status: null,
          reasons: [],
          rule_version: 1,
          severity: null,
          status: 'MATCHED',
        },
      })),
    );
    this.chains.set(chain, { rows: [...rows, ...added.rows], head: added.head });
  }

  positionOf(chain: string): ChainPosition {
    return this.cursors.get(chain) ?? BEFORE_FIRST;
  }

  claim(): Positions {
    return Object.fromEntries([...this.chains.keys()].map((chain) => [chain, this.positionOf(chain)]));
  }

  changesOf(positions: Positions, limit: number): ChainNews[] {
    return Object.entries(positions).map(([chain, from]) => {
      const rows = this.chains.get(chain)?.rows ?? [];
      const read = rows.slice(from.seq, from.seq + limit);
      const changes = read.map((row) => ({
        chain,
        seq: Number(row.seq),
        hash: row.hash,
        detail: row.detail.toString(),
      }));
      const last = changes.at(-1);
      const [first] = read;
      return {
        chain,
        changes,
        reached: last === undefined ? from : { seq: last.seq, hash: last.hash },
        end: rows.length,
        span: first === undefined ? null : [first.at, first.at],
        broken: null,
      };
    });
  }

  advance(moves: readonly Move[]): Set<string> {
    const moved = moves.filter(({ chain, from }) => this.positionOf(chain).seq === from.seq);
    for (const { chain, to } of moved) this.cursors.set(chain, to);
    return new Set(moved.map(({ chain }) => chain));
  }
}
