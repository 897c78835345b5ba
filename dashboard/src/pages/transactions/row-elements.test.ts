import { describe, expect, it } from 'vitest';
import { RowElements } from './row-elements.ts';

describe('the elements of a list', () => {
  it('stay with their rows while these are drawn, wherever they move', () => {
    const elements = new RowElements();
    const [, b, c] = elements.keysOf(['a', 'b', 'c'], null);
    expect(elements.keysOf(['new', 'b', 'c'], null).slice(1)).toEqual([b, c]);
    expect(elements.keysOf(['c', 'b'], null)).toEqual([c, b]);
  });

  it('serve new rows, in their order, where all rows are new', () => {
    const elements = new RowElements();
    const first = elements.keysOf(['a', 'b', 'c'], null);
    expect(elements.keysOf(['d', 'e', 'f'], null)).toEqual(first);
  });

  it('are never two for one row, nor one for two', () => {
    const elements = new RowElements();
    elements.keysOf(['a', 'b', 'c'], null);
    expect(new Set(elements.keysOf(['c', 'd', 'e', 'f', 'a'], null)).size).toBe(5);
  });

  it('take nobody from the focused row to another one', () => {
    const elements = new RowElements();
    const [, focused] = elements.keysOf(['a', 'b'], null);
    expect(elements.keysOf(['c', 'd'], 'b')).not.toContain(focused);
  });

  it('are the same when asked for again, as React does in development', () => {
    const elements = new RowElements();
    elements.keysOf(['a', 'b'], null);
    const once = elements.keysOf(['c', 'b'], null);
    expect(elements.keysOf(['c', 'b'], null)).toEqual(once);
  });
});
