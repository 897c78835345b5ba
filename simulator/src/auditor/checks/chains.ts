import { hash } from 'node:crypto';
import type { AuditRow, LaneRow, Violation } from '../evidence.ts';
import { detailOf } from '../read-audit.ts';

/** I4: a lane's chain has no gap, each row is tied to the one before, and the lane's row names the last. */
export class ChainCheck {
  readonly #chain: string;
  #seq = 0n;
  #hash: Buffer = Buffer.alloc(32);

  constructor(partition: number) {
    this.#chain = `lane-${partition}`;
  }

  add(row: AuditRow): Violation[] {
    const problem = rowProblem(row, this.#seq, this.#hash);
    this.#seq = row.seq;
    this.#hash = row.hash;
    return problem === undefined
      ? []
      : [{ invariant: 'I4', where: `${this.#chain} row ${row.seq}`, what: problem }];
  }

  end({ chainSeq, chainHash }: LaneRow): Violation[] {
    if (chainSeq === this.#seq && chainHash.equals(this.#hash)) return [];
    const what = `the lane's row names row ${chainSeq}, the last is ${this.#seq}`;
    return [{ invariant: 'I4', where: this.#chain, what }];
  }
}

function rowProblem(row: AuditRow, seqBefore: bigint, hashBefore: Buffer): string | undefined {
  if (row.seq !== seqBefore + 1n) return `follows row ${seqBefore}`;
  if (!row.prevHash.equals(hashBefore)) return 'is not tied to the row before';
  const wanted = hash('sha256', Buffer.concat([hashBefore, Buffer.from(row.detail)]), 'buffer');
  if (!row.hash.equals(wanted)) return 'its hash is not that of its detail';
  const detail = detailOf(row);
  if (JSON.stringify(detail) !== row.detail || !isInOrder(detail)) return 'its detail is not canonical JSON';
  const columns = [
    row.chain,
    String(row.seq),
    new Date(row.at).toISOString(),
    row.actor,
    row.action,
    row.txnId,
    row.commandId,
  ];
  const told = ['chain', 'seq', 'at', 'actor', 'action', 'txn_id', 'command_id'].map((name) => detail[name]);
  if (columns.join('|') !== told.join('|')) return 'its columns disagree with its detail';
  return undefined;
}

/** RFC 8785: the keys of every object in ascending order. */
function isInOrder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const keys = Object.keys(value);
  const sorted =
    Array.isArray(value) || keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key);
  return sorted && Object.values(value).every(isInOrder);
}
