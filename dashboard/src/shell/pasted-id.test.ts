import { describe, expect, it } from 'vitest';
import { pastedColumn, pastedId } from './pasted-id.ts';

describe('a pasted id', () => {
  it('is taken out of the quotes, spaces and commas around it', () => {
    expect(pastedId('TXN1003')).toBe('TXN1003');
    expect(pastedId(' "TXN1003",\n')).toBe('TXN1003');
    expect(pastedId("'a.b_c:d-e';")).toBe('a.b_c:d-e');
  });

  it('is refused where it cannot be one', () => {
    expect(pastedId('two words')).toBeNull();
    expect(pastedId('x'.repeat(65))).toBeNull();
    expect(pastedId('""')).toBeNull();
  });
});

describe('a pasted column', () => {
  it('is its ids, each once and in their order, whatever stands between them', () => {
    const ids = ['T3', 'T1', 'T2'];
    for (const text of ['T3\nT1\r\nT2\n', '"T3","T1","T2"', 'T3; T1;\tT2 T3', "  'T3'\n'T1',\n\n'T2'"]) {
      expect(pastedColumn(text)).toEqual({ ids, others: [] });
    }
  });

  it('names what is no id', () => {
    expect(pastedColumn('Total:\nT1\nT2\n€5')).toEqual({ ids: ['Total:', 'T1', 'T2'], others: ['€5'] });
  });

  it('is none with fewer than two', () => {
    expect(pastedColumn('T1')).toBeNull();
    expect(pastedColumn('T1 T1')).toBeNull();
    expect(pastedColumn('')).toBeNull();
  });
});
