import { describe, expect, it } from 'vitest';
import { offersFor, type Found } from './search-offers.ts';

const found = (txn_id: string, by: string | null = null): Found => ({ txn_id, status: 'MATCHED', by });
const words = (text: string, results: readonly Found[] | null = [], auditor = false): readonly string[] =>
  offersFor(text, results, auditor, []).map((offer) => offer.words);

describe('what a search offers', () => {
  it('begins with the transaction of exactly this id', () => {
    expect(words('T1', [found('T12'), found('T1')])).toEqual(['T1', 'T12']);
    expect(words(' "T1",', [found('T1')])).toEqual(['T1']);
  });

  it('knows pages and views by the beginning of any of their words', () => {
    expect(words('dead')).toEqual(['Dead letters', 'dead']);
    expect(words('letters')).toContain('Dead letters');
    expect(words('bank missing')).toEqual(['Bank missing', 'Open 2 ids as a list']);
    expect(words('critical')[0]).toBe('Critical now');
  });

  it('offers the access log to those who may read it only', () => {
    expect(words('access log')).not.toContain('Access log');
    expect(words('access log', [], true)).toContain('Access log');
  });

  it('says by what else a break was found', () => {
    expect(offersFor('REF-9', [found('T1', 'Bank reference REF-9')], false, [])[0]).toMatchObject({
      words: 'T1',
      aside: 'Bank reference REF-9',
      lead: { to: 'transaction', txnId: 'T1' },
    });
  });

  it('still opens an id of which nothing has been heard', () => {
    expect(offersFor('NEW-1', [], false, [])).toMatchObject([
      { words: 'NEW-1', aside: 'Nothing heard of it yet: watch for it' },
    ]);
    expect(offersFor('NEW-1', null, false, [])).toMatchObject([{ aside: 'Open this id' }]);
  });

  it('opens a pasted column as a list', () => {
    expect(offersFor('T1 T2 T3', [], false, [])).toMatchObject([
      { kind: 'pasted', words: 'Open 3 ids as a list', lead: { column: { ids: ['T1', 'T2', 'T3'] } } },
    ]);
  });

  it('knows a person’s own views by name, before those everybody has', () => {
    const mine = { id: 'a1', list: '/breaks' as const, name: 'Bank late', search: { missing: 'core' } };
    expect(offersFor('bank', [], false, [mine])).toMatchObject([
      { words: 'Bank late', lead: { to: 'list', path: '/breaks', search: { missing: 'core', view: 'a1' } } },
      { words: 'Bank missing' },
      { words: 'bank' },
    ]);
  });

  it('shows where one can go before anything is typed', () => {
    expect(words('', null)).toEqual(expect.arrayContaining(['Overview', 'Breaks', 'Mine', 'Duplicates']));
  });
});
