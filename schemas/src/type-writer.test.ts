import { expect, test } from 'vitest';
import { moduleOf } from './type-writer.ts';

test('longs become bigint, but timestamps become numbers', () => {
  const text = moduleOf(
    {
      type: 'record',
      name: 'Sample',
      fields: [
        { name: 'amount_minor', type: 'long' },
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
        { name: 'discrepancy_minor', type: ['null', 'long'], default: null },
      ],
    },
    'sample.avsc',
  );
  expect(text).toContain('  amount_minor: bigint;\n  at: number;\n  discrepancy_minor: null | bigint;\n');
  expect(text).toContain('export const sampleSchema: AvroRecord = {');
});

test('enums, maps and arrays keep their words', () => {
  const text = moduleOf(
    {
      type: 'record',
      name: 'Sample',
      doc: 'What it is.',
      fields: [
        { name: 'rail', type: { type: 'enum', name: 'Rail', symbols: ['CARD', 'UPI'] }, doc: 'How it went.' },
        { name: 'metadata', type: { type: 'map', values: 'string' } },
        { name: 'reasons', type: { type: 'array', items: 'string' } },
      ],
    },
    'sample.avsc',
  );
  expect(text).toContain("type Rail = 'CARD' | 'UPI';");
  expect(text).toContain(
    '/** What it is. */\nexport interface Sample {\n  /** How it went. */\n  rail: Rail;\n',
  );
  expect(text).toContain('  metadata: Record<string, string>;\n  reasons: string[];\n');
});

test('a record within a record is refused by name', () => {
  const inner = { type: 'record', name: 'Inner', fields: [] } as const;
  expect(() =>
    moduleOf({ type: 'record', name: 'Outer', fields: [{ name: 'inner', type: inner }] }, 'outer.avsc'),
  ).toThrow(/Inner/);
});
