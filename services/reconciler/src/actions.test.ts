import {
  currency,
  eventId,
  firstRuleSet,
  NO_WORK,
  txnId,
  type RuleSet,
  type SourceEvent,
  type TxnId,
} from '@tieout/core';
import {
  CHAIN_START,
  packTransaction,
  unpackTransaction,
  type Command,
  type LaneHead,
  type StoredTransaction,
} from '@tieout/store';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';
import { DayLedger } from './day-ledger.ts';
import { docketOf, type Asked } from './docket.ts';
import { flushRecord } from './flush-record.ts';
import { writeResults } from './flush-writing.ts';
import { judgeTransaction, sweepBackMs, type Judgement } from './judgement.ts';

// What people ask of a transaction, and what policies do with it, in the flush that takes it.

const T0 = Date.UTC(2026, 10, 21, 10);
const SLA_MS = 60_000;
const topics = { core: 'core_txns', gateway: 'gateway_txns', mobile: 'mobile_txns' };
const ID = txnId('A');
const BY = { subject: 's-anna', roles: ['operator'] };

function inr() {
  const found = currency('INR');
  if (found === undefined) throw new Error('INR is a currency');
  return found;
}
const INR = inr();

const FIRST = firstRuleSet({ slaMs: SLA_MS });
const WITH_POLICY: RuleSet = {
  ...FIRST,
  autoResolve: [
    {
      name: 'small',
      reasons: ['FX_ADJUSTMENT', 'TIMESTAMP_MISMATCH', 'MISSING_MOBILE'],
      caps: new Map([[INR, { itemMinor: 100n, dayMinor: 10n ** 9n }]]),
    },
  ],
};

function event(changes: Partial<SourceEvent> = {}): SourceEvent {
  return {
    source: 'gateway',
    eventId: eventId('g'),
    txnId: ID,
    type: 'PAYMENT_CAPTURED',
    status: 'SUCCESS',
    outcome: 'SUCCESS',
    amountMinor: 5_000n,
    currency: INR,
    channel: 'WEB',
    direction: null,
    rail: 'CARD',
    feeMinor: 0n,
    reference: 'pay_1',
    clientTime: null,
    eventTime: T0,
    appendTime: T0,
    partition: 3,
    offset: 20n,
    ...changes,
  };
}
const posted = (changes: Partial<SourceEvent> = {}): SourceEvent =>
  event({ source: 'core', eventId: eventId('c'), type: 'LEDGER_POSTED', direction: 'DEBIT', ...changes });
const BROKEN = [event({ amountMinor: 1_000n }), posted()];

let commands = 0;
function command(verb: string, fields: object, changes: Partial<Command> = {}): Command {
  const id = `00000000-0000-4000-8000-${String(++commands).padStart(12, '0')}`;
  return {
    id,
    txnId: ID,
    verb,
    actor: 'user:anna',
    body: { by: BY, ...fields },
    requestedAt: T0 - 5,
    ...changes,
  };
}
const resolve = (revision: number): Command =>
  command('resolve', { code: 'ACCEPTED', note: 'seen and accepted', revision });
const reopen = (): Command => command('reopen', { note: 'not like this' });
const assign = (assignee: string | null): Command => command('assign', { assignee });

function asksOf(all: readonly Command[]): readonly Asked[] {
  return docketOf(all, () => undefined).asked.get(ID) ?? [];
}

/** One flush: as the lane would leave it, through the packing. */
function flushed(
  previous: StoredTransaction | undefined,
  {
    events = [],
    asked = [],
    laneTime = T0,
    rules = FIRST,
    due = false,
  }: {
    events?: readonly SourceEvent[];
    asked?: readonly Command[];
    laneTime?: number;
    rules?: RuleSet;
    due?: boolean;
  },
): Judgement {
  const share = new DayLedger({ day: '', minor: {} }, laneTime, 6);
  const court = {
    ruleSets: [rules],
    laneTime,
    at: T0 + 50,
    topics,
    sweepBackMs: sweepBackMs([rules]),
    share,
  };
  const judgement = judgeTransaction(court, ID, previous, events, due, asksOf(asked));
  if (judgement === undefined) throw new Error('nothing to judge');
  return judgement;
}

function stored({ write }: Judgement): StoredTransaction {
  if (write === null) throw new Error('nothing was written');
  return unpackTransaction(write.transaction.txnId, packTransaction(write.transaction));
}

/** What became of each command: its code, or how the transaction stood after it. */
const outcomes = ({ heard }: Judgement): string[] =>
  heard.map((one) =>
    one.kind === 'declined' ? one.code : `${one.after.verdict.status} ${one.after.workState}`,
  );

const broken = stored(flushed(undefined, { events: BROKEN }));

