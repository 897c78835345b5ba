import { CHANNELS, SOURCES } from '../vocabulary.ts';
import type { Channel, Source } from '../vocabulary.ts';
import {
  DEFAULT_EXPECTED,
  DEFAULT_FX_BAND_MAJOR,
  DEFAULT_SEVERITY_THRESHOLD_MAJOR,
  DEFAULT_SLA_MS,
  DEFAULT_TOLERANCE,
  DEFAULT_WINDOW_MS,
  PENDING_LIMIT_SLAS,
} from './defaults.ts';
import { readApproval, readAutoResolve } from './parse-actions.ts';
import { readByCurrency, readLimit } from './parse-money.ts';
import { join, Reader } from './reader.ts';
import type { Fields, Problem } from './reader.ts';
import type { Policy, RuleSet, Tolerance } from './rule-set.ts';

export type ParsedRuleSet =
  | { readonly ok: true; readonly ruleSet: RuleSet }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** No deadline further away than this: an open transaction is kept in memory until then. */
const DURATION_MAX_MS = 31 * 24 * 3_600_000;
const INT32_MAX = 2 ** 31 - 1;
const KNOWN = [
  'version',
  'effective_from',
  'policies',
  'tolerance',
  'fx_band',
  'severity_threshold',
  'approval',
  'auto_resolve',
];

/** Reads a rule set from JSON. What is absent, but for version and effective_from, takes the default; every problem is reported, with its path. */
export function parseRuleSet(json: unknown): ParsedRuleSet {
  const reader = new Reader();
  if (json === undefined) reader.refuse('', 'must be an object', null);
  const fields = reader.fields(json, '', KNOWN);
  const ruleSet: RuleSet = {
    version: reader.integer(fields['version'], 'version', { min: 1, max: INT32_MAX }),
    effectiveFrom: reader.instant(fields['effective_from'], 'effective_from'),
    policies: readPolicies(reader, fields['policies']),
    tolerance: readTolerances(reader, fields['tolerance']),
    fxBand: readLimit(reader, fields['fx_band'], 'fx_band', DEFAULT_FX_BAND_MAJOR),
    severityThreshold: readLimit(
      reader,
      fields['severity_threshold'],
      'severity_threshold',
      DEFAULT_SEVERITY_THRESHOLD_MAJOR,
    ),
    approval: readApproval(reader, fields['approval']),
    autoResolve: readAutoResolve(reader, fields['auto_resolve']),
  };
  return reader.problems.length === 0 ? { ok: true, ruleSet } : { ok: false, problems: reader.problems };
}

function readPolicies(reader: Reader, value: unknown): Record<Channel, Policy> {
  const fields = reader.fields(value, 'policies', CHANNELS);
  return {
    MOBILE: readPolicy(reader, fields['MOBILE'], 'MOBILE'),
    WEB: readPolicy(reader, fields['WEB'], 'WEB'),
    POS: readPolicy(reader, fields['POS'], 'POS'),
    ATM: readPolicy(reader, fields['ATM'], 'ATM'),
    BRANCH: readPolicy(reader, fields['BRANCH'], 'BRANCH'),
  };
}

function readPolicy(reader: Reader, value: unknown, channel: Channel): Policy {
  const path = `policies.${channel}`;
  const known = ['expected', 'sla_ms', 'pending_limit_ms', 'window_ms', 'reversal_sla_ms'];
  const fields = reader.fields(value, path, known);
  const ms = (name: string, min: number, fallback: number) =>
    reader.integer(fields[name], join(path, name), { min, max: DURATION_MAX_MS, fallback });
  const slaMs = ms('sla_ms', 1, DEFAULT_SLA_MS);
  const policy = {
    expected: readExpected(reader, fields['expected'], channel),
    slaMs,
    pendingLimitMs: ms('pending_limit_ms', 1, Math.min(PENDING_LIMIT_SLAS * slaMs, DURATION_MAX_MS)),
    windowMs: ms('window_ms', 0, DEFAULT_WINDOW_MS),
    reversalSlaMs: ms('reversal_sla_ms', 1, slaMs),
  };
  if (policy.pendingLimitMs < slaMs) {
    reader.refuse(join(path, 'pending_limit_ms'), `must not be shorter than sla_ms (${slaMs})`, null);
  }
  return policy;
}

function readExpected(reader: Reader, value: unknown, channel: Channel): readonly Source[] {
  if (value === undefined) return DEFAULT_EXPECTED[channel];
  const expected = SOURCES.filter((source) => Array.isArray(value) && value.includes(source));
  const wellFormed = Array.isArray(value) && value.length === expected.length;
  if (wellFormed && expected.some((source) => source !== 'mobile')) return expected;
  return reader.refuse(
    `policies.${channel}.expected`,
    'must be a list of distinct sources (core, gateway, mobile) with at least one book (core, gateway)',
    DEFAULT_EXPECTED[channel],
  );
}

function readTolerances(reader: Reader, value: unknown): RuleSet['tolerance'] {
  const fields = reader.fields(value, 'tolerance', ['default', 'by_currency']);
  return {
    default: readTolerance(reader, fields['default'], 'tolerance.default'),
    byCurrency: readByCurrency(reader, fields['by_currency'], 'tolerance.by_currency', (each, path) =>
      readTolerance(reader, each, path),
    ),
  };
}

function readTolerance(reader: Reader, value: unknown, path: string): Tolerance {
  const fields: Fields = reader.fields(value, path, ['absolute_minor', 'basis_points', 'cap_minor']);
  const tolerance = {
    absoluteMinor: reader.amount(
      fields['absolute_minor'],
      join(path, 'absolute_minor'),
      DEFAULT_TOLERANCE.absoluteMinor,
    ),
    basisPoints: reader.integer(fields['basis_points'], join(path, 'basis_points'), {
      min: 0,
      max: 10_000,
      fallback: DEFAULT_TOLERANCE.basisPoints,
    }),
    capMinor: reader.amount(fields['cap_minor'], join(path, 'cap_minor'), DEFAULT_TOLERANCE.capMinor),
  };
  if (tolerance.basisPoints > 0 && fields['cap_minor'] === undefined) {
    reader.refuse(
      join(path, 'cap_minor'),
      'is needed with basis_points: without a cap they allow nothing',
      null,
    );
  }
  return tolerance;
}
