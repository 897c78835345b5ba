import { SOURCES } from '@tieout/core';
import { Link } from '@tanstack/react-router';
import { BellRing } from 'lucide-react';
import { Money } from '../../components/money.tsx';
import { useNow, useZone } from '../../components/moment.tsx';
import { counted, sourceWords } from '../../format/labels.ts';
import { formatCount, LOCALE } from '../../format/money.ts';
import { formatMinute, formatMoment } from '../../format/time.ts';
import { filterOf, searchOf } from '../transactions/filter.ts';
import type { Incident } from '../transactions/fold.ts';

const CURRENCIES_SHOWN = 3;

/** Breaks that one silent source made, a line for all of them; each opens as a list. */
export function IncidentLines({ incidents }: { incidents: readonly Incident[] }) {
  if (incidents.length === 0) return null;
  return (
    <ul aria-label="Incidents" className="max-h-44 shrink-0 overflow-y-auto border-b border-line bg-panel">
      {incidents.map((incident) => (
        <IncidentLine key={`${incident.missing} ${incident.from}`} incident={incident} />
      ))}
    </ul>
  );
}

function IncidentLine({ incident }: { incident: Incident }) {
  const { missing, from, to, breaks, at_risk } = incident;
  const { timeZone, label } = useZone();
  const now = useNow();
  const end = Date.parse(to);
  const others = at_risk.length - CURRENCIES_SHOWN;
  const many = counted(formatCount(breaks, LOCALE), 'break');
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 text-table last:border-b-0">
      <span className="inline-flex items-center gap-1.5 rounded bg-attention px-1.5 font-medium text-attention-ink">
        <BellRing size={14} aria-hidden="true" />
        {sourceWords(missing)} silent {end > now && 'since '}
        {formatMoment(Date.parse(from), now, timeZone).slice(0, -7)}
        {end <= now && ` – ${formatMinute(end, timeZone)}`} {label}
      </span>
      <span className="font-medium">{many}</span>
      {at_risk.slice(0, CURRENCIES_SHOWN).map(({ currency, at_risk_minor }) => (
        <span key={currency} className="whitespace-nowrap text-ink-soft">
          {currency} <Money minor={at_risk_minor} currency={currency} />
        </span>
      ))}
      {others > 0 && <span className="text-ink-soft">and {others} more currencies</span>}
      <Link
        to="/breaks"
        search={searchOf(
          filterOf({
            missing,
            '-missing': SOURCES.filter((source) => source !== missing).join(','),
            from,
            to,
          }),
        )}
        aria-label={`Show them: ${many} without ${sourceWords(missing)}`}
        className="ml-auto font-medium text-matched hover:underline"
      >
        Show them
      </Link>
    </li>
  );
}
