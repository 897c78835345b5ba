import { describe, expect, it } from 'vitest';
import { bytesOf, dumpOf, hexOf, textOf } from './bytes.ts';

const FRAME = bytesOf('AAAAAAcIVFhOMf8=');

describe('bytes', () => {
  it('come out of base64 exactly, all 256 of them', () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(bytesOf(Buffer.from(all).toString('base64'))).toEqual(all);
  });

  it('are hex with two digits each', () => {
    expect(hexOf(FRAME)).toBe('00 00 00 00 07 08 54 58 4e 31 ff');
  });

  it('are text only where they are UTF-8', () => {
    expect(textOf(new TextEncoder().encode('TXN-é-₹'))).toBe('TXN-é-₹');
    expect(textOf(FRAME)).toBeNull();
  });
});

describe('a dump', () => {
  it('shows offset, hex and printable text line by line', () => {
    expect(dumpOf(FRAME, 8)).toEqual({
      offsets: '0000\n0008',
      hex: '00 00 00 00 07 08 54 58\n4e 31 ff',
      text: '······TX\nN1·',
    });
  });

  it('is empty for nothing', () => {
    expect(dumpOf(new Uint8Array(), 16)).toEqual({ offsets: '', hex: '', text: '' });
  });

  it('widens its offsets with the bytes', () => {
    const { offsets } = dumpOf(new Uint8Array(0x1_0001), 16);
    expect(offsets.split('\n').at(-1)).toBe('10000');
    expect(offsets.split('\n')[0]).toBe('00000');
  });
});
