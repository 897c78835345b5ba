// Whatever the engine may do wrong, the auditor must see it in the tables: each of these is one thing that it may do wrong.
import { REASONS } from '@tieout/core';
import { beforeAll, expect, it } from 'vitest';
import { Auditor } from '../auditor/auditor.ts';
import type { Tables } from '../auditor/evidence.ts';
import { WireFormat } from '../workload/wire-format.ts';
import { Simulation } from './simulation.ts';

type Evidence = Simulation['evidence'];

/** Changes one row of a list: the first that fits. */
function changed<T>(rows: readonly T[], fits: (row: T) => boolean, change: (row: T) => T): readonly T[] {
  const index = rows.findIndex(fits);
  const row = rows[index];
  if (row === undefined) throw new Error('no such row');
  return rows.with(index, change(row));
}

const without = <T>(rows: readonly T[], fits: (row: T) => boolean): readonly T[] =>
  rows.toSpliced(rows.findIndex(fits), 1);
const any = () => true;

const TAMPERINGS: readonly (readonly [
  what: string,
  invariant: string,
  tamper: (tables: Tables) => Partial<Tables>,
])[] = [
  ['a raw event lost', 'I1', ({ rawEvents }) => ({ rawEvents: without(rawEvents, any) })],
  ['a raw event twice', 'I1', ({ rawEvents }) => ({ rawEvents: [...rawEvents, ...rawEvents.slice(0, 1)] })],
  [
    'a byte of a payload changed',
    'I1',
    ({ rawEvents }) => ({
      rawEvents: changed(rawEvents, any, (row) => ({ ...row, payload: Buffer.from([...row.payload, 0]) })),
    }),
  ],
  [
    'an amount changed',
    'I1',
    ({ rawEvents }) => ({
      rawEvents: changed(rawEvents, any, (row) => ({ ...row, amount: row.amount + 1n })),
    }),
  ],
  ['a dead letter lost', 'I1', ({ deadLetters }) => ({ deadLetters: without(deadLetters, any) })],
  [
    'a dead letter under another code',
    'I1',
    ({ deadLetters }) => ({
      deadLetters: changed(deadLetters, any, (row) => ({ ...row, code: 'TOO_LARGE?' })),
    }),
  ],
  [
    'a verdict changed',
    'I2',
    ({ results }) => ({
      results: changed(
        results,
        ({ status }) => status === 'MISMATCHED',
        (row) => ({ ...row, status: 'MATCHED' }),
      ),
    }),
  ],
  ['a verdict lost', 'I2', ({ results }) => ({ results: without(results, any) })],
  [
    'a transaction left open',
    'I5',
    ({ results }) => ({ results: changed(results, any, (row) => ({ ...row, dueAt: row.deadline })) }),
  ],
  [
    'the amount at risk changed',
    'I2',
    ({ results }) => ({ results: changed(results, any, (row) => ({ ...row, atRisk: row.atRisk + 1n })) }),
  ],
  [
    'an audit row lost',
    'I4',
    ({ auditRows }) => ({ auditRows: without(auditRows, ({ action }) => action === 'VERDICT') }),
  ],
  [
    'the last audit row of a chain lost',
    'I4',
    ({ auditRows }) => ({ auditRows: auditRows.filter((row) => row !== auditRows.at(-1)) }),
  ],
  [
    'an audit row changed',
    'I4',
    ({ auditRows }) => ({
      auditRows: changed(auditRows, any, (row) => ({ ...row, detail: row.detail.replace('epoch', 'Epoch') })),
    }),
  ],
  [
    'a position that went back',
    'I1',
    ({ lanes }) => ({
      lanes: changed(lanes, any, (row) => ({ ...row, positions: { ...row.positions, core: 0n } })),
    }),
  ],
  [
    'a counter off by one',
    'I5',
    ({ lanes }) => ({
      lanes: changed(lanes, any, (row) => ({
        ...row,
        statusCounts: { ...row.statusCounts, MATCHED: (row.statusCounts['MATCHED'] ?? 0) + 1 },
      })),
    }),
  ],
  [
    'a break that is called resolved and nobody settled',
    'I2',
    ({ results }) => ({
      results: changed(
        results,
        ({ status }) => status === 'MISMATCHED',
        (row) => ({ ...row, status: 'RESOLVED' }),
      ),
    }),
  ],
  [
    'an answer that was another one',
    'I8',
    ({ commands }) => ({
      commands: changed(
        commands,
        ({ outcome }) => outcome?.['result'] === 'applied',
        (row) => ({ ...row, outcome: { result: 'refused', code: 'NOT_BROKEN', error: '' } }),
      ),
    }),
  ],
  [
    'a command that was done for another person',
    'I8',
    ({ commands }) => ({
      commands: changed(
        commands,
        ({ outcome }) => outcome?.['result'] === 'applied',
        (row) => ({ ...row, actor: 'user:mallory' }),
      ),
    }),
  ],
  [
    'a command without an answer',
    'I8',
    ({ commands }) => ({ commands: changed(commands, any, (row) => ({ ...row, outcome: null })) }),
  ],
  [
    'a command that nobody asked for',
    'I8',
    ({ commands }) => ({ commands: without(commands, ({ verb }) => verb !== 'redrive') }),
  ],
  [
    'a redrive that its dead letter does not count',
    'I8',
    ({ deadLetters }) => ({
      deadLetters: changed(
        deadLetters,
        ({ attempts }) => attempts > 0,
        (row) => ({ ...row, attempts: row.attempts - 1 }),
      ),
    }),
  ],
  [
    'a policy that had no business acting',
    'I8',
    ({ ruleSets }) => ({ ruleSets: ruleSets.map((rules) => ({ ...rules, autoResolve: [] })) }),
  ],
  [
    'a policy that left what was its own',
    'I8',
    ({ ruleSets }) => ({
      ruleSets: ruleSets.map((rules) => ({
        ...rules,
        autoResolve: [
          ...rules.autoResolve,
          {
            name: 'anything',
            reasons: REASONS,
            caps: new Map([['INR', { itemMinor: 10n ** 15n, dayMinor: 10n ** 18n }]]),
          },
        ],
      })),
    }),
  ],
  [
    'what policies have used up off by one',
    'I5',
    ({ lanes }) => ({
      lanes: changed(lanes, any, (row) => ({
        ...row,
        autoResolved: { ...row.autoResolved, minor: { ...row.autoResolved.minor, 'rounding KWD': 1n } },
      })),
    }),
  ],
  [
    'a limit that somebody was above',
    'I8',
    ({ ruleSets }) => ({ ruleSets: ruleSets.map((rules) => ({ ...rules, secondPersonAbove: -1n })) }),
  ],
  [
    'a statistic off by one',
    'I5',
    ({ stats }) => ({ stats: changed(stats, any, (row) => ({ ...row, count: row.count + 1 })) }),
  ],
];

let evidence: Evidence;
beforeAll(async () => {
  const simulation = new Simulation(8, await WireFormat.open());
  expect((await simulation.run()).violations).toEqual([]);
  ({ evidence } = simulation);
});

it.each(TAMPERINGS)('the auditor sees %s', (_, invariant, tamper) => {
  const { inputs, tables } = evidence;
  const violations = new Auditor().auditEnd(inputs, { ...tables, ...tamper(tables) });
  expect(violations.map((violation) => violation.invariant)).toContain(invariant);
});

it('the auditor has nothing to say of what the engine left', () => {
  const { inputs, tables } = evidence;
  expect(new Auditor().auditEnd(inputs, tables)).toEqual([]);
});
