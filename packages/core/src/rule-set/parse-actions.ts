import { REASONS } from '../vocabulary.ts';
import type { Reason } from '../vocabulary.ts';
import { DEFAULT_APPROVAL, DEFAULT_OPERATOR_MAJOR, DEFAULT_SECOND_PERSON_MAJOR } from './defaults.ts';
import { readByCurrency, readLimit } from './parse-money.ts';
import { join } from './reader.ts';
import type { Reader } from './reader.ts';
import type { Approval, AutoResolveCaps, AutoResolvePolicy, MoneyLimit } from './rule-set.ts';

const POLICIES_MAX = 50;
const NAME = /^[a-z0-9-]{1,40}$/;
/** With too many events nobody knows what was left out of the figures that a cap goes by. */
const AUTO_REASONS = REASONS.filter((reason) => reason !== 'TOO_MANY_EVENTS');

export function readApproval(reader: Reader, value: unknown): Approval {
  const fields = reader.fields(value, 'approval', ['second_person_above', 'operator_limit', 'admin_limit']);
  const limit = (name: string, defaultMajor: bigint): MoneyLimit | null =>
    fields[name] === null ? null : readLimit(reader, fields[name], join('approval', name), defaultMajor);
  const above = fields['second_person_above'];
  return {
    secondPersonAbove: readLimit(reader, above, 'approval.second_person_above', DEFAULT_SECOND_PERSON_MAJOR),
    approver: {
      operator: limit('operator_limit', DEFAULT_OPERATOR_MAJOR),
      admin: fields['admin_limit'] === undefined ? DEFAULT_APPROVAL.approver.admin : limit('admin_limit', 0n),
    },
  };
}

export function readAutoResolve(reader: Reader, value: unknown): readonly AutoResolvePolicy[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > POLICIES_MAX)
    return reader.refuse('auto_resolve', `must be a list of at most ${POLICIES_MAX} policies`, []);
  const names = new Set<string>();
  return value.map((each: unknown, index) => {
    const path = `auto_resolve.${index}`;
    const policy = readPolicy(reader, each, path);
    if (names.has(policy.name)) reader.refuse(join(path, 'name'), 'is the name of another policy', null);
    names.add(policy.name);
    return policy;
  });
}

function readPolicy(reader: Reader, value: unknown, path: string): AutoResolvePolicy {
  const { name, reasons, caps } = reader.fields(value, path, ['name', 'reasons', 'caps']);
  const named = typeof name === 'string' && NAME.test(name);
  if (!named) reader.refuse(join(path, 'name'), 'must be 1 to 40 characters of a–z 0–9 -', null);
  const byCurrency = readByCurrency(reader, caps, join(path, 'caps'), (each, eachPath) =>
    readCaps(reader, each, eachPath),
  );
  if (byCurrency.size === 0)
    reader.refuse(join(path, 'caps'), 'must name at least one currency: it acts in no other', null);
  return {
    name: named ? name : '',
    reasons: readReasons(reader, reasons, join(path, 'reasons')),
    caps: byCurrency,
  };
}

function readReasons(reader: Reader, value: unknown, path: string): readonly Reason[] {
  const reasons = AUTO_REASONS.filter((reason) => Array.isArray(value) && value.includes(reason));
  if (Array.isArray(value) && value.length === reasons.length && reasons.length > 0) return reasons;
  return reader.refuse(path, `must be a list of distinct reasons out of ${AUTO_REASONS.join(', ')}`, reasons);
}

function readCaps(reader: Reader, value: unknown, path: string): AutoResolveCaps {
  const fields = reader.fields(value, path, ['item_minor', 'day_minor']);
  // Null is no amount: neither cap has a default.
  const amount = (name: string): bigint => reader.amount(fields[name] ?? null, join(path, name), 0n);
  const caps = { itemMinor: amount('item_minor'), dayMinor: amount('day_minor') };
  if (caps.dayMinor < caps.itemMinor)
    reader.refuse(join(path, 'day_minor'), 'must not be below item_minor', null);
  return caps;
}
