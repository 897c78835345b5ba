import type { ActionRefusal } from '../errors.ts';
import { Reader, join } from '../rule-set/reader.ts';
import type { Fields } from '../rule-set/reader.ts';
import { REFERENCED_CODES, RESOLUTION_CODES, VERBS } from '../vocabulary.ts';
import type { Verb } from '../vocabulary.ts';
import type { Action, ActionRequest, Person } from './action.ts';

/** A note that explains nothing is refused: it is read by the second person, and years later by an auditor. */
const NOTE_MIN = 10;
const NOTE_MAX = 2000;
const NAME_MAX = 256;

/** A row of `commands` as it was inserted. */
export interface RawCommand {
  readonly id: string;
  readonly verb: string;
  readonly actor: string;
  readonly body: unknown;
}

export type ParsedAction =
  | { readonly ok: true; readonly request: ActionRequest }
  | { readonly ok: false; readonly code: ActionRefusal; readonly error: string };

/** Reads what somebody asked for. The body: `by` {subject, roles} and the fields of the verb; every problem is told, with its path. */
export function parseAction({ id, verb, actor, body }: RawCommand): ParsedAction {
  const known = VERBS.find((one) => one === verb);
  if (known === undefined)
    return {
      ok: false,
      code: 'UNKNOWN_VERB',
      error: `no verb is called ${verb}; known are ${VERBS.join(', ')}`,
    };
  const reader = new Reader();
  const fields = reader.fields(body ?? null, '', ['by', ...FIELDS[known]]);
  const by = readPerson(reader, actor, fields['by']);
  const action = readAction(reader, known, fields);
  if (reader.problems.length === 0) return { ok: true, request: { id, by, action } };
  const error = reader.problems
    .map(({ path, problem }) => `${path === '' ? 'body' : path}: ${problem}`)
    .join('; ');
  return { ok: false, code: 'INVALID_COMMAND', error };
}

const FIELDS = {
  resolve: ['code', 'note', 'reference', 'revision'],
  approve: ['proposal', 'note'],
  return: ['proposal', 'note'],
  reopen: ['note'],
  assign: ['assignee'],
  comment: ['note'],
} as const satisfies Record<Verb, readonly string[]>;

function readAction(reader: Reader, verb: Verb, fields: Fields): Action {
  switch (verb) {
    case 'resolve':
      return readResolve(reader, fields);
    case 'approve':
      return {
        verb,
        proposal: readId(reader, fields['proposal']),
        note: readOptionalNote(reader, fields['note']),
      };
    case 'return':
      return { verb, proposal: readId(reader, fields['proposal']), note: readNote(reader, fields['note']) };
    case 'reopen':
      return { verb, note: readNote(reader, fields['note']) };
    case 'assign':
      return { verb, assignee: readAssignee(reader, fields['assignee']) };
    case 'comment':
      return { verb, note: reader.text(fields['note'], 'note', { min: 1, max: NOTE_MAX, lines: true }) };
  }
}

function readResolve(reader: Reader, fields: Fields): Action {
  const { code: given, reference } = fields;
  const codes = RESOLUTION_CODES.filter((one) => one !== 'AUTO_POLICY');
  const code =
    codes.find((one) => one === given) ??
    reader.refuse('code', `must be one of ${codes.join(', ')}`, 'ACCEPTED');
  const named = reference !== undefined && reference !== null;
  if (!named && REFERENCED_CODES.includes(code))
    reader.refuse('reference', `is needed with ${code}: the booking that settled it`, null);
  return {
    verb: 'resolve',
    code,
    note: readNote(reader, fields['note']),
    reference: named ? reader.text(reference, 'reference', { min: 1, max: NAME_MAX }) : null,
    revision: reader.integer(fields['revision'], 'revision', { min: 1, max: Number.MAX_SAFE_INTEGER }),
  };
}

function readPerson(reader: Reader, actor: string, value: unknown): Person {
  const fields = reader.fields(value ?? null, 'by', ['subject', 'roles']);
  const { roles } = fields;
  const names = Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];
  if (!Array.isArray(roles) || names.length < roles.length)
    reader.refuse('by.roles', 'must be a list of names', null);
  return {
    actor,
    subject: reader.text(fields['subject'], join('by', 'subject'), { min: 1, max: NAME_MAX }),
    roles: names,
  };
}

function readId(reader: Reader, value: unknown): string {
  if (typeof value === 'string' && UUID.test(value)) return value;
  return reader.refuse('proposal', 'must be the command_id of the proposal', '');
}

function readAssignee(reader: Reader, value: unknown): string | null {
  return value === null ? null : reader.text(value, 'assignee', { min: 1, max: NAME_MAX });
}

function readNote(reader: Reader, value: unknown): string {
  return reader.text(value, 'note', { min: NOTE_MIN, max: NOTE_MAX, lines: true });
}

function readOptionalNote(reader: Reader, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return reader.text(value, 'note', { min: 1, max: NOTE_MAX, lines: true });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
