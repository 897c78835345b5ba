import { describe, expect, it } from 'vitest';
import { pastedId } from './pasted-id.ts';

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
