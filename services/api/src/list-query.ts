import { createHash } from 'node:crypto';
import { scopeOf, TXN_SORTS, type Fold, type TransactionFilter, type TxnSort } from '@tieout/store/reading';
import { z } from 'zod';
import { InvalidRequest } from './http/problem.ts';
import { instant } from './http/validate.ts';
import { anyOf, cursor, limit, LISTED, TxnId } from './queries.ts';
import { Channel, Instant, Reason, Severity, Source, VerdictStatus, WorkState } from './schemas/index.ts';

/* What lists of transactions, counts of them and exports take: one filter for all. */

const Currency = z.string().regex(/^[A-Z]{3}$/, 'three capital letters');
const UserName = z.string().regex(LISTED, '1–256 characters, none of them a control character or a comma');
const AtFault = z.enum([...Source.options, 'none']);
const minorUnits = (which: string) =>
  z
    .string()
    .regex(/^\d{1,19}$/, 'minor units, digits only')
    .optional()
    .meta({
      description: `${which} amount, in minor units, inclusive; needs exactly one currency.`,
      example: '500000',
    });
const span = (which: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,4}[smhd]$/, 'a number and s, m, h or d: 90s, 15m, 1h, 2d')
    .optional()
    .meta({ description: `With a reason without a break for ${which} this long.`, example: '1h' });
const noneOf = <T extends z.ZodType>(item: T) => anyOf(item).meta({ description: 'None of these.' });

const FoldText = z
  .string()
  .regex(
    /^(core|gateway|mobile)\/\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z\/\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z$/,
    'a source and two times: core/2026-11-21T14:00:00.000Z/2026-11-21T14:35:00.000Z',
  );

const filterFields = {
  status: anyOf(VerdictStatus),
  reason: anyOf(Reason),
  missing: anyOf(Source),
  at_fault: anyOf(AtFault).meta({ description: 'Any of these; `none` where nobody is.' }),
  severity: anyOf(Severity),
  assignee: anyOf(UserName).meta({ description: 'Looked after by any of these people.' }),
  unassigned: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: '`true`: looked after by nobody, or by one of `assignee`; `false`: by somebody.' }),
  work_state: anyOf(WorkState),
  channel: anyOf(Channel),
  currency: anyOf(Currency),
  not_status: noneOf(VerdictStatus),
  not_reason: noneOf(Reason),
  not_missing: noneOf(Source),
  not_at_fault: noneOf(AtFault),
  not_severity: noneOf(Severity),
  not_assignee: noneOf(UserName),
  not_work_state: noneOf(WorkState),
  not_channel: noneOf(Channel),
  not_currency: noneOf(Currency),
  amount_min: minorUnits('Least'),
  amount_max: minorUnits('Largest'),
  from: Instant.optional().meta({ description: 'First seen at or after.' }),
  to: Instant.optional().meta({ description: 'First seen before.' }),
  older_than: span('at least'),
  younger_than: span('at most'),
  folded: anyOf(FoldText).meta({
    description:
      'None of these: all that miss this source, and only it, and were first seen from the one time up to the other. As `/api/v1/incidents` names them.',
  }),
  q: TxnId.optional().meta({ description: 'A transaction id or the beginning of one.' }),
};
const FilterQuery = z.strictObject(filterFields);
type FilterQuery = z.infer<typeof FilterQuery>;

const sort = z.enum(TXN_SORTS).default('time').meta({
  description:
    '`time`: newest first. Of breaks (`status=MISMATCHED`) also `severity`: gravest, then longest broken, first; `age`: longest broken first; and in one currency `at_risk`, `discrepancy`: largest first.',
});

export const TxnQuery = z.strictObject({ ...filterFields, sort, cursor, limit }).meta({ id: 'TxnQuery' });
export const TxnCountsQuery = FilterQuery.meta({ id: 'TxnCountsQuery' });
export const ExportQuery = z.strictObject({ ...filterFields, sort }).meta({ id: 'ExportQuery' });

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * @param now ms; ages count from it
 * @throws {InvalidRequest} where parameters do not go together
 */
export function filterOf(query: FilterQuery, now: number): TransactionFilter {
  const { currency, amount_min: least, amount_max: most } = query;
  const bounds = Object.entries({ amount_min: least, amount_max: most }).filter(
    ([, bound]) => bound !== undefined,
  );
  if (currency?.length !== 1 && bounds.length > 0) {
    throw new InvalidRequest(
      bounds.map(([field]) => ({
        field,
        problem: 'needs exactly one currency: amounts of several do not compare',
      })),
    );
  }
  return {
    status: { in: query.status, notIn: query.not_status },
    reason: { in: query.reason, notIn: query.not_reason },
    missing: { in: query.missing, notIn: query.not_missing },
    atFault: { in: query.at_fault?.map(orNull), notIn: query.not_at_fault?.map(orNull) },
    severity: { in: query.severity, notIn: query.not_severity },
    assignee: assigneeOf(query),
    workState: { in: query.work_state, notIn: query.not_work_state },
    channel: { in: query.channel, notIn: query.not_channel },
    currency: { in: currency, notIn: query.not_currency },
    amountMin: least === undefined ? undefined : BigInt(least),
    amountMax: most === undefined ? undefined : BigInt(most),
    from: instant(query.from),
    to: instant(query.to),
    brokenBefore: before(now, query.older_than),
    brokenAfter: before(now, query.younger_than),
    idPrefix: query.q,
    folded: query.folded?.map(foldOf),
  };
}

/** @throws {InvalidRequest} where the filter lets through what cannot be ordered so */
export function checkSort(by: TxnSort, filter: TransactionFilter): void {
  if (by === 'time') return;
  const scope = scopeOf(filter);
  if (scope !== 'breaks' && scope !== 'nothing') {
    throw new InvalidRequest([
      { field: 'sort', problem: `${by} is an order of breaks: needs status=MISMATCHED` },
    ]);
  }
  if ((by === 'at_risk' || by === 'discrepancy') && filter.currency?.in?.length !== 1) {
    throw new InvalidRequest([
      { field: 'sort', problem: `${by} needs exactly one currency: amounts of several do not compare` },
    ]);
  }
}

/** Which list a cursor is a place in: the same for the same filter and order, whatever the size of its pages. */
export function listName({ cursor: _cursor, limit: _limit, ...asked }: z.infer<typeof TxnQuery>): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url').slice(0, 22);
}

function assigneeOf({ assignee, not_assignee, unassigned }: FilterQuery): TransactionFilter['assignee'] {
  if (unassigned === 'true') return { in: [...(assignee ?? []), null], notIn: not_assignee };
  const nobody = unassigned === 'false' ? [null] : [];
  return {
    in: assignee,
    notIn: not_assignee || nobody.length > 0 ? [...(not_assignee ?? []), ...nobody] : undefined,
  };
}

/** @throws {InvalidRequest} where the times are none */
function foldOf(text: string): Fold {
  const [source, ...times] = text.split('/');
  const [from = Number.NaN, to = Number.NaN] = times.map(Date.parse);
  if (Number.isNaN(from) || Number.isNaN(to)) {
    throw new InvalidRequest([{ field: 'folded', problem: 'a time that there is not' }]);
  }
  return { missing: Source.parse(source), from, to };
}

function orNull(atFault: z.infer<typeof AtFault>): z.infer<typeof Source> | null {
  return atFault === 'none' ? null : atFault;
}

function before(now: number, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return now - Number(text.slice(0, -1)) * (UNITS_MS[text.slice(-1)] ?? 0);
}
