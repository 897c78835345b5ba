import { chainHash } from '@tieout/store';
import type { StoredAuditRow } from '@tieout/store/evidence';
import type { Finding } from '../finding.ts';

export type Detail = Readonly<Record<string, unknown>>;

/** The detail as an object; undefined where it is none. */
export function parseDetail(text: string): Detail | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Detail {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the row's hash is that of its detail and of the hash it says came before. */
export function changed({ chain, seq, prevHash, detail, hash }: StoredAuditRow): Finding | null {
  const right = chainHash(prevHash, detail);
  if (right.equals(hash)) return null;
  return {
    code: 'ROW_CHANGED',
    chain,
    seq,
    place: null,
    problem: 'the row was changed: its hash is not that of its detail and the hash before',
    expected: right.toString('hex'),
    found: hash.toString('hex'),
  };
}

/** Whether the columns, which everybody reads, say what the hashed detail says. */
export function columnDiffering(row: StoredAuditRow, detail: Detail | undefined): Finding | null {
  const differs = (problem: string, expected: string | null, found: string | null): Finding => ({
    code: 'COLUMN_DIFFERS',
    chain: row.chain,
    seq: row.seq,
    place: null,
    problem,
    expected,
    found,
  });
  if (detail === undefined) return differs('the detail is not a JSON object', null, row.detail.slice(0, 200));
  const at = instant(row.at);
  const columns: [name: string, says: unknown, found: string | null][] = [
    ['chain', detail['chain'], row.chain],
    ['seq', detail['seq'], row.seq.toString()],
    ['at', detail['at'], at],
    ['actor', detail['actor'], row.actor],
    ['action', detail['action'], row.action],
    ['txn_id', detail['txn_id'], row.txnId],
    ['command_id', detail['command_id'] ?? null, row.commandId],
    ['logged_on', at.slice(0, 10), row.loggedOn],
  ];
  for (const [name, says, found] of columns) {
    if (says === found) continue;
    const expected = typeof says === 'string' ? says : JSON.stringify(says ?? null);
    return differs(`column ${name} says something else than the hashed detail`, expected, found ?? 'null');
  }
  return null;
}

/** ISO, with the fraction of a millisecond where there is one: nothing of ours writes any. */
function instant(ms: number): string {
  if (!Number.isFinite(ms)) return String(ms);
  return Number.isInteger(ms) ? new Date(ms).toISOString() : `${new Date(ms).toISOString()} + ${ms % 1} ms`;
}