describe('what people ask of a transaction', () => {
  it('is done in order, each on what the one before left', () => {
    const judgement = flushed(broken, {
      asked: [assign('bert'), resolve(1), resolve(1), reopen(), assign(null)],
    });
    expect(outcomes(judgement)).toEqual([
      'MISMATCHED ASSIGNED',
      'RESOLVED RESOLVED',
      'ALREADY_RESOLVED',
      'MISMATCHED ASSIGNED',
      'MISMATCHED OPEN',
    ]);
    expect(judgement).toMatchObject({ changed: false, revision: 2 });
    expect(stored(judgement).state).toMatchObject({ resolution: null, work: { ...NO_WORK, reopened: true } });
  });

  it('is done on the events of the same flush', () => {
    const judgement = flushed(undefined, { events: BROKEN, asked: [command('comment', { note: 'first!' })] });
    expect(outcomes(judgement)).toEqual(['MISMATCHED OPEN']);
  });

  it('writes nothing where it changes nothing', () => {
    const judgement = flushed(broken, { asked: [command('comment', { note: 'hm' })] });
    expect(judgement).toMatchObject({ write: null, changed: false, revision: 1 });
  });

  it('is not refused for a change that nobody sees: a colleague’s assignment, a redelivery', () => {
    const assigned = stored(flushed(broken, { asked: [assign('bert')] }));
    expect(assigned).toMatchObject({ revision: 2, verdictRevision: 1 });
    expect(outcomes(flushed(assigned, { asked: [resolve(1)] }))).toEqual(['RESOLVED RESOLVED']);
    expect(outcomes(flushed(broken, { asked: [assign('bert'), resolve(1)] }))).toEqual([
      'MISMATCHED ASSIGNED',
      'RESOLVED RESOLVED',
    ]);
    const again = event({ amountMinor: 1_000n, appendTime: T0 + 1, offset: 21n });
    expect(outcomes(flushed(broken, { events: [again], asked: [resolve(1)] }))).toEqual([
      'RESOLVED RESOLVED',
    ]);
  });

  it('is refused for a change that people see, whether it came a flush before or in the same', () => {
    const change = { events: [event({ eventId: eventId('g2'), amountMinor: 1_000n })] };
    const changed = stored(flushed(broken, change));
    expect(changed.verdictRevision).toBe(2);
    expect(outcomes(flushed(changed, { asked: [resolve(1)] }))).toEqual(['VERDICT_CHANGED']);
    expect(outcomes(flushed(broken, { ...change, asked: [resolve(1)] }))).toEqual(['VERDICT_CHANGED']);
    expect(outcomes(flushed(changed, { asked: [resolve(2)] }))).toEqual(['RESOLVED RESOLVED']);

    const settled = stored(flushed(broken, { asked: [resolve(1)] }));
    const reopened = stored(flushed(settled, { asked: [reopen()] }));
    expect(outcomes(flushed(reopened, { asked: [resolve(2)] }))).toEqual(['VERDICT_CHANGED']);
    expect(outcomes(flushed(settled, { asked: [reopen(), resolve(2)] }))).toEqual([
      'MISMATCHED OPEN',
      'VERDICT_CHANGED',
    ]);
  });

  it('is refused for a revision there is not yet', () => {
    expect(outcomes(flushed(broken, { asked: [resolve(2)] }))).toEqual(['VERDICT_CHANGED']);
    expect(outcomes(flushed(undefined, { events: BROKEN, asked: [resolve(1)] }))).toEqual([
      'VERDICT_CHANGED',
    ]);
  });
});

const HEAD: LaneHead = {
  partition: 3,
  partitionCount: 6,
  epoch: 4n,
  flushNumber: 9n,
  rulesVersion: 1,
  positions: { core: 10n, gateway: 20n, mobile: 30n },
  progress: { core: T0, gateway: T0, mobile: T0 },
  laneTime: T0,
  chain: CHAIN_START,
  statusCounts: { MISMATCHED: 1 },
  arrived: { core: 1n, gateway: 2n, mobile: 3n },
  autoResolved: { day: '', minor: {} },
};

const record = (judgement: Judgement, more: readonly Command[] = []) =>
  flushRecord({
    from: HEAD,
    at: T0 + 50,
    topics,
    read: { raw: [], deadLetters: [], count: 0 },
    positions: HEAD.positions,
    progress: HEAD,
    losses: [],
    judgements: [judgement],
    declined: docketOf(more, (id) => (id === more[0]?.id ? 'it cannot be stored' : undefined)).declined,
    autoResolved: HEAD.autoResolved,
    takenBy: null,
  });

