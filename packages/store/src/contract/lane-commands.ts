import { describe, expect, it } from 'vitest';
import { COMMANDS_MAX, type AnsweredCommand, type Command } from '../lane-ports.ts';
import { SAMPLE_TIME, sampleRecord } from '../testing/sample-flush.ts';
import { rawEvent } from './rows.ts';
import type { TestLanes } from './test-lanes.ts';

/** @param nth orders them in time */
function commandOf(nth: number, changes: Partial<Command> = {}): Command {
  return {
    id: `00000000-0000-4000-8000-${crypto.randomUUID().slice(-12)}`,
    txnId: 'A',
    verb: 'comment',
    actor: 'user:anna',
    body: { by: { subject: 's', roles: ['operator'] }, note: 'ünïcode "quoted"' },
    requestedAt: SAMPLE_TIME + nth,
    ...changes,
  };
}

const DONE = { result: 'applied', revision: 3, status: 'RESOLVED', work_state: 'RESOLVED' } as const;
const NOT_DONE = { result: 'refused', code: 'NOT_BROKEN', error: 'it is "MATCHED"' } as const;

export function itTakesCommands(lanes: TestLanes): void {
  describe('commands', () => {
    it('wait for the flushes of their lane, the first asked for first, whatever is in them', async () => {
      const [head, other] = [await lanes.take(), await lanes.take()];
      const first = commandOf(1, { txnId: null, body: 'no object', verb: 'what?' });
      const second = commandOf(2);
      await lanes.bench.ask(second, head);
      await lanes.bench.ask(first, head);
      await lanes.bench.ask(commandOf(0), other);
      const transaction = await lanes.begin(head);
      expect(transaction.commands).toEqual([first, second]);
    });

    it('are answered by the commit, and wait no longer', async () => {
      const head = await lanes.take();
      const [done, refused, waiting] = [commandOf(1), commandOf(2), commandOf(3)];
      for (const command of [done, refused, waiting]) await lanes.bench.ask(command, head);
      const commands: AnsweredCommand[] = [
        { id: done.id, outcome: DONE },
        { id: refused.id, outcome: NOT_DONE },
      ];
      const next = await lanes.flush(head, [], sampleRecord(head, [], { commands }));
      expect((await lanes.bench.evidence(head.partition)).commands).toEqual([
        { id: done.id, outcome: DONE },
        { id: refused.id, outcome: NOT_DONE },
        { id: waiting.id, outcome: null },
      ]);
      expect((await lanes.begin(next)).commands).toEqual([waiting]);
    });

    it('wait on where the flush that took them is abandoned', async () => {
      const head = await lanes.take();
      const command = commandOf(1);
      await lanes.bench.ask(command, head);
      await (await lanes.begin(head)).abandon();
      expect((await lanes.begin(head)).commands).toEqual([command]);
    });

    it.each(['the commit', 'its answer'] as const)('are answered once though %s was lost', async (lost) => {
      const losing = await lanes.bench.openLosing(lost);
      const head = await lanes.take(losing);
      const command = commandOf(1);
      await lanes.bench.ask(command, head);
      const record = sampleRecord(head, [], { commands: [{ id: command.id, outcome: DONE }] });
      const transaction = await lanes.begin(head, losing);
      await expect(transaction.commit(record)).rejects.toMatchObject({ code: 'COMMIT_UNKNOWN' });
      const settled = await lanes.storage.settle(record.head);
      const isDone = settled.flushNumber === record.head.flushNumber;
      expect(isDone).toBe(lost === 'its answer');
      expect((await lanes.begin(settled)).commands).toEqual(isDone ? [] : [command]);
    });

    it('that somebody else has answered meanwhile end the flush that would answer them again', async () => {
      const head = await lanes.take();
      const command = commandOf(1);
      await lanes.bench.ask(command, head);
      const commands = [{ id: command.id, outcome: DONE }];
      const next = await lanes.flush(head, [], sampleRecord(head, [], { commands }));
      const transaction = await lanes.begin(next);
      await expect(transaction.commit(sampleRecord(next, [], { commands }))).rejects.toMatchObject({
        code: 'INVALID_STATE',
      });
      expect(await lanes.storage.settle(next)).toEqual(next);
    });

    it('cannot be answered twice at once', async () => {
      const head = await lanes.take();
      const command = commandOf(1);
      await lanes.bench.ask(command, head);
      const answer = { id: command.id, outcome: DONE };
      const transaction = await lanes.begin(head);
      const record = sampleRecord(head, [], { commands: [answer, answer] });
      await expect(transaction.commit(record)).rejects.toMatchObject({ code: 'INVALID_STATE' });
      expect((await lanes.begin(head)).commands).toEqual([command]);
    });

    it('wait on where the flush that took them is refused', async () => {
      const head = await lanes.take();
      const command = commandOf(1);
      await lanes.bench.ask(command, head);
      const commands = [{ id: command.id, outcome: DONE }];
      const raw = [rawEvent(head, 0n), rawEvent(head, 0n)];
      const transaction = await lanes.begin(head);
      await expect(transaction.commit(sampleRecord(head, [], { commands, raw }))).rejects.toMatchObject({
        code: 'STORE_REFUSED',
      });
      expect((await lanes.begin(head)).commands).toEqual([command]);
    });

    it('that are asked for while a flush is under way wait for the next', async () => {
      const head = await lanes.take();
      const transaction = await lanes.begin(head);
      const command = commandOf(1);
      await lanes.bench.ask(command, head);
      expect(transaction.commands).toEqual([]);
      const record = sampleRecord(head, []);
      await transaction.commit(record);
      expect((await lanes.begin(record.head)).commands).toEqual([command]);
    });

    it('beyond what one flush may take wait for the next', async () => {
      const head = await lanes.take();
      const all = Array.from({ length: COMMANDS_MAX + 1 }, (_, nth) => commandOf(nth));
      for (const command of all) await lanes.bench.ask(command, head);
      const { commands } = await lanes.begin(head);
      expect(commands.map(({ id }) => id)).toEqual(all.slice(0, COMMANDS_MAX).map(({ id }) => id));
    });
  });

  describe('what policies resolved today', () => {
    it('is kept in the lane’s row, exactly', async () => {
      const head = await lanes.take();
      expect(head.autoResolved).toEqual({ day: '', minor: {} });
      const autoResolved = { day: '2026-11-21', minor: { 'rounding INR': 2n ** 70n, 'a USD': 0n } };
      const record = sampleRecord(head, []);
      const kept = { ...record, head: { ...record.head, autoResolved } };
      const next = await lanes.flush(head, [], kept);
      expect(await lanes.storage.settle(next)).toEqual(kept.head);
    });
  });
}
