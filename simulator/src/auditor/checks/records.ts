import { outcomeOf } from '../contract/event.ts';
import { readWire } from '../contract/reading.ts';
import type { DeadLetterRow, Input, InputEntry, RawRow, Tables, Violation } from '../evidence.ts';
import type { ReadInput } from '../read-input.ts';

/** I1: every record read is kept once, raw or as a dead letter, and nothing else is. */
export function checkRecords(read: ReadInput, tables: Tables): Violation[] {
  const raw = Map.groupBy(tables.rawEvents, ({ source, partition }) => `${source} ${partition}`);
  const letters = Map.groupBy(tables.deadLetters, ({ topic, partition }) => `${topic} ${partition}`);
  return read.inputs.flatMap((input) => {
    const { source, topic, partition } = input;
    const position = tables.lanes.find((lane) => lane.partition === partition)?.positions[source] ?? 0n;
    return checkPartition(
      input,
      read.kept(input, position),
      (offset) => read.isHealed(source, partition, offset),
      raw.get(`${source} ${partition}`) ?? [],
      letters.get(`${topic} ${partition}`) ?? [],
    );
  });
}

function checkPartition(
  { topic, partition }: Input,
  expected: readonly InputEntry[],
  isHealed: (offset: bigint) => boolean,
  raw: readonly RawRow[],
  letters: readonly DeadLetterRow[],
): Violation[] {
  const violations: Violation[] = [];
  const rawAt = Map.groupBy(raw, ({ offset }) => offset);
  const letterAt = Map.groupBy(letters, ({ offset }) => offset);
  const known = new Set(expected.map(({ offset }) => offset));
  const tell = (offset: bigint, what: string): void => {
    violations.push({ invariant: 'I1', where: `${topic}[${partition}] offset ${offset}`, what });
  };
  for (const entry of expected) {
    const rows = rawAt.get(entry.offset) ?? [];
    const refused = letterAt.get(entry.offset) ?? [];
    const healed = isHealed(entry.offset);
    const kept = rows.length + refused.length;
    if (healed && (rows.length !== 1 || refused.length !== 1))
      tell(
        entry.offset,
        `was redriven and is kept ${rows.length} times raw, ${refused.length} times as a dead letter`,
      );
    if (!healed && kept !== 1) tell(entry.offset, `was read and is kept ${kept} times`);
    for (const row of rows)
      for (const problem of rawProblems(entry, healed ? (refused[0] ?? null) : null, row))
        tell(entry.offset, problem);
    for (const row of refused) for (const problem of letterProblems(entry, row)) tell(entry.offset, problem);
  }
  for (const offset of [...rawAt.keys(), ...letterAt.keys()])
    if (!known.has(offset)) tell(offset, 'is kept and was never to be read');
  return violations;
}

/** @param letter the dead letter it was before it was redriven: what is kept of it now are the bytes kept then */
function rawProblems(
  { sent, value, appendTime, offset }: InputEntry,
  letter: DeadLetterRow | null,
  row: RawRow,
): string[] {
  const event = sent?.kind === 'event' || letter !== null ? (sent?.event ?? null) : null;
  if (event === null) return [`a record that breaks the contract was accepted`];
  const told = readWire(event, appendTime, offset);
  const wanted = [
    told.eventId,
    event.record.txn_id,
    told.type,
    told.status,
    outcomeOf(told),
    told.amount,
    told.currency,
    told.eventTime,
    appendTime,
  ];
  const { eventId, txnId, type, status, outcome, amount, currency, eventTime } = row;
  const found = [eventId, txnId, type, status, outcome, amount, currency, eventTime, row.appendTime];
  const problems: string[] = [];
  if (wanted.join('|') !== found.join('|'))
    problems.push(`the raw row says ${found.join(' ')} instead of ${wanted.join(' ')}`);
  const bytes = letter === null ? value : letter.payload;
  if (bytes === null || !row.payload.equals(bytes))
    problems.push('the raw row holds other bytes than were sent');
  return problems;
}

function letterProblems({ sent, key, value, appendTime }: InputEntry, row: DeadLetterRow): string[] {
  if (sent?.kind !== 'poison') return [`a good record was refused with ${row.code}`];
  const problems: string[] = [];
  if (row.code !== sent.code) problems.push(`was refused with ${row.code} instead of ${sent.code}`);
  if (row.appendTime !== appendTime) problems.push('the dead letter has another append time');
  if (!sameBytes(row.key, key)) problems.push('the dead letter has another key');
  // Card numbers are masked in place, whatever the code.
  const masked = sent.code === 'PAN_LIKE';
  if (masked ? row.payload === null || sameBytes(row.payload, value) : !sameBytes(row.payload, value))
    problems.push(
      masked ? 'the dead letter shows a card number' : 'the dead letter holds other bytes than were sent',
    );
  return problems;
}

function sameBytes(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
