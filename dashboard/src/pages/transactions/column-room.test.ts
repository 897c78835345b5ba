import { describe, expect, it } from 'vitest';
import { columnsInRoom, columnTemplate } from './column-room.ts';

const id = { name: 'id', width: { least: 90, good: 140, share: 1.2 } };
const amount = { name: 'amount', width: { least: 104, good: 140 } };
const channel = { name: 'channel', width: { least: 76, good: 76 }, givesWay: 1 };
const rules = { name: 'rules', width: { least: 44, good: 44 }, givesWay: 2 };
const all = [rules, id, channel, amount];
const names = (widthPx: number): string =>
  columnsInRoom(all, widthPx)
    .map(({ name }) => name)
    .join();

describe('the columns of a list', () => {
  it('are all there where there is room for them with the gaps between and the edges', () => {
    const needed = 44 + 140 + 76 + 140 + 3 * 12 + 32;
    expect(names(needed)).toBe('rules,id,channel,amount');
    expect(names(needed - 1)).toBe('id,channel,amount');
  });

  it('give way by rank, wherever they stand, and some never do', () => {
    expect(names(400)).toBe('id,amount');
    expect(names(100)).toBe('id,amount');
  });

  it('share what is left over, or stay as wide as is good', () => {
    expect(columnTemplate([id, amount])).toBe('minmax(90px, 1.2fr) minmax(104px, 140px)');
  });
});
