import { describe, expect, it } from 'vitest';
import { choiceOf, chosenColumns, movedColumn, toggledColumn } from './column-choice.ts';

const [severity, id, risk, age] = [
  { id: 'severity' },
  { id: 'id', fixed: true as const },
  { id: 'risk' },
  { id: 'age' },
];
const all = [severity, id, risk, age];

describe('the columns somebody chose', () => {
  it('are the list’s own where nothing was chosen, or nothing that is known', () => {
    expect(chosenColumns(all, undefined)).toEqual(all);
    expect(chosenColumns(all, 'colour')).toEqual(all);
    expect(choiceOf(all, all)).toBeUndefined();
  });

  it('stand in the order asked for, once each, as far as they are known', () => {
    expect(chosenColumns(all, 'age,id,colour,age')).toEqual([age, id]);
    expect(choiceOf(all, [age, id])).toBe('age,id');
  });

  it('always have the one that names the row', () => {
    expect(chosenColumns(all, 'risk,age')).toEqual([risk, id, age]);
    expect(toggledColumn(all, all, id)).toEqual(all);
  });

  it('come back where they were', () => {
    const hidden = toggledColumn(all, all, risk);
    expect(hidden).toEqual([severity, id, age]);
    expect(toggledColumn(all, hidden, risk)).toEqual(all);
    expect(toggledColumn(all, [age, id], severity)).toEqual([severity, age, id]);
  });

  it('move by one place and not beyond an end', () => {
    expect(movedColumn(all, risk, -1)).toEqual([severity, risk, id, age]);
    expect(movedColumn(all, age, 1)).toEqual(all);
    expect(movedColumn(all, severity, -1)).toEqual(all);
  });
});