describe('what a flush writes of it', () => {
  const isSorted = (value: unknown): boolean =>
    typeof value !== 'object' ||
    value === null ||
    (Object.values(value).every(isSorted) &&
      (Array.isArray(value) ||
        Object.keys(value).every((key, index, keys) => index === 0 || (keys[index - 1] ?? '') < key)));

  it('is a row for each, in order, before the verdict they led to, and an answer for each', () => {
    const asked = [assign('bert'), resolve(9), resolve(1)];
    const lost = [
      command('comment', { note: 'lost' }),
      command('comment', {}, { txnId: 'no id' }),
      command('what', {}),
    ];
    const { audit, commands: answered, head: after, stats } = record(flushed(broken, { asked }), lost);
    expect(audit.map(({ action, commandId }) => [action, commandId])).toEqual([
      ['FLUSH', null],
      ['REFUSED', lost[0]?.id],
      ['REFUSED', lost[1]?.id],
      ['REFUSED', lost[2]?.id],
      ['ASSIGN', asked[0]?.id],
      ['REFUSED', asked[1]?.id],
      ['RESOLVE', asked[2]?.id],
      ['VERDICT', null],
    ]);
    for (const { detail, commandId } of audit) {
      const parsed: unknown = JSON.parse(String(detail));
      expect(isSorted(parsed)).toBe(true);
      if (commandId === null) expect(parsed).not.toHaveProperty('command_id');
      else expect(parsed).toHaveProperty('command_id', commandId);
    }
    expect(
      answered.map(({ id, outcome }) => [id, outcome.result === 'refused' ? outcome.code : outcome]),
    ).toEqual([
      [lost[0]?.id, 'STORE_REFUSED'],
      [lost[1]?.id, 'INVALID_COMMAND'],
      [lost[2]?.id, 'UNKNOWN_VERB'],
      [asked[0]?.id, { result: 'applied', revision: 2, status: 'MISMATCHED', work_state: 'ASSIGNED' }],
      [asked[1]?.id, 'VERDICT_CHANGED'],
      [asked[2]?.id, { result: 'applied', revision: 2, status: 'RESOLVED', work_state: 'RESOLVED' }],
    ]);
    expect(after.statusCounts).toEqual({ MISMATCHED: 0, RESOLVED: 1 });
    expect(stats.map(({ measure, key }) => `${measure} ${key}`)).toEqual([
      'verdict RESOLVED',
      'closed_break ',
    ]);
  });

  it('tells who asked, when, why, and how it stood before and after', () => {
    const { audit } = record(flushed(broken, { asked: [assign('bert')] }));
    expect(JSON.parse(String(audit.find(({ action }) => action === 'ASSIGN')?.detail))).toMatchObject({
      actor: 'user:anna',
      subject: 's-anna',
      roles: ['operator'],
      requested_at: new Date(T0 - 5).toISOString(),
      previous_assignee: null,
      assignee: 'bert',
      previous_work_state: 'OPEN',
      work_state: 'ASSIGNED',
      previous_status: 'MISMATCHED',
      status: 'MISMATCHED',
      reasons: ['AMOUNT_MISMATCH'],
      at_risk_minor: '4000',
      discrepancy_minor: '4000',
      currency: 'INR',
      partition: 3,
      revision: 2,
      resolution: null,
    });
  });

  it('keeps a flush in which nothing was asked as it was', () => {
    expect(record(flushed(broken, { events: BROKEN })).audit).toEqual([]);
  });
});

describe('the day’s share of a policy', () => {
  const policy = WITH_POLICY.autoResolve[0];
  const one: TxnId = txnId('ONE');
  const granted = (atRiskMinor: bigint) => {
    const { auto } = flushed(undefined, {
      events: [event({ amountMinor: 5_000n - atRiskMinor }), posted()],
      rules: WITH_POLICY,
    });
    if (auto === null || policy === undefined) throw new Error('the policy did not act');
    return auto;
  };

  it('adds up over transactions, and takes back what is judged again', () => {
    const ledger = new DayLedger({ day: '2026-11-21', minor: { 'small INR': 5n, 'other INR': 1n } }, T0, 6);
    ledger.grant(one, granted(10n), INR);
    ledger.grant(ID, granted(20n), INR);
    expect(ledger.usedMinor('small', INR)).toBe(35n);
    ledger.release(one);
    ledger.release(one);
    expect(ledger.usedMinor('small', INR)).toBe(25n);
    expect(ledger.total).toEqual({ day: '2026-11-21', minor: { 'small INR': 25n, 'other INR': 1n } });
  });

  it('begins anew with the day of lane time', () => {
    const before = { day: '2026-11-20', minor: { 'small INR': 5n } };
    const ledger = new DayLedger(before, T0, 6);
    expect(ledger.usedMinor('small', INR)).toBe(0n);
    expect(ledger.total).toBe(before);
    ledger.grant(one, granted(10n), INR);
    expect(ledger.total).toEqual({ day: '2026-11-21', minor: { 'small INR': 10n } });
  });
});

