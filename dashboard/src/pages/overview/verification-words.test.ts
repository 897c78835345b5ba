import { describe, expect, it } from 'vitest';
import { placeWords, verificationLines } from './verification-words.ts';

const FAILURE = {
  at: '2026-03-01T09:00:00Z',
  findings: 2,
  code: 'ROW_CHANGED',
  chain: 'lane-3',
  seq: '4118',
  place: null,
  problem: 'the detail is not what was hashed',
};
const HELD = {
  at: '2026-03-01T09:00:00Z',
  whole: false,
  chains: 7,
  audit_rows: 4_118_220,
  raw_rows: 1,
  failure: null,
};

describe('a verification in words', () => {
  it.each([
    [{}, 'lane-3, row 4,118'],
    [{ seq: null }, 'lane-3'],
    [{ chain: null, seq: null, place: 'raw_events, 2026-03-01' }, 'raw_events, 2026-03-01'],
    [{ chain: null, seq: null }, 'ROW_CHANGED'],
  ])('that failed with %j names "%s"', (changes, words) => {
    expect(placeWords({ ...FAILURE, ...changes })).toBe(words);
  });

  it('says how far it went, and what it found', () => {
    expect(verificationLines(null)).toEqual(['The chains have never been verified: npm run verify']);
    expect(verificationLines(HELD)).toEqual([
      'Verified last: 7 chains, 4,118,220 audit rows, 1 raw row, from the last signed checkpoint',
    ]);
    expect(verificationLines({ ...HELD, whole: true, failure: FAILURE })).toEqual([
      'Verified last: 7 chains, 4,118,220 audit rows, 1 raw row, from the beginning',
      '2 findings: the detail is not what was hashed (ROW_CHANGED)',
    ]);
  });
});
