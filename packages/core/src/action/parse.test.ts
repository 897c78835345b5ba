import { describe, expect, it, test } from 'vitest';
import { REFERENCED_CODES, RESOLUTION_CODES } from '../vocabulary.ts';
import { parseAction } from './parse.ts';

const ID = '00000000-0000-4000-8000-000000000001';
const BY = { subject: 's-anna', roles: ['operator'] };
const RESOLVE = { by: BY, code: 'ACCEPTED', note: 'seen and accepted', revision: 3 };

const parse = (verb: string, body: unknown) => parseAction({ id: ID, verb, actor: 'user:anna', body });

describe('a command', () => {
  test.each<[verb: string, fields: object, action: object]>([
    [
      'resolve',
      { code: 'ACCEPTED', note: ' seen and accepted\n', revision: 3 },
      { code: 'ACCEPTED', note: 'seen and accepted', reference: null, revision: 3 },
    ],
    [
      'resolve',
      { code: 'REFUNDED', note: 'seen and accepted', revision: 1, reference: ' rf_1 ' },
      { code: 'REFUNDED', note: 'seen and accepted', reference: 'rf_1', revision: 1 },
    ],
    ['approve', { proposal: ID }, { proposal: ID, note: null }],
    ['approve', { proposal: ID, note: 'ok' }, { proposal: ID, note: 'ok' }],
    [
      'return',
      { proposal: ID, note: 'line one\n\tline two' },
      { proposal: ID, note: 'line one\n\tline two' },
    ],
    ['reopen', { note: '0123456789' }, { note: '0123456789' }],
    ['assign', { assignee: 'bert' }, { assignee: 'bert' }],
    ['assign', { assignee: null }, { assignee: null }],
    ['comment', { note: 'x' }, { note: 'x' }],
    ['comment', { note: '😀'.repeat(2000) }, { note: '😀'.repeat(2000) }],
  ])('%s is read with who asks', (verb, fields, action) => {
    expect(parse(verb, { by: BY, ...fields })).toEqual({
      ok: true,
      request: { id: ID, by: { actor: 'user:anna', ...BY }, action: { verb, ...action } },
    });
  });

  it('takes every code a person may give, with a reference where one is asked for', () => {
    for (const code of RESOLUTION_CODES) {
      const bare = parse('resolve', { ...RESOLVE, code });
      const referenced = parse('resolve', { ...RESOLVE, code, reference: 'rf_1' });
      expect(bare.ok).toBe(code !== 'AUTO_POLICY' && !REFERENCED_CODES.includes(code));
      expect(referenced.ok).toBe(code !== 'AUTO_POLICY');
    }
  });

  it('of another verb is refused', () => {
    expect(parse('delete', { by: BY })).toMatchObject({ ok: false, code: 'UNKNOWN_VERB' });
  });

  test.each<[verb: string, body: unknown, problem: string]>([
    ['comment', null, 'body: must be an object'],
    ['comment', [], 'body: must be an object'],
    ['comment', 'poison', 'body: must be an object'],
    ['comment', { note: 'x' }, 'by: must be an object'],
    ['comment', { by: { subject: 's', roles: 'operator' }, note: 'x' }, 'by.roles: must be a list of names'],
    ['comment', { by: { subject: 's', roles: [1] }, note: 'x' }, 'by.roles: must be a list of names'],
    ['comment', { by: { subject: '', roles: [] }, note: 'x' }, 'by.subject: must be a text of 1 to 256'],
    ['comment', { by: BY }, 'note: must be a text of 1 to 2000'],
    ['comment', { by: BY, note: ' \n ' }, 'note: must be a text of 1 to 2000'],
    ['comment', { by: BY, note: 'x'.repeat(2001) }, 'note: must be a text of 1 to 2000'],
    ['comment', { by: BY, note: 'bell \u0007' }, 'note: must be a text of 1 to 2000'],
    ['comment', { by: BY, note: 'half \ud83d' }, 'note: must be a text of 1 to 2000'],
    ['comment', { by: BY, note: 'x', more: 1 }, 'more: is unknown'],
    ['resolve', { ...RESOLVE, code: 'AUTO_POLICY' }, 'code: must be one of POSTED_MANUALLY'],
    ['resolve', { ...RESOLVE, code: 'REVERSED' }, 'reference: is needed with REVERSED'],
    ['resolve', { ...RESOLVE, reference: 'a\nb' }, 'reference: must be a text of 1 to 256'],
    ['resolve', { ...RESOLVE, note: 'too short' }, 'note: must be a text of 10 to 2000'],
    ['resolve', { ...RESOLVE, revision: '3' }, 'revision: must be a whole number from 1'],
    ['resolve', { ...RESOLVE, revision: undefined }, 'revision: must be a whole number from 1'],
    ['approve', { by: BY, proposal: 'x' }, 'proposal: must be the command_id of the proposal'],
    ['return', { by: BY, proposal: ID }, 'note: must be a text of 10 to 2000'],
    ['reopen', { by: BY, note: 5 }, 'note: must be a text of 10 to 2000'],
    ['assign', { by: BY }, 'assignee: must be a text of 1 to 256'],
    ['assign', { by: BY, assignee: 'a\tb' }, 'assignee: must be a text of 1 to 256'],
  ])('%s of %j is refused with its path', (verb, body, problem) => {
    const parsed = parse(verb, body);
    expect(parsed).toMatchObject({ ok: false, code: 'INVALID_COMMAND' });
    expect(parsed.ok ? '' : parsed.error).toContain(problem);
  });

  it('tells all of its problems', () => {
    const parsed = parse('resolve', { by: BY });
    expect(parsed.ok ? '' : parsed.error.split('; ').length).toBe(3);
  });
});