describe('a policy’s cap', () => {
  it('is not kept from one break by another that only a wrong cache would have had it settle', async () => {
    const rules: RuleSet = {
      ...FIRST,
      autoResolve: [
        {
          name: 'small',
          reasons: ['FX_ADJUSTMENT'],
          caps: new Map([[INR, { itemMinor: 50n, dayMinor: 50n }]]),
        },
      ],
    };
    const [taken, free] = [txnId('TAKEN'), txnId('FREE')];
    const eventsOf = (id: TxnId) => [
      event({ txnId: id, amountMinor: 4_950n }),
      posted({ txnId: id, amountMinor: 5_000n }),
    ];
    const before = stored(
      flushed(undefined, { events: [event({ amountMinor: 4_950n })], rules, asked: [assign('bert')] }),
    );
    const bench = new Bench({
      head: { ...HEAD, partitionCount: 1 },
      ruleSets: [rules],
      laneTime: T0,
      at: T0,
      topics,
      events: new Map([taken, free].map((id) => [id, eventsOf(id)])),
      due: new Set(),
    });
    // The cache knows of neither: the first looks as if it were anybody's, and a person has it.
    bench.judge([taken, free], new Map());
    const inStorage = new Map([[taken, { ...before, txnId: taken }]]);
    await writeResults(
      {
        commands: [],
        load: async (ids) => ids.flatMap((id) => inStorage.get(id) ?? []),
        write: async (results) =>
          results
            .map(({ transaction }) => transaction)
            .filter(({ txnId: id, revision }) => revision !== (inStorage.get(id)?.revision ?? 0) + 1)
            .map(({ txnId: id }) => id),
        commit: async () => {},
        finishRedrive: async () => {},
        abandon: async () => {},
      },
      bench,
    );
    expect(bench.judgements.map(({ txnId: id, verdict }) => [id, verdict.status])).toEqual([
      [taken, 'MISMATCHED'],
      [free, 'RESOLVED'],
    ]);
    expect(bench.autoResolved.minor).toMatchObject({ 'small INR': 50n });
  });
});

describe('with policies', () => {
  const LONG_MS = 10 * 24 * 3_600_000;
  const sources = fc.constantFrom('core' as const, 'gateway' as const, 'mobile' as const);
  /** Of one payment: mostly one settlement a book, delivered again now and then, a little apart or dated apart. */
  const anyEvents = fc
    .record({
      channel: fc.constantFrom('WEB' as const, 'MOBILE' as const),
      apart: fc.constantFrom(0n, 10n, 100n, 100n, 101n),
      dated: fc.constantFrom(T0, T0, T0 + 6 * 60_000),
      deliveries: fc.array(
        fc.record({
          source: sources,
          other: fc.nat(9).map((n) => n === 0),
          undone: fc.nat(9).map((n) => n === 0),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    })
    .map(({ channel, apart, dated, deliveries }) =>
      deliveries.map(({ source, other, undone }) => {
        const reversed = undone ? ({ status: 'REVERSED', outcome: 'REVERSED' } as const) : {};
        const common = { eventId: eventId(other ? 'other' : 'one'), channel, ...reversed };
        if (source === 'core') return posted({ ...common, eventTime: dated });
        if (source === 'gateway') return event({ ...common, amountMinor: 5_000n - apart });
        const app = { source, type: 'PAYMENT_CONFIRMED', channel: null, rail: null, feeMinor: null } as const;
        return event({ eventId: eventId('one'), ...app });
      }),
    );

  it('any batching of the same events ends in the same status', () => {
    fc.assert(
      fc.property(
        anyEvents,
        fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }),
        fc.array(fc.constantFrom(0, 0, 1, 30_000, SLA_MS, 2 * SLA_MS), { minLength: 6, maxLength: 6 }),
        (events, sizes, waits) => {
          // Appended one a time, as a log has them; flushed in batches, lane time ahead of each by a while.
          const log = events.map((one, index) => ({
            ...one,
            appendTime: T0 + index * 25_000,
            offset: BigInt(index),
          }));
          const end = T0 + LONG_MS;
          const once = flushed(stored(flushed(undefined, { events: log, rules: WITH_POLICY })), {
            rules: WITH_POLICY,
            laneTime: end,
            due: true,
          });
          let previous: StoredTransaction | undefined;
          let laneTime = T0;
          for (let from = 0, batch = 0; from < log.length; batch++) {
            const taken = log.slice(from, from + 1 + (sizes[batch] ?? 0));
            from += taken.length;
            laneTime = Math.max(laneTime, (taken.at(-1)?.appendTime ?? T0) + (waits[batch] ?? 0));
            const judgement = flushed(previous, { events: taken, rules: WITH_POLICY, laneTime, due: true });
            previous = stored(judgement);
          }
          const batched = flushed(previous, { rules: WITH_POLICY, laneTime: end, due: true });
          expect(batched.verdict).toEqual(once.verdict);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
