import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Summary } from '../../api/schema.ts';
import { Skeleton } from '../../components/states.tsx';
import { formatCount, LOCALE } from '../../format/money.ts';
import { searchOf, NO_FILTER, type TransactionFilter } from '../transactions/filter.ts';

function Tile({
  label,
  show,
  children,
}: {
  label: string;
  show?: Partial<TransactionFilter>;
  children: ReactNode;
}) {
  const head = <span className="text-small font-medium text-ink-soft">{label}</span>;
  const frame = 'flex min-w-0 flex-col gap-1 rounded-panel border border-line bg-panel px-4 py-3';
  if (show === undefined) {
    return (
      <div className={frame}>
        {head}
        {children}
      </div>
    );
  }
  return (
    <Link
      to="/transactions"
      search={searchOf({ ...NO_FILTER, ...show })}
      className={`${frame} hover:bg-hover`}
    >
      {head}
      {children}
    </Link>
  );
}

function Figure({ value, loud = false, testId }: { value: string | null; loud?: boolean; testId: string }) {
  if (value === null) return <Skeleton className="my-1.5 h-5 w-24" />;
  return (
    <span
      data-testid={testId}
      className={`text-figure font-semibold tracking-tight ${loud ? 'text-mismatched' : ''}`}
    >
      {value}
    </span>
  );
}

/** Are we fine, and if not, how much is at stake. Quiet while all ties out; loud only where money is at risk. */
export function Figures({ summary }: { summary: Summary | null }) {
  const open = summary?.totals.MISMATCHED ?? null;
  const critical = summary?.severities.critical ?? 0;
  return (
    <div className="grid flex-1 grid-cols-2 gap-4 sm:grid-cols-3 max-sm:[&>:first-child]:col-span-2">
      <Tile label="Match rate">
        <Figure value={summary === null ? null : rateText(summary.match_rate)} testId="match-rate" />
        <span className="mt-auto text-small text-waiting">of what was decided; closed left out</span>
      </Tile>
      <Tile label="Open breaks" show={{ status: ['MISMATCHED'] }}>
        <Figure
          value={open === null ? null : formatCount(open, LOCALE)}
          loud={(open ?? 0) > 0}
          testId="open-breaks"
        />
        <span className="mt-auto text-small text-waiting">
          {open === 0 ? 'all ties out' : 'mismatched now'}
        </span>
      </Tile>
      <Tile label="Critical" show={{ status: ['MISMATCHED'], severity: ['critical'] }}>
        <Figure
          value={summary === null ? null : formatCount(critical, LOCALE)}
          loud={critical > 0}
          testId="critical-breaks"
        />
        <span className="mt-auto text-small text-waiting">a book missing, in dispute or doubled</span>
      </Tile>
    </div>
  );
}

/** Rounded down: it says 100 % only when nothing is left over. */
function rateText(rate: number | null): string {
  if (rate === null) return '–';
  return `${(Math.floor(rate * 10_000) / 100).toFixed(2)} %`;
}
