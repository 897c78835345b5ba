import type { AuditRow, Input, InputEntry, Tables, Violation } from '../evidence.ts';
import { redriveOf } from '../read-audit.ts';
import { digestOf } from './digest.ts';

interface Letter {
  attempts: number;
  done: boolean;
}

const PUBLISHED_ANEW = new Set(['KEY_MISMATCH', 'WRONG_PARTITION']);

/** I8: a dead letter is decoded again where it lies, or published under its right key, once, however often somebody asks. */
export function checkRedrives(inputs: readonly Input[], tables: Tables): Violation[] {
  const letters = new Map<string, Letter>();
  const violations: Violation[] = [];
  for (const row of tables.auditRows)
    if (row.action === 'REDRIVE') checkRow(row, inputs, tables, letters, violations);
  for (const { topic, partition, offset, attempts, redriven } of tables.deadLetters) {
    const where = `${topic}[${partition}] offset ${offset}`;
    const known = letters.get(where) ?? { attempts: 0, done: false };
    if (known.attempts !== attempts || known.done !== redriven) {
      const said = `${attempts} redrives, ${redriven ? 'done' : 'not done'}`;
      const what = `its dead letter says ${said} instead of ${known.attempts}, ${known.done ? 'done' : 'not done'}`;
      violations.push({ invariant: 'I8', where, what });
    }
  }
  return violations;
}

function checkRow(
  row: AuditRow,
  inputs: readonly Input[],
  tables: Tables,
  letters: Map<string, Letter>,
  violations: Violation[],
): void {
  const { topic, partition, offset, result, code, attempt, publishedTo, sha256 } = redriveOf(row);
  const where = `${topic}[${partition}] offset ${offset}`;
  const tell = (what: string): void => void violations.push({ invariant: 'I8', where, what });
  const input = inputs.find((one) => one.topic === topic && one.partition === partition);
  const entry = input?.entries[Number(offset)];
  const letter = tables.deadLetters.find(
    (one) => one.topic === topic && one.partition === partition && one.offset === offset,
  );
  const known = letters.get(where) ?? { attempts: 0, done: false };
  const found =
    letter === undefined || entry === undefined ? 'NOT_FOUND' : known.done ? 'ALREADY_REDRIVEN' : null;
  const wanted = found === null && entry !== undefined ? outcomeOf(entry) : `refused ${String(found)}`;
  const said = result === 'refused' ? `refused ${code}` : result;
  if (said !== wanted) tell(`its redrive came to ${said} instead of ${wanted}`);
  if (found !== null) return;
  letters.set(where, { attempts: known.attempts + 1, done: result !== 'refused' });
  if (attempt !== known.attempts + 1)
    tell(`its redrive is told as attempt ${attempt}, it was ${known.attempts + 1}`);
  if (result === 'accepted' && input !== undefined) {
    const raw = tables.rawEvents.filter(
      (one) => one.source === input.source && one.partition === partition && one.offset === offset,
    );
    if (digestOf(raw) !== sha256) tell('its digest is not that of what is kept');
  }
  if (result === 'published') checkPublished(entry, publishedTo, inputs, tell);
}

function outcomeOf({ sent }: InputEntry): string {
  if (sent?.kind !== 'poison') return 'nothing: it was never refused';
  if (sent.event === null) return `refused ${sent.code}`;
  return PUBLISHED_ANEW.has(sent.code) ? 'published' : 'accepted';
}

/** The same bytes lie where it says, under the transaction's id. */
function checkPublished(
  entry: InputEntry | undefined,
  publishedTo: string | null,
  inputs: readonly Input[],
  tell: (what: string) => void,
): void {
  const [topic, partition, offset] = publishedTo?.split(':') ?? [];
  const input = inputs.find((one) => one.topic === topic && String(one.partition) === partition);
  const found = input?.entries[Number(offset)];
  const [there, bytes] = [found?.value ?? null, entry?.value ?? null];
  if (there === null || bytes === null || !there.equals(bytes))
    return tell(`was published to ${publishedTo}, where other bytes lie`);
  const txnId = entry?.sent?.kind === 'poison' ? entry.sent.event?.record.txn_id : undefined;
  const key = found?.key?.toString();
  if (key !== txnId) tell(`was published under the key ${key}`);
}
