import { randomUUID } from 'node:crypto';
import { txnId } from '@tieout/core';
import { describe, expect, it } from 'vitest';
import type { DeadLetter, LaneHead } from '../lane-ports.ts';
import { REDRIVE_VERB, type FinishedRedrive, type Redrive } from '../redrive.ts';
import { SAMPLE_TIME, sampleRecord } from '../testing/sample-flush.ts';
import { deadLetter } from './rows.ts';
import type { TestLanes } from './test-lanes.ts';

export function itRedrives(lanes: TestLanes): void {
  /** A lane with one dead letter. */
  async function refused(): Promise<{ head: LaneHead; letter: DeadLetter }> {
    const from = await lanes.take();
    const letter = deadLetter(from, 9n);
    const head = await lanes.flush(from, [], sampleRecord(from, [], { deadLetters: [letter] }));
    return { head, letter };
  }

  async function ask(head: LaneHead, offset: bigint, requestedAt = SAMPLE_TIME): Promise<string> {
    const id = randomUUID();
    const body = { topic: 'core_txns', offset: offset.toString() };
    const command = { id, txnId: null, verb: REDRIVE_VERB, actor: 'user:anna', body, requestedAt };
    await lanes.bench.ask(command, head);
    return id;
  }

  async function finish(
    head: LaneHead,
    { commandId, position }: Redrive,
    letter: FinishedRedrive['letter'],
  ): Promise<LaneHead> {
    const begun = await lanes.begin(head);
    const outcome = { result: 'accepted', txn_id: txnId('T1') } as const;
    await begun.finishRedrive({ commandId, position, outcome, at: SAMPLE_TIME, letter });
    const record = sampleRecord(head, []);
    await begun.commit(record);
    return record.head;
  }

  const waiting = ({ partition }: LaneHead): Promise<readonly Redrive[]> =>
    lanes.storage.redrives(partition, 10);
  async function first(head: LaneHead): Promise<Redrive> {
    const [redrive] = await waiting(head);
    if (redrive === undefined) throw new Error('nothing waits to be redriven');
    return redrive;
  }

  describe('a redrive', () => {
    it('waits with all that is kept of its record, and is no action on a transaction', async () => {
      const { head, letter } = await refused();
      const commandId = await ask(head, 9n);
      const { topic, partition, offset, appendTime, key, code, payload, headers } = letter;
      expect(await waiting(head)).toMatchObject([
        {
          commandId,
          actor: 'user:anna',
          position: { topic, partition, offset },
          letter: { appendTime, key, code, payload, headers, attempts: 0, redriven: false },
        },
      ]);
      expect((await lanes.begin(head)).commands).toEqual([]);
    });

    it('comes first where it was asked for first, and no more of them than asked', async () => {
      const { head } = await refused();
      const second = await ask(head, 9n, SAMPLE_TIME + 1);
      const earliest = await ask(head, 9n, SAMPLE_TIME);
      expect((await waiting(head)).map((one) => one.commandId)).toEqual([earliest, second]);
      expect(await lanes.storage.redrives(head.partition, 1)).toMatchObject([{ commandId: earliest }]);
    });

    it('that is finished waits no longer; whoever asked again finds it redriven', async () => {
      const { head } = await refused();
      await ask(head, 9n, SAMPLE_TIME);
      const again = await ask(head, 9n, SAMPLE_TIME + 1);
      await finish(head, await first(head), { redriven: true });
      expect(await waiting(head)).toMatchObject([
        { commandId: again, letter: { code: 'UNDECODABLE', attempts: 1, redriven: true } },
      ]);
    });

    it('that is refused again says for what, and how often', async () => {
      const { head } = await refused();
      await ask(head, 9n, SAMPLE_TIME);
      await ask(head, 9n, SAMPLE_TIME + 1);
      await finish(head, await first(head), { redriven: false, code: 'INVALID_TIME', error: 'posted_at' });
      expect(await waiting(head)).toMatchObject([
        { letter: { code: 'INVALID_TIME', attempts: 1, redriven: false } },
      ]);
    });

    it('of a record that was never refused has no letter, and is finished all the same', async () => {
      const { head } = await refused();
      await ask(head, 10n);
      const redrive = await first(head);
      expect(redrive.letter).toBeNull();
      await finish(head, redrive, null);
      expect(await waiting(head)).toEqual([]);
    });

    it('waits still where its flush is abandoned', async () => {
      const { head } = await refused();
      await ask(head, 9n);
      const redrive = await first(head);
      const begun = await lanes.begin(head);
      const { commandId, position } = redrive;
      const outcome = { result: 'accepted', txn_id: txnId('T1') } as const;
      await begun.finishRedrive({
        commandId,
        position,
        outcome,
        at: SAMPLE_TIME,
        letter: { redriven: true },
      });
      await begun.abandon();
      expect(await waiting(head)).toEqual([redrive]);
    });
  });
}
