import { Link } from '@tanstack/react-router';
import type { Summary, SummarySeries, VerdictStatus } from '../../api/schema.ts';
import { Age } from '../../components/moment.tsx';
import { Money } from '../../components/money.tsx';
import { Skeleton } from '../../components/states.tsx';
import { counted } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { NO_FILTER, searchOf, type TransactionFilter } from '../transactions/filter.ts';
import type { ListSearch } from '../transactions/list-search.ts';
import { changeWords, rateText, withinText } from './figure-words.ts';
import { queryOf, type Range } from './range.ts';
import { Below, Figure, Tile } from './tile.tsx';

const count = (value: number): string => formatCount(value, LOCALE);
const listOf = (filter: Partial<TransactionFilter>): ListSearch => searchOf({ ...NO_FILTER, ...filter });
const DECIDED: readonly VerdictStatus[] = ['MATCHED', 'MISMATCHED', 'RESOLVED'];
const CURRENCIES_SHOWN = 3;

/** Are we fine, and if not, how much is at stake. Quiet while all ties out; loud only where money is at risk. */
export function Figures({
  summary,
  series,
  range,
  rangeWords,
}: {
  summary: Summary | null;
  series: SummarySeries | null;
  range: Range;
  rangeWords: string;
}) {
  const open = summary?.totals.MISMATCHED ?? null;
  const critical = summary?.severities.critical ?? null;
  return (
    <div className="grid grid-cols-2 gap-4 sm:grid-cols-3 xl:grid-cols-[1fr_1fr_1fr_1fr_1.1fr_1.5fr]">
      <Tile
        label="Match rate"
        to="/transactions"
        search={listOf({ status: DECIDED })}
        explains="Of what was decided, the share that agrees. Closed is left out: it had nothing to be compared with."
        className="max-sm:col-span-2"
      >
        <Figure value={summary && rateText(summary.match_rate)} testId="match-rate" />
        <Below testId="match-rate-hour">{series === null ? ' ' : changeWords(series.match_rate)}</Below>
      </Tile>
      <Tile label="Open breaks" to="/breaks" search={{}}>
        <Figure value={open === null ? null : count(open)} loud={(open ?? 0) > 0} testId="open-breaks" />
        <Below>{open === 0 ? 'all ties out' : 'mismatched now'}</Below>
      </Tile>
      <Tile label="Critical" to="/breaks" search={listOf({ severity: ['critical'] })}>
        <Figure
          value={critical === null ? null : count(critical)}
          loud={(critical ?? 0) > 0}
          testId="critical-breaks"
        />
        <Below>a book missing, in dispute or doubled</Below>
      </Tile>
      <OldestTile summary={summary} />
      <TimeToVerdictTile series={series} range={range} rangeWords={rangeWords} />
      <AtRiskTile summary={summary} />
    </div>
  );
}

function OldestTile({ summary }: { summary: Summary | null }) {
  const oldest = summary?.oldest ?? null;
  return (
    <Tile label="Oldest open" to="/breaks" search={{ sort: 'age' }}>
      <Figure
        value={summary && (oldest === null ? 'None' : <Age since={oldest.broken_at} />)}
        testId="oldest-age"
      />
      <Below>
        {oldest !== null && (
          <Link
            to="/transactions/$txnId"
            params={{ txnId: oldest.txn_id }}
            data-testid="oldest-id"
            className="relative z-10 block truncate font-mono hover:underline"
          >
            {oldest.txn_id}
          </Link>
        )}
      </Below>
    </Tile>
  );
}

function TimeToVerdictTile({
  series,
  range,
  rangeWords,
}: {
  series: SummarySeries | null;
  range: Range;
  rangeWords: string;
}) {
  const asked = queryOf(range);
  const search = listOf({ status: DECIDED, ...('range' in asked ? { within: asked.range } : asked) });
  const times = series?.time_to_verdict ?? null;
  return (
    <Tile
      label="Time to verdict"
      to="/transactions"
      search={search}
      explains="From the first record of a transaction to its first verdict. 95 of 100 are decided within the second figure."
    >
      <Figure
        value={
          times && (
            <>
              {withinText(times.p50_ms)}
              <span className="text-title font-medium text-ink-soft"> · {withinText(times.p95_ms)}</span>
            </>
          )
        }
        testId="time-to-verdict"
      />
      <Below>{times === null ? ' ' : `half · 95 % within, ${rangeWords}`}</Below>
    </Tile>
  );
}

/** One line a currency: sums over currencies mean nothing. */
function AtRiskTile({ summary }: { summary: Summary | null }) {
  const lines = summary?.at_risk.filter(({ at_risk_minor }) => at_risk_minor !== '0') ?? [];
  const others = lines.length - CURRENCIES_SHOWN;
  return (
    <Tile
      label={others > 0 ? `At risk, ${CURRENCIES_SHOWN} of ${lines.length} currencies` : 'At risk'}
      to="/breaks"
      search={{}}
      className="max-sm:col-span-2"
    >
      {summary === null && <Skeleton className="my-1.5 h-5 w-40" />}
      {summary !== null && lines.length === 0 && (
        <span className="text-figure font-semibold tracking-tight">Nothing</span>
      )}
      <ul className="flex flex-col" data-testid="at-risk">
        {lines.slice(0, CURRENCIES_SHOWN).map(({ currency, at_risk_minor, breaks }) => (
          <li key={currency} data-currency={currency}>
            <Link
              to="/breaks"
              search={{ ...listOf({ currency: [currency] }), sort: 'at_risk' }}
              title={`${counted(count(breaks), 'break')} in ${currency}`}
              className="relative z-10 -mx-1 grid grid-cols-[2.25rem_1fr] items-baseline gap-2 rounded px-1 py-0.5 text-table hover:bg-hover hover:underline"
            >
              <span className="text-ink-soft">{currency}</span>
              <span className="truncate text-right font-semibold">
                <Money minor={at_risk_minor} currency={currency} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Tile>
  );
}
